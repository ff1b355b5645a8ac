import { ownValue } from '../../core/own-value.ts';

// What the platform's bots are known to report; `status.ts` has the statuses. The database keeps other
// words as they came.

export const PLATFORMS = ['google_meet', 'teams', 'zoom', 'jitsi', 'browser_session'] as const;

export const COMPLETION_REASONS = [
  'stopped',
  'validation_error',
  'awaiting_admission_timeout',
  'awaiting_admission_rejected',
  'left_alone',
  'evicted',
  'max_bot_time_exceeded',
  'stopped_before_admission',
  'stopped_with_no_audio',
  'join_failure',
  'startup_alone',
  'superseded',
] as const;

export const FAILURE_STAGES = ['requested', 'joining', 'awaiting_admission', 'active'] as const;

/** Words of Vexa that mean the same as another one here: of 0.12, and of 0.6 for a bot that did not start. */
export const FORMER_STATUSES: Readonly<Record<string, string>> = {
  needs_help: 'needs_human_help',
  error: 'failed',
};

/** The word for a status here, of one of Vexa. */
export function statusHere(word: string): string {
  return ownValue(FORMER_STATUSES, word) ?? word;
}

/** The word itself where it is a known one, else null. */
export function known<Word extends string>(
  words: readonly Word[],
  word: string | null,
): Word | null {
  return words.find((candidate) => candidate === word) ?? null;
}

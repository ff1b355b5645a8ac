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

/** The word itself where it is a known one, else null. */
export function known<Word extends string>(
  words: readonly Word[],
  word: string | null,
): Word | null {
  return words.find((candidate) => candidate === word) ?? null;
}

import { type Fault, faultOf } from '../meetings/faults.ts';
import type { Performance } from './performance-sql.ts';
import type { LanguageFigures, SpeakerFigures, TranscriptFigures } from './transcript-figures.ts';

// The figures of one meeting as both APIs show them: times in seconds, null where they are not known.
// GraphQL shows these properties under their names, REST under those of the older admin API.

export type OutcomeView = {
  readonly isOver: boolean;
  readonly stage: string | null;
  readonly reason: string | null;
  readonly fault: Fault | null;
};

export function outcomeView(performance: Performance): OutcomeView {
  const { isOver, stage, reason } = performance;
  return { isOver, stage, reason, fault: faultOf(performance) };
}

export type TranscriptionView = ReturnType<typeof transcriptionView>;

export function transcriptionView(figures: TranscriptFigures) {
  const { active, speech } = figures;
  return {
    totalTranscriptions: figures.segments,
    totalDuration: seconds(figures.stated),
    speechDuration: seconds(speech),
    silence: secondsOrNull(active === null ? null : active - speech),
    overlap: seconds(figures.overlap),
    unattributed: seconds(figures.unattributed),
    words: figures.words,
    uniqueSpeakers: figures.uniqueSpeakers,
    languagesDetected: figures.languagesDetected,
    firstSegmentDelay: secondsOrNull(figures.firstAt),
    largestGap: secondsOrNull(figures.gap),
    // A call of no length has no share.
    coverage: active ? speech / active : null,
    segmentsRemovedAt: figures.removedAt === undefined ? null : new Date(figures.removedAt),
  };
}

export type SpeakerView = ReturnType<typeof speakerView>;

/** All named speakers, longest first. */
export function speakerViews({ speakers }: TranscriptFigures): readonly SpeakerView[] {
  const talkOfAll = speakers.reduce((sum, { talk }) => sum + talk, 0);
  return speakers.map((speaker) => speakerView(speaker, talkOfAll));
}

function speakerView(figures: SpeakerFigures, talkOfAll: number) {
  const { speaker, segments, words, talk } = figures;
  return {
    ...{ speaker, segments, words },
    talkTime: seconds(talk),
    share: share(talk, talkOfAll),
    wordsPerMinute: talk === 0 ? null : (words * 60) / seconds(talk),
    longestMonologue: seconds(figures.longest),
    firstAt: secondsOrNull(figures.firstAt),
    lastAt: secondsOrNull(figures.lastAt),
  };
}

export type LanguageView = ReturnType<typeof languageView>;

/** All languages, longest first. */
export function languageViews({ languages }: TranscriptFigures): readonly LanguageView[] {
  const spokenOfAll = languages.reduce((sum, { spoken }) => sum + spoken, 0);
  return languages.map((language) => languageView(language, spokenOfAll));
}

function languageView({ language, segments, spoken }: LanguageFigures, spokenOfAll: number) {
  return { language, segments, seconds: seconds(spoken), share: share(spoken, spokenOfAll) };
}

/** Figures are measured and stored in whole microseconds. */
function seconds(microseconds: number): number {
  return microseconds / 1_000_000;
}

function secondsOrNull(microseconds: number | null): number | null {
  return microseconds === null ? null : seconds(microseconds);
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

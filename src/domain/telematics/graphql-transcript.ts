import { builder } from '../../kit/graphql/builder.ts';
import type { LanguageFigures, SpeakerFigures, TranscriptFigures } from './transcript-figures.ts';

/** The database measures in microseconds. */
function seconds(microseconds: number): number {
  return microseconds / 1_000_000;
}

function secondsOrNull(microseconds: number | null): number | null {
  return microseconds === null ? null : seconds(microseconds);
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

/** The talk of all named speakers together. */
export function talkOf(speakers: readonly SpeakerFigures[]): number {
  return speakers.reduce((sum, { talk }) => sum + talk, 0);
}

export const TranscriptionRef = builder
  .objectRef<TranscriptFigures>('TranscriptionStats')
  .implement({
    description:
      "Statistics of the whole transcript. A segment's time is its session's start plus its offset (without a known session, `startTime` or else `createdAt` plus its offset). Parts outside the active time are cut off, and a segment that ends before it starts has no length: neither counts towards `speechDuration` and the figures derived from it.",
    fields: (t) => ({
      totalTranscriptions: t.exposeInt('segments', { description: 'The number of segments.' }),
      totalDuration: t.float({
        description:
          'The sum of end minus start over all segments, as recorded: overlaps count twice, negative lengths subtract. For the time with speech use `speechDuration`.',
        resolve: ({ stated }) => seconds(stated),
      }),
      speechDuration: t.float({
        description: 'The time during which at least one speaker spoke.',
        resolve: ({ speech }) => seconds(speech),
      }),
      silence: t.float({
        nullable: true,
        description: '`activeTime` minus `speechDuration`; null until the active time is over.',
        resolve: ({ active, speech }) => (active === null ? null : seconds(active - speech)),
      }),
      overlap: t.float({
        description:
          'The time during which two or more speakers spoke at once, counted once. Unnamed speech counts as one speaker.',
        resolve: ({ overlap }) => seconds(overlap),
      }),
      unattributed: t.float({
        description: 'The time during which a speaker without a recorded name spoke.',
        resolve: ({ unattributed }) => seconds(unattributed),
      }),
      words: t.exposeInt('words', {
        description:
          'The number of words in all segments, split at whitespace. Languages written without spaces count few.',
      }),
      uniqueSpeakers: t.exposeInt('uniqueSpeakers', {
        description: 'The number of different speaker names in the segments.',
      }),
      languagesDetected: t.exposeStringList('languagesDetected', {
        description: 'The language codes of the segments, sorted.',
      }),
      firstSegmentDelay: t.float({
        nullable: true,
        description: 'From the start of the active time to the first speech.',
        resolve: ({ firstAt }) => secondsOrNull(firstAt),
      }),
      largestGap: t.float({
        nullable: true,
        description:
          'The longest part of the active time without speech, including its beginning and end. A break in a continued meeting ends it.',
        resolve: ({ gap }) => secondsOrNull(gap),
      }),
      coverage: t.float({
        nullable: true,
        description: '`speechDuration` divided by `activeTime`, from 0 to 1.',
        resolve: ({ active, speech }) => (active ? speech / active : null),
      }),
    }),
  });

export const SpeakerRef = builder
  .objectRef<SpeakerFigures & { readonly talkOfAll: number }>('SpeakerStats')
  .implement({
    description: 'One speaker of a transcript, by name. Whitespace around the name is ignored.',
    fields: (t) => ({
      speaker: t.exposeString('speaker', { description: 'The name.' }),
      talkTime: t.float({
        description: 'How long this speaker spoke; overlapping segments count once.',
        resolve: ({ talk }) => seconds(talk),
      }),
      share: t.float({
        description: 'Talk time divided by that of all named speakers, from 0 to 1.',
        resolve: ({ talk, talkOfAll }) => share(talk, talkOfAll),
      }),
      segments: t.exposeInt('segments', { description: 'The number of segments with this name.' }),
      words: t.exposeInt('words', { description: 'The number of words in them.' }),
      wordsPerMinute: t.float({
        nullable: true,
        description: '`words` divided by the minutes of `talkTime`; null if that is 0.',
        resolve: ({ words, talk }) => (talk === 0 ? null : (words * 60) / seconds(talk)),
      }),
      longestMonologue: t.float({
        description: 'The longest continuous speech; pauses of up to one second are included.',
        resolve: ({ longest }) => seconds(longest),
      }),
      firstAt: t.float({
        nullable: true,
        description:
          'When the speaker first spoke, in seconds from the start of the active time; null if no segment has a length.',
        resolve: ({ firstAt }) => secondsOrNull(firstAt),
      }),
      lastAt: t.float({
        nullable: true,
        description: 'When the speaker last stopped, in seconds from the start of the active time.',
        resolve: ({ lastAt }) => secondsOrNull(lastAt),
      }),
    }),
  });

export const LanguageRef = builder
  .objectRef<LanguageFigures & { readonly spokenOfAll: number }>('LanguageShare')
  .implement({
    description: 'One language of a transcript.',
    fields: (t) => ({
      language: t.exposeString('language', { description: 'The language code as recorded.' }),
      seconds: t.float({
        description: 'How long it was spoken; overlapping segments count once.',
        resolve: ({ spoken }) => seconds(spoken),
      }),
      share: t.float({
        description: 'Seconds divided by those of all languages, from 0 to 1.',
        resolve: ({ spoken, spokenOfAll }) => share(spoken, spokenOfAll),
      }),
      segments: t.exposeInt('segments', { description: 'The number of segments in it.' }),
    }),
  });

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
      'The transcript as a whole. A segment lies where its session began plus its offset (without a known session, from `startTime`, else from `createdAt`). What lies outside of the active time is cut off, and a segment that ends before it starts has no length: neither counts towards `speechDuration` and what follows from it.',
    fields: (t) => ({
      totalTranscriptions: t.exposeInt('segments', { description: 'How many segments there are.' }),
      totalDuration: t.float({
        description:
          'The sum of end minus start over all segments, as recorded: overlaps count twice, segments that run backwards subtract. `speechDuration` is the time in which somebody spoke.',
        resolve: ({ stated }) => seconds(stated),
      }),
      speechDuration: t.float({
        description: 'The time in which at least one speaker spoke.',
        resolve: ({ speech }) => seconds(speech),
      }),
      silence: t.float({
        nullable: true,
        description: '`activeTime` minus `speechDuration`; null until the active time is over.',
        resolve: ({ active, speech }) => (active === null ? null : seconds(active - speech)),
      }),
      overlap: t.float({
        description:
          'The time in which two or more speakers spoke at once, counted once. Unnamed speech counts as that of one speaker.',
        resolve: ({ overlap }) => seconds(overlap),
      }),
      unattributed: t.float({
        description: 'The time in which somebody spoke whose name is not recorded.',
        resolve: ({ unattributed }) => seconds(unattributed),
      }),
      words: t.exposeInt('words', {
        description:
          'How many words all segments have: what blanks part. A language that is written without blanks counts few.',
      }),
      uniqueSpeakers: t.exposeInt('uniqueSpeakers', {
        description: 'How many different names the segments bear.',
      }),
      languagesDetected: t.exposeStringList('languagesDetected', {
        description: 'The codes of the languages that the segments bear, sorted.',
      }),
      firstSegmentDelay: t.float({
        nullable: true,
        description: 'From the start of the active time until somebody first spoke.',
        resolve: ({ firstAt }) => secondsOrNull(firstAt),
      }),
      largestGap: t.float({
        nullable: true,
        description:
          'The longest stretch of the active time in which nobody spoke, its beginning and end included. A break in a continued meeting ends it.',
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
    description: 'One speaker of a transcript, by name. Blanks around the name do not count.',
    fields: (t) => ({
      speaker: t.exposeString('speaker', { description: 'The name.' }),
      talkTime: t.float({
        description: 'How long this speaker spoke; segments that overlap count once.',
        resolve: ({ talk }) => seconds(talk),
      }),
      share: t.float({
        description: 'Its talk time divided by that of all named speakers, from 0 to 1.',
        resolve: ({ talk, talkOfAll }) => share(talk, talkOfAll),
      }),
      segments: t.exposeInt('segments', { description: 'How many segments bear its name.' }),
      words: t.exposeInt('words', { description: 'How many words they have.' }),
      wordsPerMinute: t.float({
        nullable: true,
        description: '`words` divided by the minutes of `talkTime`; null where that is 0.',
        resolve: ({ words, talk }) => (talk === 0 ? null : (words * 60) / seconds(talk)),
      }),
      longestMonologue: t.float({
        description:
          'The longest stretch of its speech, where pauses of up to one second belong to it.',
        resolve: ({ longest }) => seconds(longest),
      }),
      firstAt: t.float({
        nullable: true,
        description:
          'When it first spoke, in seconds from the start of the active time; null if it has no segment with a length.',
        resolve: ({ firstAt }) => secondsOrNull(firstAt),
      }),
      lastAt: t.float({
        nullable: true,
        description: 'When it last ended, in seconds from the start of the active time.',
        resolve: ({ lastAt }) => secondsOrNull(lastAt),
      }),
    }),
  });

export const LanguageRef = builder
  .objectRef<LanguageFigures & { readonly spokenOfAll: number }>('LanguageShare')
  .implement({
    description: 'One language of a transcript.',
    fields: (t) => ({
      language: t.exposeString('language', { description: 'Its code, as recorded.' }),
      seconds: t.float({
        description: 'The time in which it was spoken; segments that overlap count once.',
        resolve: ({ spoken }) => seconds(spoken),
      }),
      share: t.float({
        description: 'Its seconds divided by those of all languages, from 0 to 1.',
        resolve: ({ spoken, spokenOfAll }) => share(spoken, spokenOfAll),
      }),
      segments: t.exposeInt('segments', { description: 'How many segments are in it.' }),
    }),
  });

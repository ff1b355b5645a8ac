import { builder } from '../../kit/graphql/builder.ts';
import type { LanguageView, SpeakerView, TranscriptionView } from './view.ts';

export const TranscriptionRef = builder
  .objectRef<TranscriptionView>('TranscriptionStats')
  .implement({
    description:
      "Statistics of the whole transcript. A segment's time is its session's start plus its offset (without a known session, `startTime` or else `createdAt` plus its offset). Parts outside the active time are cut off, and a segment that ends before it starts has no length: neither counts towards `speechDuration` and the figures derived from it.",
    fields: (t) => ({
      totalTranscriptions: t.exposeInt('totalTranscriptions', {
        description: 'The number of segments.',
      }),
      totalDuration: t.exposeFloat('totalDuration', {
        description:
          'The sum of end minus start over all segments, as recorded: overlaps count twice, negative lengths subtract. For the time with speech use `speechDuration`.',
      }),
      speechDuration: t.exposeFloat('speechDuration', {
        description: 'The time during which at least one speaker spoke.',
      }),
      silence: t.exposeFloat('silence', {
        nullable: true,
        description: '`activeTime` minus `speechDuration`; null until the active time is over.',
      }),
      overlap: t.exposeFloat('overlap', {
        description:
          'The time during which two or more speakers spoke at once, counted once. Unnamed speech counts as one speaker.',
      }),
      unattributed: t.exposeFloat('unattributed', {
        description: 'The time during which a speaker without a recorded name spoke.',
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
      firstSegmentDelay: t.exposeFloat('firstSegmentDelay', {
        nullable: true,
        description: 'From the start of the active time to the first speech.',
      }),
      largestGap: t.exposeFloat('largestGap', {
        nullable: true,
        description:
          'The longest part of the active time without speech, including its beginning and end. A break in a continued meeting ends it.',
      }),
      coverage: t.exposeFloat('coverage', {
        nullable: true,
        description: '`speechDuration` divided by `activeTime`, from 0 to 1.',
      }),
      segmentsRemovedAt: t.expose('segmentsRemovedAt', {
        type: 'DateTime',
        nullable: true,
        description:
          'When the segments were deleted by age (`TRANSCRIPT_RETENTION_DAYS`): these figures were stored before, and stay. Null while the segments are there.',
      }),
    }),
  });

export const SpeakerRef = builder.objectRef<SpeakerView>('SpeakerStats').implement({
  description: 'One speaker of a transcript, by name. Whitespace around the name is ignored.',
  fields: (t) => ({
    speaker: t.exposeString('speaker', { description: 'The name.' }),
    talkTime: t.exposeFloat('talkTime', {
      description: 'How long this speaker spoke; overlapping segments count once.',
    }),
    share: t.exposeFloat('share', {
      description: 'Talk time divided by that of all named speakers, from 0 to 1.',
    }),
    segments: t.exposeInt('segments', { description: 'The number of segments with this name.' }),
    words: t.exposeInt('words', { description: 'The number of words in them.' }),
    wordsPerMinute: t.exposeFloat('wordsPerMinute', {
      nullable: true,
      description: '`words` divided by the minutes of `talkTime`; null if that is 0.',
    }),
    longestMonologue: t.exposeFloat('longestMonologue', {
      description: 'The longest continuous speech; pauses of up to one second are included.',
    }),
    firstAt: t.exposeFloat('firstAt', {
      nullable: true,
      description:
        'When the speaker first spoke, in seconds from the start of the active time; null if no segment has a length.',
    }),
    lastAt: t.exposeFloat('lastAt', {
      nullable: true,
      description: 'When the speaker last stopped, in seconds from the start of the active time.',
    }),
  }),
});

export const LanguageRef = builder.objectRef<LanguageView>('LanguageShare').implement({
  description: 'One language of a transcript.',
  fields: (t) => ({
    language: t.exposeString('language', { description: 'The language code as recorded.' }),
    seconds: t.exposeFloat('seconds', {
      description: 'How long it was spoken; overlapping segments count once.',
    }),
    share: t.exposeFloat('share', {
      description: 'Seconds divided by those of all languages, from 0 to 1.',
    }),
    segments: t.exposeInt('segments', { description: 'The number of segments in it.' }),
  }),
});

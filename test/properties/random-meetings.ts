import fc from 'fast-check';
import { STATUSES } from '../../src/domain/meetings/status.ts';

// Meetings as no bot would report them, but as a database may hold them.

const NOON = Date.UTC(2026, 2, 10, 12);
const SECOND = 1_000;

export type RandomSegment = {
  readonly session: string | null;
  /** Milliseconds from the start of the session. */
  readonly begins: number;
  readonly length: number;
  readonly speaker: string | null;
  readonly language: string | null;
  readonly text: string;
};

export type RandomMeeting = {
  readonly status: string;
  readonly createdAt: number;
  readonly startTime: number | null;
  readonly endTime: number | null;
  readonly data: Record<string, unknown>;
  readonly transitions: readonly { readonly to: string; readonly at: number }[];
  readonly sessions: readonly { readonly uid: string; readonly at: number }[];
  readonly segments: readonly RandomSegment[];
};

const moment = fc.integer({ min: -300, max: 4_000 }).map((seconds) => NOON + seconds * SECOND);
const recorded = fc.constantFrom(undefined, 3.5, '4.25', ' 7 ', 'soon', -1, null, 0);

const segment: fc.Arbitrary<RandomSegment> = fc.record({
  session: fc.constantFrom(null, 'one', 'two', 'unknown'),
  begins: fc.integer({ min: -100, max: 2_000 }).map((tenths) => tenths * 100),
  length: fc.integer({ min: -20, max: 300 }).map((tenths) => tenths * 100),
  speaker: fc.constantFrom(null, '', '  ', 'Ada', 'Ada', ' Ada ', 'Bruno', 'Chiara'),
  language: fc.constantFrom(null, '', 'en', 'en', 'es'),
  text: fc.constantFrom('', 'Yes.', ' two  words ', 'a\tb\nc  d', 'Good morning to all of you'),
});

/** Some segments come twice, word for word. */
const segments = fc
  .tuple(fc.array(segment, { maxLength: 20 }), fc.boolean())
  .map(([all, isTwice]) => (isTwice ? [...all, ...all.slice(0, 3)] : all));

export const randomMeeting: fc.Arbitrary<RandomMeeting> = fc.record({
  status: fc.constantFrom(...STATUSES, 'completed', 'failed', 'hovering'),
  createdAt: moment,
  startTime: fc.option(moment),
  endTime: fc.option(moment),
  data: fc.record({
    join_time: recorded,
    admission_time: recorded,
    bot_uptime: recorded,
    bot_resources: fc.constantFrom(undefined, 7, {
      peak_memory_bytes: 1_048_576,
      cpu_usage_usec: 2_500_000,
    }),
  }),
  transitions: fc.uniqueArray(
    // Many are continued: they are active again after they were not.
    fc.record({
      to: fc.constantFrom(...STATUSES, 'hovering', 'active', 'active', 'completed'),
      at: moment,
    }),
    { maxLength: 9, selector: ({ to, at }) => `${to} ${at}` },
  ),
  sessions: fc.uniqueArray(fc.record({ uid: fc.constantFrom('one', 'two'), at: moment }), {
    maxLength: 2,
    selector: ({ uid }) => uid,
  }),
  segments,
});

import fc from 'fast-check';

// What the bots of one user may send about a few rooms: repeated, out of order, late, by clocks that
// are ahead or behind, and about bots that died. Times are milliseconds from the moment of sending.

export type Status = (typeof STATUSES)[number];
const STATUSES = [
  ...['requested', 'joining', 'awaiting_admission', 'needs_human_help', 'active', 'active'],
  ...['active', 'needs_human_help', 'stopping', 'completed', 'completed', 'failed'],
] as const;

/** Two calls of one native id, on different platforms, and a third one. */
export const ROOMS = ['zoom one', 'teams one', 'zoom two'] as const;
export type ReportedCall = (typeof ROOMS)[number];

export type MeetingReport = {
  readonly room: ReportedCall;
  readonly status: Status;
  readonly container: string | null;
  readonly createdAt: number | null;
  readonly startTime: number | null;
  readonly endTime: number | null;
  readonly reason: string | null;
  readonly stage: string | null;
  readonly data: Data | null;
};
export type Data = Readonly<Record<string, number | null>>;

/** The newest meeting of a room, or the one that was made as the nth, counted around. */
export type Named = { readonly room: ReportedCall } | { readonly nth: number };

export type Change = {
  readonly meeting: Named;
  /** Or the nth of those that may come next, counted around. */
  readonly status: Status | { readonly nth: number };
  readonly at: number | null;
  readonly reason: string | null;
  readonly stage: string | null;
  readonly data: Data | null;
};
export type Session = { readonly uid: string; readonly at: number };
export type Segment = {
  readonly id: string;
  readonly session: string | null;
  readonly begins: number;
  readonly length: number;
  readonly speaker: string | null;
  readonly text: string;
};

/** What is sent, or done beside the service. */
export type Act =
  | { readonly kind: 'meetings'; readonly items: readonly MeetingReport[] }
  | { readonly kind: 'changes'; readonly items: readonly Change[] }
  | { readonly kind: 'sessions'; readonly meeting: Named; readonly items: readonly Session[] }
  | { readonly kind: 'segments'; readonly meeting: Named; readonly items: readonly Segment[] }
  /** The nth of what was sent, counted back, word for word: twice at once, or with an `Idempotency-Key`. */
  | { readonly kind: 'again'; readonly nth: number; readonly how: 'once' | 'twice' | 'with a key' }
  /** Rows that disappear, and a meeting that goes on after it was over, as an import brings them. */
  | { readonly kind: 'erased'; readonly what: Erased; readonly nth: number }
  | { readonly kind: 'continued'; readonly nth: number };
export type Erased = 'session' | 'segment' | 'transition';

/** What the bots of one user do, act by act. */
export type Sequence = {
  readonly maxBots: number;
  /** Sends with a key of its user, not as an operator. */
  readonly isUser: boolean;
  /** Null where nothing is done. */
  readonly acts: readonly (Act | null)[];
};

const MINUTE = 60_000;
const skew = fc.constantFrom(
  ...[0, 0, 0, 1, 290, 3_000, -1, -290, -3_000, -59_000],
  ...[-MINUTE, MINUTE, MINUTE + 1, -MINUTE - 1],
);
const late = fc.constantFrom(-2 * MINUTE, -10 * MINUTE, -180 * MINUTE, -2_880 * MINUTE);
const moment = fc.oneof({ weight: 4, arbitrary: skew }, { weight: 1, arbitrary: late });
const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { freq: 2 });
const reason = fc.constantFrom(null, null, 'left_alone', 'evicted', 'odd');
const stage = fc.constantFrom(null, null, null, 'joining', 'active');
const data = fc.constantFrom<Data | null>(null, null, { a: 1 }, { a: null, b: 2 }, { b: null });

const room = fc.constantFrom(...ROOMS, ROOMS[0], ROOMS[0]);
const report: fc.Arbitrary<MeetingReport> = fc.record({
  room,
  status: fc.constantFrom(...STATUSES),
  container: fc.constantFrom(null, null, 'box-1', 'box-1', 'box-2'),
  createdAt: maybe(moment),
  startTime: fc.option(moment, { freq: 3 }),
  endTime: fc.option(moment, { freq: 3 }),
  reason,
  stage,
  data,
});

/** Most come with the times that they can have, some long after these, and some without any. */
const meeting: fc.Arbitrary<MeetingReport> = fc
  .tuple(report, fc.nat({ max: 19 }), fc.oneof(fc.constant(0), fc.constant(0), late))
  .map(([one, chance, ago]) => {
    if (chance === 0) return one;
    if (chance < 4) return { ...one, container: null, ...NO_TIMES };
    const { createdAt, startTime, endTime, ...rest } = plausible(one);
    const before = (time: number | null) => (time === null ? null : time + ago);
    return {
      ...rest,
      createdAt: before(createdAt),
      startTime: before(startTime),
      endTime: before(endTime),
    };
  });
const NO_TIMES = { createdAt: null, startTime: null, endTime: null };

function plausible(one: MeetingReport): MeetingReport {
  const isOver = ['completed', 'failed'].includes(one.status);
  const isOut = ['requested', 'joining', 'awaiting_admission'].includes(one.status);
  const { createdAt } = one;
  const startTime = isOut ? null : later(one.startTime, createdAt);
  const endTime = isOver ? later(one.endTime, startTime ?? createdAt) : null;
  return { ...one, startTime, endTime };
}

function later(time: number | null, earlier: number | null): number | null {
  return time === null ? null : Math.max(time, earlier ?? time);
}

const named: fc.Arbitrary<Named> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ room }) },
  { weight: 1, arbitrary: fc.record({ nth: fc.nat({ max: 9 }) }) },
);
const change: fc.Arbitrary<Change> = fc.record({
  meeting: named,
  status: fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(...STATUSES) },
    { weight: 3, arbitrary: fc.record({ nth: fc.nat({ max: 5 }) }) },
  ),
  at: maybe(moment),
  reason,
  stage,
  data,
});
const session: fc.Arbitrary<Session> = fc.record({
  uid: fc.constantFrom('one', 'two'),
  at: moment,
});
const segment: fc.Arbitrary<Segment> = fc.record({
  id: fc.constantFrom('s-1', 's-2', 's-3'),
  session: fc.constantFrom(null, 'one', 'two', 'unknown'),
  begins: fc.integer({ min: 0, max: 2_000 }).map((tenths) => tenths * 100),
  length: fc.integer({ min: -1, max: 300 }).map((tenths) => tenths * 100),
  speaker: fc.constantFrom(null, 'Ada', 'Bruno'),
  text: fc.constantFrom('', 'Yes.', ' two  words '),
});

const some = <Item>(item: fc.Arbitrary<Item>) => fc.array(item, { minLength: 1, maxLength: 3 });
const nth = fc.nat({ max: 9 });
const kind = <Kind extends string>(name: Kind) => fc.constant(name);

const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: kind('meetings'), items: some(meeting) }) },
  { weight: 9, arbitrary: fc.record({ kind: kind('changes'), items: some(change) }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: kind('sessions'), meeting: named, items: some(session) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: kind('segments'), meeting: named, items: some(segment) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: kind('again'),
      nth: fc.nat({ max: 3 }),
      how: fc.constantFrom('once', 'once', 'twice', 'with a key'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: kind('erased'),
      what: fc.constantFrom<Erased>('session', 'segment', 'transition'),
      nth,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: kind('continued'), nth }) },
);

export const sequence = (length: number): fc.Arbitrary<Sequence> =>
  fc.record({
    maxBots: fc.integer({ min: 1, max: 3 }),
    isUser: fc.boolean(),
    acts: fc.array(act, { minLength: length, maxLength: length }),
  });

/** How much time passes before each act: the same for all sequences that share a clock. */
export const pauses = (length: number) =>
  fc.array(
    fc.constantFrom(
      ...[0, 0, 1, 300, 300, 1_000, 5_000, 30_000, 59_000, 61_000],
      ...[10 * MINUTE, 1_441 * MINUTE],
    ),
    { minLength: length, maxLength: length },
  );

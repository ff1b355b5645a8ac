import fc from 'fast-check';

/** What goes wrong while a request is in progress. */
export type Fault =
  | 'NONE'
  /** All connections of the database break. */
  | 'CUT'
  /** The client hangs up, and sends the request again. */
  | 'HANG_UP'
  /** The request comes twice at once, at both processes. */
  | 'TWICE'
  /** The process that has it ends without warning. */
  | 'KILL'
  /** The database falls silent to that process: for a while, or until it is given up. */
  | 'STALL';

/** Users and keys are meant by a number, as `writes.ts` reads it. */
export type WriteStep =
  | { readonly kind: 'createUser' }
  | { readonly kind: 'suspend' | 'restore' | 'deleteUser' }
  | { readonly kind: 'mint'; readonly seconds: number | null }
  | { readonly kind: 'rotate'; readonly overlap: number }
  | { readonly kind: 'finish' | 'cancel' | 'revoke' | 'revokeLineage' };

export type Step =
  | { readonly kind: 'write'; readonly write: WriteStep; readonly subject: number }
  /** Two writes at once, one at each process: which one comes first is not known. */
  | {
      readonly kind: 'race';
      readonly writes: readonly [WriteStep, WriteStep];
      readonly subject: number;
    }
  | { readonly kind: 'use' | 'validate'; readonly subject: number }
  /** A request that has to be refused, whatever it is. */
  | { readonly kind: 'refused'; readonly which: number; readonly subject: number }
  | { readonly kind: 'passTime'; readonly seconds: number }
  | { readonly kind: 'hostClock' | 'slowClient' | 'restart' | 'compare' };

export type Planned = {
  readonly step: Step;
  /** Which of the two processes gets the request. */
  readonly process: 0 | 1;
  readonly fault: Fault;
  /** When the fault strikes or how long it lasts, in ms. */
  readonly delay: number;
};

const any = fc.nat({ max: 10_000 });
const DAY = 86_400;

const write: fc.Arbitrary<WriteStep> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('createUser') }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('suspend', 'restore') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('deleteUser') }) },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('mint'),
      seconds: fc.option(fc.integer({ min: 1, max: 3 * DAY })),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('rotate'),
      overlap: fc.constantFrom(0, 1, 60, 3_600, DAY),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom('finish', 'cancel', 'revoke', 'revokeLineage'),
    }),
  },
) as fc.Arbitrary<WriteStep>;

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 52, arbitrary: fc.record({ kind: fc.constant('write'), write, subject: any }) },
  {
    weight: 10,
    arbitrary: fc.record({
      kind: fc.constant('race'),
      writes: fc.tuple(write, write),
      subject: any,
    }),
  },
  { weight: 40, arbitrary: fc.record({ kind: fc.constantFrom('use', 'validate'), subject: any }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('refused'), which: any, subject: any }) },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('passTime'),
      // Clocks are set, too: by a day at once, forth and back.
      seconds: fc.oneof(fc.integer({ min: 0, max: 7_200 }), fc.constantFrom(DAY, -DAY)),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom('hostClock', 'slowClient', 'restart', 'compare'),
    }),
  },
) as fc.Arbitrary<Step>;

const planned: fc.Arbitrary<Planned> = fc.record({
  step,
  process: fc.constantFrom(0, 1),
  fault: fc.oneof(
    { weight: 300, arbitrary: fc.constant('NONE' as const) },
    {
      weight: 24,
      arbitrary: fc.constantFrom('CUT' as const, 'HANG_UP' as const, 'TWICE' as const),
    },
    // They take a second or two.
    { weight: 2, arbitrary: fc.constantFrom('KILL' as const, 'STALL' as const) },
  ),
  delay: fc.nat({ max: 400 }),
});

/** The same for the same seed. */
export function plan(seed: number, steps: number): readonly Planned[] {
  return fc.sample(planned, { seed, numRuns: steps });
}

import fc from 'fast-check';

/** What goes wrong while a request is under way. */
export type Fault =
  | 'NONE'
  /** All connections of the database break. */
  | 'CUT'
  /** The client hangs up, and sends the request again. */
  | 'HANG_UP'
  /** The request comes twice at once, at both processes. */
  | 'TWICE';

/** Users and keys are meant by a number: the remainder of its division by how many there are. */
export type Step =
  | { readonly kind: 'createUser'; readonly address: number }
  | { readonly kind: 'suspend' | 'restore' | 'deleteUser'; readonly user: number }
  | { readonly kind: 'mint'; readonly user: number; readonly seconds: number | null }
  | { readonly kind: 'rotate'; readonly key: number; readonly overlap: number }
  | { readonly kind: 'finish' | 'cancel'; readonly key: number }
  | { readonly kind: 'revoke' | 'revokeLineage'; readonly key: number }
  | { readonly kind: 'use' | 'validate'; readonly key: number }
  | { readonly kind: 'passTime'; readonly seconds: number }
  | { readonly kind: 'restart' | 'compare' };

export type Planned = {
  readonly step: Step;
  /** Which of the two processes is asked. */
  readonly process: 0 | 1;
  readonly fault: Fault;
};

const any = fc.nat({ max: 10_000 });
const DAY = 86_400;

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('createUser'), address: any }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('suspend', 'restore'), user: any }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('deleteUser'), user: any }) },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('mint'),
      user: any,
      seconds: fc.option(fc.integer({ min: 1, max: 3 * DAY })),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('rotate'),
      key: any,
      overlap: fc.constantFrom(0, 1, 60, 3_600, DAY),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom('finish', 'cancel', 'revoke', 'revokeLineage'),
      key: any,
    }),
  },
  { weight: 20, arbitrary: fc.record({ kind: fc.constantFrom('use', 'validate'), key: any }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('passTime'),
      // Clocks are set, too: by a day at once, forth and back.
      seconds: fc.oneof(fc.integer({ min: 0, max: 7_200 }), fc.constantFrom(DAY, -DAY)),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('restart', 'compare') }) },
) as fc.Arbitrary<Step>;

const planned: fc.Arbitrary<Planned> = fc.record({
  step,
  process: fc.constantFrom(0, 1),
  fault: fc.oneof(
    { weight: 12, arbitrary: fc.constant('NONE' as const) },
    { weight: 1, arbitrary: fc.constantFrom('CUT' as const, 'HANG_UP' as const, 'TWICE' as const) },
  ),
});

/** The same for the same seed. */
export function plan(seed: number, steps: number): readonly Planned[] {
  return fc.sample(planned, { seed, numRuns: steps });
}

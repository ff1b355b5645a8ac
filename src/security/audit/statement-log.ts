/** What became of a statement that may have written events. */
export type StatementOutcome =
  | 'WRITTEN'
  /** It wrote none, or nothing of it is in the database. */
  | 'NOTHING'
  /** The connection broke: nobody knows. */
  | 'UNKNOWN';

/**
 * What this process knows of its own statements. Each has a number, from 1; what somebody removes of
 * them before it is sealed is missed here.
 */
export type StatementLog = {
  readonly begin: () => number;
  readonly end: (number: number, outcome: StatementOutcome) => void;
  /** Those whose events are in the database, and not known to be sealed. */
  readonly written: () => readonly number[];
  /** Nothing more is to be looked for under these. */
  readonly settle: (numbers: Iterable<number>) => void;
  /** All statements up to this one are settled. */
  readonly through: () => number;
  /** How many are not settled. */
  readonly unsettled: () => number;
};

type State = 'RUNNING' | 'WRITTEN';

export function statementLog(): StatementLog {
  // In the order of their numbers.
  const states = new Map<number, State>();
  let last = 0;
  return {
    begin: () => {
      last += 1;
      states.set(last, 'RUNNING');
      return last;
    },
    end: (number, outcome) => {
      if (outcome === 'WRITTEN') states.set(number, 'WRITTEN');
      else states.delete(number);
    },
    written: () => [...states].filter(([, state]) => state === 'WRITTEN').map(([number]) => number),
    settle: (numbers) => {
      for (const number of numbers) states.delete(number);
    },
    through: () => {
      const [first] = states.keys();
      return first === undefined ? last : first - 1;
    },
    unsettled: () => states.size,
  };
}

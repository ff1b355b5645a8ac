import { table } from '../report.ts';

const PHASES = ['before', 'failover', 'after'] as const;
export type Phase = (typeof PHASES)[number];

/** What came back: a status, or that nothing did. */
type Outcome = { readonly status: number; readonly isRetryable: boolean };

export type Counter = { accepted: number; unclear: number };

/** What the clients were told, which must hold in the end. */
export type Ledger = {
  phase: Phase;
  /** @param since the phase in which the request began */
  readonly count: (since: Phase, outcome: Outcome) => void;
  /** An answer that was not true any more when its request began. */
  readonly stale: (since: Phase, what: string) => void;
  readonly staleAnswers: readonly string[];
  /** What was acknowledged: users that were created, keys that were revoked. */
  readonly emails: string[];
  readonly revoked: { readonly id: number; readonly secret: string }[];
  /** By the number of a key: how often it was accepted, and how often nobody knows. */
  readonly uses: Map<number, Counter>;
  /** Answers of a phase by status; those that no client should see under `unexpected`. */
  readonly answersOf: (phase: Phase) => ReadonlyMap<string, number>;
  readonly unexpected: () => number;
};

const UNEXPECTED = 'unexpected';

export function createLedger(): Ledger {
  const rows = new Map(PHASES.map((phase) => [phase, new Map<string, number>()]));
  const staleAnswers: string[] = [];
  let unexpected = 0;
  const answersOf = (phase: Phase) => rows.get(phase) ?? new Map<string, number>();
  const ledger: Ledger = {
    phase: 'before',
    count: (since, outcome) => {
      // What a failover has met belongs to it, whenever it began or ended.
      const phase = since === ledger.phase ? since : 'failover';
      const name = nameOf(phase, outcome);
      if (name.startsWith(UNEXPECTED)) unexpected += 1;
      const answers = answersOf(phase);
      answers.set(name, (answers.get(name) ?? 0) + 1);
    },
    stale: (since, what) => void staleAnswers.push(`${since}: ${what}`),
    staleAnswers,
    emails: [],
    revoked: [],
    uses: new Map(),
    answersOf,
    unexpected: () => unexpected,
  };
  return ledger;
}

function nameOf(phase: Phase, { status, isRetryable }: Outcome): string {
  if (status === 503) return phase === 'failover' && isRetryable ? '503' : `${UNEXPECTED} 503`;
  if (status === 200 || status === 201 || status === 204 || status === 401) return `${status}`;
  return status === 0 ? `${UNEXPECTED} end of connection` : `${UNEXPECTED} ${status}`;
}

/** @param lost acknowledged writes that are not there; known at the end alone */
export function ledgerTable(ledger: Ledger, lost: number): string {
  const rows = PHASES.map((phase) => {
    const answers = [...ledger.answersOf(phase)].sort(([one], [other]) => (one < other ? -1 : 1));
    const requests = answers.reduce((sum, [, count]) => sum + count, 0);
    const stale = ledger.staleAnswers.filter((text) => text.startsWith(`${phase}:`)).length;
    const said = answers.map(([name, count]) => `${name}: ${count}`).join(', ');
    return [phase, requests, said, phase === 'after' ? lost : '', stale];
  });
  const head = [
    'phase',
    'requests',
    'answers by status',
    'acknowledged writes lost',
    'stale answers',
  ];
  return table(head, rows);
}

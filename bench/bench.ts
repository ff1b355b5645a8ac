// One command for all that is measured: `npm run bench -- <name> [options]`, see `--help`.

type Bench = { readonly measures: string; readonly run: () => Promise<unknown> };

/** Each is a program of its own, which reads its options and runs when it is loaded. */
const BENCHES: ReadonlyMap<string, Bench> = new Map<string, Bench>([
  [
    'table',
    { measures: 'every workload beside the peers (the default)', run: () => import('./run.ts') },
  ],
  [
    'documents',
    {
      measures: 'memory after many documents, no two alike',
      run: () => import('./documents.ts'),
    },
  ],
  [
    'erasure',
    {
      measures: 'the erasure of a person with many events, and who waits for it',
      run: () => import('./erasure/run.ts'),
    },
  ],
  [
    'fairness',
    { measures: 'key checks beside costly analytics', run: () => import('./fairness.ts') },
  ],
  ['faults', { measures: 'what is answered while things fail', run: () => import('./faults.ts') }],
  ['figures', { measures: 'figures of the largest subjects', run: () => import('./figures.ts') }],
  [
    'follow',
    {
      measures: 'changes until they are here, by an import that follows',
      run: () => import('./follow.ts'),
    },
  ],
  ['growth', { measures: 'a small database beside a large one', run: () => import('./growth.ts') }],
  ['hostile', { measures: 'the costliest requests', run: () => import('./hostile.ts') }],
  ['import', { measures: 'the import of a Vexa database', run: () => import('./import.ts') }],
  [
    'observability',
    { measures: 'what log lines and traces cost', run: () => import('./observability.ts') },
  ],
  ['overload', { measures: 'more than can be answered', run: () => import('./overload.ts') }],
  ['pages', { measures: 'every page of the dashboard', run: () => import('./pages/run.ts') }],
  ['plans', { measures: 'the plan of every statement', run: () => import('./plans.ts') }],
  ['processes', { measures: 'two processes beside one', run: () => import('./two-processes.ts') }],
  [
    'replica',
    {
      measures: 'lists and analytics with and without a replica',
      run: () => import('./replica.ts'),
    },
  ],
  [
    'scale-out',
    {
      measures: 'two processes, a replica, PgBouncer and HAProxy through a failover',
      run: () => import('./scale-out.ts'),
    },
  ],
  ['siege', { measures: 'five attacks at once', run: () => import('./siege.ts') }],
  ['sizes', { measures: 'bytes of a row of each kind', run: () => import('./sizes.ts') }],
  ['soak', { measures: 'a mix for minutes on end', run: () => import('./soak.ts') }],
  [
    'start',
    { measures: 'the way to the first answer, and memory', run: () => import('./start.ts') },
  ],
  [
    'subscriptions',
    { measures: 'thousands of idle subscriptions', run: () => import('./subscriptions.ts') },
  ],
  ['verify', { measures: 'the verification of keys', run: () => import('./verify.ts') }],
]);

function overview(): string {
  const lines = [...BENCHES].map(([name, { measures }]) => `  ${name.padEnd(13)} ${measures}\n`);
  return `Use: npm run bench -- [name] [options]\n\n${lines.join('')}`;
}

const [first = 'table'] = process.argv.slice(2);
const isNamed = !first.startsWith('-');
const bench = BENCHES.get(isNamed ? first : 'table');
if (first === '--help') process.stdout.write(overview());
else if (bench === undefined) {
  process.stderr.write(`There is no ${first}. ${overview()}`);
  process.exitCode = 2;
} else {
  // They find their options where they would be without the name.
  if (isNamed) process.argv.splice(2, 1);
  await bench.run();
}

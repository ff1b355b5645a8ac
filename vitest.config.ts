import { defineConfig } from 'vitest/config';
import { hasPgBouncer } from './test/support/pgbouncer.ts';
import { debianBinDir } from './test/support/postgres.ts';
import { ShuffledProjects } from './test/support/sequencer.ts';

const shared = {
  include: ['test/**/*.test.ts'],
  // Guards against what hangs, not measures: on a busy machine, all takes several times as long.
  testTimeout: 120_000,
  hookTimeout: 180_000,
  expect: { poll: { timeout: 60_000 } },
  // Each file has a server and a database of its own; the modules, which keep nothing that one file
  // could pass to another, are loaded once per worker. It halves the work of the whole run.
  isolate: false,
};

// graphql ships two builds; vite would give our sources one and the libraries the other.
const alias = [{ find: /^graphql$/, replacement: 'graphql/index.js' }];

const ON_EMBEDDED = 'test/support/setup-embedded.ts';
const ON_DEBIAN = 'test/support/setup-debian.ts';

/**
 * What the short cuts change: how documents are executed, which reads and writes share a statement,
 * and how keys are looked up. The rest never meets one: commands, peppers, the import, the sealing of
 * the audit log, limits, what happens when the database fails.
 */
const MEETS_SHORT_CUTS = [
  'test/{admin-key,analytics,answers,graphql,idempotency,properties,recording,rest,rights}/**',
  'test/{row-types,statistics,stored,telematics,token,user}/**',
  'test/audit/{audit-log,refusals,retained,signed}.test.ts',
  'test/database/{prisma-reads,shared-reads}.test.ts',
  'test/gateway/{identity,validate}.test.ts',
  'test/key/statements.test.ts',
  'test/live/{payloads,stream,who}.test.ts',
  'test/usage/{totals,usage}.test.ts',
];

/** No database decides what they find, and no short cut is on their way: once is enough. */
const BY_ITSELF = [
  'test/database/{source-rules,text-rule}.test.ts',
  'test/graphql/schema.test.ts',
  'test/key/{leak-kit,scanner-rules}.test.ts',
  'test/live/heartbeat.test.ts',
  'test/request/fair-line.test.ts',
  'test/vexa-import/timestamp.test.ts',
];

/** Their tests are their own. */
const OTHER_PACKAGES = 'test/tools/**';

/** Compares both ways itself. */
const BOTH_WAYS = 'test/graphql/inputs/**';

/**
 * On the oldest PostgreSQL with the short cuts on: what shares statements, and one of each kind that
 * runs neither there without short cuts nor in the project `hostile`. That every statement is valid
 * there is shown by the row types.
 */
const ON_OLDEST = [
  'test/{database,graphql,properties}/**/*.test.ts',
  // There, the programs of the server include pg_dump.
  'test/key/{backup,backup-traffic,found-pepper}.test.ts',
  'test/backup/{docs,round-trip}.test.ts',
  'test/limits/lineage.test.ts',
  'test/usage/faults.test.ts',
  'test/vexa-import/repeat.test.ts',
];

const binDir = debianBinDir();
if (binDir === null)
  process.stdout.write("NOT RUN: the suites on Debian's PostgreSQL, which is not installed here\n");

const isPgBouncerThere = hasPgBouncer();
if (!isPgBouncerThere)
  process.stdout.write('NOT RUN: the suites through PgBouncer, which is not installed here\n');

const vitestConfig = defineConfig({
  test: {
    pool: 'threads',
    maxWorkers: 3,
    // No file may need another one before it. The seed is printed; `--sequence.seed` repeats an order.
    sequence: { shuffle: { files: true }, sequencer: ShuffledProjects },
    // The one with the longest file stands first, so that no worker waits for it in the end.
    projects: [
      {
        resolve: { alias },
        test: {
          ...shared,
          name: 'embedded',
          globalSetup: ON_EMBEDDED,
          exclude: ['test/pgbouncer/**', OTHER_PACKAGES],
        },
      },
      {
        // Once more with every short cut off: what they answer is what the plain way answers. On the
        // oldest PostgreSQL that is supported, if it is here: so most is run on both.
        resolve: { alias },
        test: {
          ...shared,
          name: 'plain',
          globalSetup: binDir === null ? ON_EMBEDDED : ON_DEBIAN,
          env: { TEST_SHORT_CUTS: 'false' },
          include: MEETS_SHORT_CUTS.map((glob) =>
            glob.endsWith('**') ? `${glob}/*.test.ts` : glob,
          ),
          exclude: [BOTH_WAYS, ...BY_ITSELF, OTHER_PACKAGES],
        },
      },
      {
        // Once more where the database, the role and the language are set to anything but the usual:
        // what writes values and reads them back. The rest would see the same connections again.
        resolve: { alias },
        test: {
          ...shared,
          name: 'hostile',
          globalSetup: 'test/support/setup-hostile.ts',
          include: [
            'test/{analytics,audit,idempotency,recording,rest,statistics,telematics,token,user}/**/*.test.ts',
          ],
        },
      },
      ...(isPgBouncerThere
        ? [
            {
              // What is written by several at once, where each transaction may meet another connection.
              resolve: { alias },
              test: {
                ...shared,
                name: 'pgbouncer',
                globalSetup: 'test/support/setup-pgbouncer.ts',
                include: ['test/{idempotency,pgbouncer,recording,token,user}/**/*.test.ts'],
              },
            },
          ]
        : []),
      ...(binDir === null
        ? []
        : [
            {
              resolve: { alias },
              test: {
                ...shared,
                name: 'debian',
                include: ON_OLDEST,
                exclude: [BOTH_WAYS, ...BY_ITSELF],
                globalSetup: ON_DEBIAN,
              },
            },
          ]),
    ],
  },
});

export default vitestConfig;

import { defineConfig } from 'vitest/config';
import { hasPgBouncer } from './test/support/pgbouncer.ts';
import { debianBinDir } from './test/support/postgres.ts';
import { ShuffledProjects } from './test/support/sequencer.ts';

const shared = {
  include: ['test/**/*.test.ts'],
  // Guards against what hangs, not measures: on a busy machine, all takes several times as long.
  testTimeout: 120_000,
  hookTimeout: 180_000,
  // Each file has a server and a database of its own; the modules, which keep nothing that one file
  // could pass to another, are loaded once per worker. It halves the work of the whole run.
  isolate: false,
};

// graphql ships two builds; vite would give our sources one and the libraries the other.
const alias = [{ find: /^graphql$/, replacement: 'graphql/index.js' }];

const ON_EMBEDDED = 'test/support/setup-embedded.ts';
const ON_DEBIAN = 'test/support/setup-debian.ts';

const WITHOUT_SHORT_CUTS = [
  ...[
    'browser',
    'client',
    'config',
    'dashboard',
    'docs',
    'examples',
    'hostile',
    'http',
    'input',
    'packages',
    'period',
  ],
  ...['pgbouncer', 'postgres', 'start', 'sweep', 'upgrade', 'webhook'],
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

/** Compares both ways itself. */
const BOTH_WAYS = 'test/graphql/inputs/**';

const SENDS_SHARED_STATEMENTS = ['database', 'graphql', 'properties'];

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
          exclude: ['test/pgbouncer/**'],
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
          // The others do not get as far as a short cut, have a database of their own, or set both themselves.
          exclude: [`test/{${WITHOUT_SHORT_CUTS.join(',')}}/**`, BOTH_WAYS, ...BY_ITSELF],
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
              // Statements that requests share are sent with the short cuts alone; the project `hostile` has the others.
              resolve: { alias },
              test: {
                ...shared,
                name: 'debian',
                include: [`test/{${SENDS_SHARED_STATEMENTS.join(',')}}/**/*.test.ts`],
                exclude: [BOTH_WAYS, ...BY_ITSELF],
                globalSetup: ON_DEBIAN,
              },
            },
          ]),
    ],
  },
});

export default vitestConfig;

import { defineConfig } from 'vitest/config';
import { debianBinDir } from './test/support/postgres.ts';

const shared = {
  include: ['test/**/*.test.ts'],
  // Guards against what hangs, not measures: on a busy machine, all takes several times as long.
  testTimeout: 120_000,
  hookTimeout: 180_000,
};

// graphql ships two builds; vite would give our sources one and the libraries the other.
const alias = [{ find: /^graphql$/, replacement: 'graphql/index.js' }];

const ON_EMBEDDED = 'test/support/setup-embedded.ts';
const ON_DEBIAN = 'test/support/setup-debian.ts';

const SENDS_SHARED_STATEMENTS = [
  'analytics',
  'database',
  'graphql',
  'properties',
  'recording',
  'statistics',
  'stored',
  'telematics',
  'token',
  'usage',
  'user',
];

const binDir = debianBinDir();
if (binDir === null)
  process.stdout.write("NOT RUN: the suites on Debian's PostgreSQL, which is not installed here\n");

const vitestConfig = defineConfig({
  test: {
    pool: 'threads',
    maxWorkers: 3,
    projects: [
      {
        resolve: { alias },
        test: { ...shared, name: 'embedded', globalSetup: ON_EMBEDDED },
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
          // These start no service that could take one, or have a database of their own.
          exclude: ['test/{config,postgres,start,browser}/**'],
        },
      },
      ...(binDir === null
        ? []
        : [
            {
              // Statements that requests share are sent with the short cuts alone.
              resolve: { alias },
              test: {
                ...shared,
                name: 'debian',
                include: [`test/{${SENDS_SHARED_STATEMENTS.join(',')}}/**/*.test.ts`],
                globalSetup: ON_DEBIAN,
              },
            },
          ]),
    ],
  },
});

export default vitestConfig;

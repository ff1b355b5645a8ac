import { defineConfig } from 'vitest/config';
import { hasPgBouncer } from './test/support/pgbouncer.ts';
import { debianBinDir } from './test/support/postgres.ts';

const shared = {
  include: ['test/**/*.test.ts'],
  testTimeout: 30_000,
  hookTimeout: 60_000,
};

// graphql ships two builds; vite would give our sources one and the libraries the other.
const alias = [{ find: /^graphql$/, replacement: 'graphql/index.js' }];

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
    projects: [
      {
        resolve: { alias },
        test: {
          ...shared,
          name: 'embedded',
          globalSetup: 'test/support/setup-embedded.ts',
          exclude: ['test/pgbouncer/**'],
        },
      },
      {
        // Once more with every short cut off: what they answer is what the plain way answers.
        resolve: { alias },
        test: {
          ...shared,
          name: 'plain',
          globalSetup: 'test/support/setup-embedded.ts',
          env: { TEST_SHORT_CUTS: 'false' },
          // These start no service that could take one.
          exclude: ['test/{config,pgbouncer,postgres}/**'],
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
                globalSetup: 'test/support/setup-debian.ts',
                exclude: ['test/{config,pgbouncer,postgres,start,browser}/**'],
              },
            },
          ]),
    ],
  },
});

export default vitestConfig;

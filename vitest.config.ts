import { defineConfig } from 'vitest/config';
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

const vitestConfig = defineConfig({
  test: {
    pool: 'threads',
    maxWorkers: 3,
    projects: [
      {
        resolve: { alias },
        test: { ...shared, name: 'embedded', globalSetup: 'test/support/setup-embedded.ts' },
      },
      {
        // Once more with every short cut off: what they answer is what the plain way answers.
        resolve: { alias },
        test: {
          ...shared,
          name: 'plain',
          globalSetup: 'test/support/setup-embedded.ts',
          env: { TEST_SHORT_CUTS: 'false' },
          // These start no service that could take one, or one with every setting.
          exclude: ['test/{config,postgres}/**', 'test/graphql/inputs/**'],
        },
      },
      ...(binDir === null
        ? []
        : [
            {
              resolve: { alias },
              test: {
                ...shared,
                name: 'debian',
                globalSetup: 'test/support/setup-debian.ts',
                exclude: ['test/{config,postgres,start,browser}/**'],
              },
            },
          ]),
    ],
  },
});

export default vitestConfig;

import './graphql.ts';
import { every } from '../../core/background-job.ts';
import type { TimeRange } from '../../core/time/range.ts';
import { byId, keyedLoader } from '../../kit/graphql/keyed-loader.ts';
import { loadUsage, loadUsageDays } from './service.ts';
import { forgetWriters } from './write.ts';

const WRITERS_MS = 3_600_000;

import type { Domain } from '../../kit/domain.ts';
import type { LoaderMakers, LoadersOf } from '../../kit/graphql/loaders.ts';

const loaders = {
  usage: ({ app }) => ({
    token: byId((ids) => loadUsage(app, 'token', ids)),
    user: byId((ids) => loadUsage(app, 'user', ids)),
  }),
  usageDays: ({ app }) => ({
    token: keyedLoader((ids, range: TimeRange) => loadUsageDays(app, 'token', { ids, range })),
    user: keyedLoader((ids, range: TimeRange) => loadUsageDays(app, 'user', { ids, range })),
  }),
} satisfies LoaderMakers;

declare module '../../kit/graphql/loaders.ts' {
  interface Loaders extends LoadersOf<typeof loaders> {}
}

export const usage: Domain = {
  name: 'usage',
  loaders,
  jobs: ({ app: { usage }, side: { rows } }) => ({
    usage: { run: usage.flush, unwritten: usage.unwritten },
    usageWriters: every(WRITERS_MS, () => forgetWriters(rows)),
  }),
};

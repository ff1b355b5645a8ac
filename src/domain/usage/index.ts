import './graphql.ts';
import { every } from '../../core/background-job.ts';
import { countNotice } from '../../core/notices.ts';
import type { TimeRange } from '../../core/time/range.ts';
import { byId, keyedLoader } from '../../kit/graphql/keyed-loader.ts';
import { usageMeter } from './meter.ts';
import { loadUsage, loadUsageDays } from './service.ts';
import { forgetWriters } from './write.ts';

const WRITERS_MS = 3_600_000;

import type { Domain, PartMakers, PartsOf } from '../../kit/domain.ts';
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

const parts = {
  usage: ({ side, log }) => usageMeter(side.rows, { log }),
} satisfies PartMakers;

declare module '../../kit/domain.ts' {
  interface DomainParts extends PartsOf<typeof parts> {}
}

export const usage: Domain = {
  name: 'usage',
  parts,
  notices: ({ usage }) => ({
    usage: () => countNotice(usage.setAside(), 'requests could not be counted; see the log'),
  }),
  loaders,
  jobs: ({ app: { usage }, side: { rows } }) => ({
    usage: { run: usage.flush, unwritten: usage.unwritten },
    usageWriters: every(WRITERS_MS, () => forgetWriters(rows)),
  }),
};

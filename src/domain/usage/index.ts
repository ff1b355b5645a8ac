import './graphql.ts';

import type DataLoader from 'dataloader';
import { every } from '../../core/background-job.ts';
import { countNotice } from '../../core/notices.ts';
import type { TimeRange } from '../../core/time/range.ts';
import type { Domain, PartMakers, PartsOf } from '../../kit/domain.ts';
import { keyedLoader } from '../../kit/graphql/keyed-loader.ts';
import type { LoaderMakers, LoadersOf } from '../../kit/graphql/loaders.ts';
import { ifThere } from '../../kit/graphql/row-loaders.ts';
import { usageMeter } from './meter.ts';
import { loadUsage, loadUsageDays, type Usage } from './service.ts';
import { forgetWriters } from './write.ts';

const WRITERS_MS = 3_600_000;

const OF_TOKENS = ifThere((app, ids) => loadUsage(app, 'token', ids));
const OF_USERS = ifThere((app, ids) => loadUsage(app, 'user', ids));
/** Of keys and users that were read before: neither ever goes. */
type UsageLoader = DataLoader<bigint, Usage>;

const loaders = {
  usage: (from) => ({
    token: OF_TOKENS(from) as UsageLoader,
    user: OF_USERS(from) as UsageLoader,
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
    usage: () => {
      const failure = usage.failure();
      if (failure !== null) return `${usage.unwritten()} requests are not written yet: ${failure}`;
      return countNotice(usage.setAside(), 'requests could not be counted; see the log');
    },
  }),
  loaders,
  jobs: ({ app: { usage }, side: { rows } }) => ({
    usage: { run: usage.flush, unwritten: usage.unwritten },
    usageWriters: every(WRITERS_MS, () => forgetWriters(rows)),
  }),
};

import './graphql.ts';
import type { Domain } from '../../kit/domain.ts';
import { analyticsRoutes } from './rest.ts';
import { summaryJob } from './summaries/job.ts';

export const analytics: Domain = {
  name: 'analytics',
  routes: analyticsRoutes,
  jobs: ({ app: { clock }, side: db }) => ({ summaries: summaryJob({ db, clock }) }),
};

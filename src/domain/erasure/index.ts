import './graphql.ts';
import { every } from '../../core/background-job.ts';
import type { Domain } from '../../kit/domain.ts';
import { eraseLeftovers } from './leftovers.ts';

const LEFTOVERS_MS = 10_000;

export const erasure: Domain = {
  name: 'erasure',
  jobs: ({ app: { vault, clock, sealer }, side: db }) => ({
    erasureLeftovers: every(LEFTOVERS_MS, () => eraseLeftovers({ db, vault, clock, sealer })),
  }),
};

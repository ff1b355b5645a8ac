import './graphql.ts';
import { every } from '../../core/background-job.ts';
import type { Domain, PartMakers, PartsOf } from '../../kit/domain.ts';
import { eraseLeftovers } from './leftovers.ts';
import { endLeftOpen } from './open-meetings.ts';
import { erasuresUnderWay } from './under-way.ts';

const LEFTOVERS_MS = 10_000;

const parts = {
  erasures: ({ log }) => erasuresUnderWay(log),
} satisfies PartMakers;

declare module '../../kit/domain.ts' {
  interface DomainParts extends PartsOf<typeof parts> {}
}

export const erasure: Domain = {
  name: 'erasure',
  parts,
  jobs: ({ app: { vault, clock, sealer, changes }, side: db }) => ({
    erasureLeftovers: every(LEFTOVERS_MS, () => eraseLeftovers({ db, vault, clock, sealer })),
    meetingsOfErased: every(LEFTOVERS_MS, () => endLeftOpen({ db, clock, changes })),
  }),
  close: async ({ erasures }) => erasures.logAll(),
};

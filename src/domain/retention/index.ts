import './graphql.ts';
import './graphql-mutations.ts';
import type { Domain, PartMakers, PartsOf } from '../../kit/domain.ts';
import { retentionJob } from './run.ts';
import { retentionState, watchRetention } from './state.ts';

const parts = {
  retention: () => retentionState(),
} satisfies PartMakers;

declare module '../../kit/domain.ts' {
  interface DomainParts extends PartsOf<typeof parts> {}
}

export const retention: Domain = {
  name: 'retention',
  parts,
  metrics: (metrics, app) => watchRetention(metrics, app.retention),
  jobs: ({ app: { vault, clock, sealer, config, log, retention: state }, side: db }) => ({
    retention: { run: retentionJob({ db, vault, clock, sealer, config, log, state }) },
  }),
};

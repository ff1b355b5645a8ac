import type { Domain, PartMakers, PartsOf } from '../../kit/domain.ts';
import { readiness } from './readiness.ts';
import { healthRoutes } from './rest.ts';

const parts = {
  isReady: ({ breaker, migrations, notices }) => readiness(breaker, migrations, notices),
} satisfies PartMakers;

declare module '../../kit/domain.ts' {
  interface DomainParts extends PartsOf<typeof parts> {}
}

export const health: Domain = {
  name: 'health',
  parts,
  routes: healthRoutes,
};

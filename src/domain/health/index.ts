import type { Domain, PartMakers, PartsOf } from '../../kit/domain.ts';
import { readiness } from './readiness.ts';
import { healthRoutes } from './rest.ts';
import { watchSchema } from './schema-watch.ts';

const parts = {
  isReady: ({ breaker, migrations, made, notices, log }) => {
    const schema = watchSchema({ rows: breaker.rows, made, log });
    breaker.onIncomplete(schema.suspect);
    return readiness(breaker, { migrations, schema, notices });
  },
} satisfies PartMakers;

declare module '../../kit/domain.ts' {
  interface DomainParts extends PartsOf<typeof parts> {}
}

export const health: Domain = {
  name: 'health',
  parts,
  routes: healthRoutes,
};

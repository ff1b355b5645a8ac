import './graphql.ts';
import type { Domain, PartMakers, PartsOf } from '../../kit/domain.ts';
import { clientWarnings } from './client-warnings.ts';

const parts = {
  clientWarnings: ({ log }) => clientWarnings({ log }),
} satisfies PartMakers;

declare module '../../kit/domain.ts' {
  interface DomainParts extends PartsOf<typeof parts> {}
}

export const clientWarningsDomain: Domain = { name: 'client-warnings', parts };

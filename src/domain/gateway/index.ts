import type { Domain, PartMakers, PartsOf } from '../../kit/domain.ts';
import { gatewayRoutes } from './rest.ts';
import { gatewayVerifier } from './verify.ts';

const parts = {
  gatewayKeys: ({ keys, verifier }) => gatewayVerifier(keys.rows, verifier),
} satisfies PartMakers;

declare module '../../kit/domain.ts' {
  interface DomainParts extends PartsOf<typeof parts> {}
}

export const gateway: Domain = {
  name: 'gateway',
  parts,
  routes: gatewayRoutes,
  jobs: ({ app }) => ({ gatewayKeysToNewPepper: { run: app.gatewayKeys.rehash } }),
};

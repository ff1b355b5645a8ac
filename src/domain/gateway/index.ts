import type { Domain } from '../../kit/domain.ts';
import { gatewayRoutes } from './rest.ts';

export const gateway: Domain = {
  name: 'gateway',
  routes: gatewayRoutes,
  jobs: ({ app }) => ({ gatewayKeysToNewPepper: { run: app.gatewayKeys.rehash } }),
};

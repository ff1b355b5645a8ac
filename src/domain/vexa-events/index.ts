import type { Domain } from '../../kit/domain.ts';
import { vexaEventRoutes } from './rest.ts';

export const vexaEvents: Domain = {
  name: 'vexa-events',
  routes: vexaEventRoutes,
};

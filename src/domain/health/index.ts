import type { Domain } from '../../kit/domain.ts';
import { healthRoutes } from './rest.ts';

export const health: Domain = {
  name: 'health',
  routes: healthRoutes,
};

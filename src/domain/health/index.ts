import type { Domain } from '../domain.ts';
import { healthRoutes } from './rest.ts';

export const health: Domain = {
  name: 'health',
  routes: healthRoutes,
};

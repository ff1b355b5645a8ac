import './graphql.ts';
import type { Domain } from '../domain.ts';
import { analyticsRoutes } from './rest.ts';

export const analytics: Domain = {
  name: 'analytics',
  routes: analyticsRoutes,
};

import './graphql.ts';
import type { Domain } from '../../kit/domain.ts';
import { analyticsRoutes } from './rest.ts';

export const analytics: Domain = {
  name: 'analytics',
  routes: analyticsRoutes,
};

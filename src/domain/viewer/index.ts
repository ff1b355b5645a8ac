import './graphql.ts';
import type { Domain } from '../../kit/domain.ts';
import { authRoutes } from './rest.ts';

export const viewer: Domain = {
  name: 'viewer',
  routes: authRoutes,
};

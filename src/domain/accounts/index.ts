import './graphql-mutations.ts';
import type { Domain } from '../../kit/domain.ts';
import { userRoutes } from './rest.ts';
import { accountRoutes } from './rest-accounts.ts';

export const accounts: Domain = {
  name: 'accounts',
  routes: [...userRoutes, ...accountRoutes],
};

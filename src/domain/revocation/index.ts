import './graphql-families.ts';
import type { Domain } from '../../kit/domain.ts';
import { familyRoutes } from './rest-families.ts';

export const revocation: Domain = {
  name: 'revocation',
  routes: familyRoutes,
};

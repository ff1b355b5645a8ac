import './graphql.ts';
import type { Domain } from '../domain.ts';

export const live: Domain = {
  name: 'live',
};

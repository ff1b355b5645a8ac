import './graphql.ts';
import type { Domain } from '../../kit/domain.ts';

export const live: Domain = {
  name: 'live',
};

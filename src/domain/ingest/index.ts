import './graphql-mutations.ts';
import type { Domain } from '../../kit/domain.ts';

export const ingest: Domain = {
  name: 'ingest',
};

import './graphql-mutations.ts';
import type { Domain } from '../domain.ts';

export const ingest: Domain = {
  name: 'ingest',
};

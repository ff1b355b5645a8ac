import './graphql.ts';
import type { Domain } from '../../kit/domain.ts';
import { byId } from '../../kit/graphql/keyed-loader.ts';
import type { LoaderMakers, LoadersOf } from '../../kit/graphql/loaders.ts';
import { telematicsRoutes } from './rest.ts';
import { loadPerformance, loadTranscripts } from './service.ts';

const loaders = {
  performance: ({ read }) => byId((ids) => loadPerformance(read, ids)),
  transcript: (from) => byId((ids) => loadTranscripts(from, ids)),
} satisfies LoaderMakers;

declare module '../../kit/graphql/loaders.ts' {
  interface Loaders extends LoadersOf<typeof loaders> {}
}

export const telematics: Domain = {
  name: 'telematics',
  loaders,
  routes: telematicsRoutes,
};

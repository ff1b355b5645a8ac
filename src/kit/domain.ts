import type { App } from '../core/app.ts';
import type { BackgroundJobs } from '../core/background-job.ts';
import type { PlainDatabase } from '../data/database.ts';
import type { LoaderMakers } from './graphql/loaders.ts';
import type { NodeKind } from './graphql/node-queries.ts';
import type { Route } from './rest/route.ts';

/**
 * What a domain adds to the service: the `index.ts` of its folder says it, and nothing else has to be
 * changed but the list in `domains.ts`. Its GraphQL types are added by importing the files that build them.
 */
export type Domain = {
  /** That of its folder. */
  readonly name: string;
  readonly loaders?: LoaderMakers;
  /** What `node` and `nodes` find. */
  readonly nodes?: readonly NodeKind[];
  /** In the order of the documentation. */
  readonly routes?: readonly Route[];
  readonly jobs?: (from: JobSource) => BackgroundJobs;
};

type JobSource = {
  readonly app: App;
  /** Connections of the background's own: it takes none from requests. */
  readonly side: PlainDatabase;
};

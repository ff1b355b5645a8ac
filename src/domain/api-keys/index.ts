import './graphql-queries.ts';
import './graphql-mutations.ts';
import './graphql-lineage.ts';
import './graphql-verify.ts';
import type { Domain } from '../../kit/domain.ts';
import type { LoaderMakers, LoadersOf } from '../../kit/graphql/loaders.ts';
import { nodeKind } from '../../kit/graphql/node-queries.ts';
import { bySuccession, ifThere } from '../../kit/graphql/row-loaders.ts';
import { ApiTokenRef } from './graphql.ts';
import { loadTokenSuccessors } from './lineage.ts';
import { tokenRoutes } from './rest.ts';
import type { Token } from './rows.ts';
import { loadTokens } from './service.ts';

const loaders = {
  token: ifThere<Token>(loadTokens),
  /** What replaced a key; null where nothing did. */
  tokenSuccessor: ({ app }) => bySuccession((ids) => loadTokenSuccessors(app, ids)),
} satisfies LoaderMakers;

declare module '../../kit/graphql/loaders.ts' {
  interface Loaders extends LoadersOf<typeof loaders> {}
}

declare module '../../kit/graphql/ids.ts' {
  interface NodeTypes {
    readonly ApiToken: true;
  }
}

export const apiKeys: Domain = {
  name: 'api-keys',
  loaders,
  nodes: [
    nodeKind({
      type: 'ApiToken',
      ref: ApiTokenRef,
      load: ({ token }, id) => token.load(id),
      seenBy: 'ADMIN',
      ownerOf: ({ userId }) => userId,
    }),
  ],
  routes: tokenRoutes,
};

import './graphql-mutations.ts';
import './graphql-update.ts';
import type { Domain } from '../../kit/domain.ts';
import type { LoaderMakers, LoadersOf } from '../../kit/graphql/loaders.ts';
import { nodeKind } from '../../kit/graphql/node-queries.ts';
import { bySuccession, ifThere } from '../../kit/graphql/row-loaders.ts';
import { AdminKeyRef } from './graphql.ts';
import { loadAdminKeys } from './read.ts';
import { loadAdminKeySuccessors } from './service.ts';

const loaders = {
  adminKey: ifThere(loadAdminKeys),
  adminKeySuccessor: ({ app }) => bySuccession((ids) => loadAdminKeySuccessors(app, ids)),
} satisfies LoaderMakers;

declare module '../../kit/graphql/loaders.ts' {
  interface Loaders extends LoadersOf<typeof loaders> {}
}

declare module '../../kit/graphql/ids.ts' {
  interface NodeTypes {
    readonly AdminKey: true;
  }
}

export const adminKeys: Domain = {
  name: 'admin-keys',
  loaders,
  nodes: [
    nodeKind({
      type: 'AdminKey',
      ref: AdminKeyRef,
      load: ({ adminKey }, id) => adminKey.load(id),
      seenBy: 'ADMIN',
    }),
  ],
};

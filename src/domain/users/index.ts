import DataLoader from 'dataloader';
import { ifThere } from '../../kit/graphql/row-loaders.ts';
import { UserRef } from './graphql.ts';
import './graphql-queries.ts';
import type { Domain } from '../../kit/domain.ts';
import type { LoaderMakers, LoadersOf } from '../../kit/graphql/loaders.ts';
import { nodeKind } from '../../kit/graphql/node-queries.ts';
import type { User } from './rows.ts';
import { loadOwners, readUsers } from './service.ts';

const OWNERS = ifThere(loadOwners);

const loaders = {
  user: ({ app }) => new DataLoader((ids: readonly bigint[]) => readUsers(app, ids)),
  /** Deleted users, too: the database sees to it that every owner exists. */
  owner: (from) => OWNERS(from) as DataLoader<bigint, User>,
} satisfies LoaderMakers;

declare module '../../kit/graphql/loaders.ts' {
  interface Loaders extends LoadersOf<typeof loaders> {}
}

declare module '../../kit/graphql/ids.ts' {
  interface NodeTypes {
    readonly User: true;
  }
}

export const users: Domain = {
  name: 'users',
  loaders,
  nodes: [
    nodeKind({
      type: 'User',
      ref: UserRef,
      load: ({ user }, id) => user.load(id),
      seenBy: 'ANALYTICS',
      ownerOf: ({ id }) => id,
    }),
  ],
};

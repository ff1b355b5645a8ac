import './graphql-mutations.ts';
import type { Domain } from '../../kit/domain.ts';
import type { LoaderMakers, LoadersOf } from '../../kit/graphql/loaders.ts';
import { nodeKind } from '../../kit/graphql/node-queries.ts';
import { ifThere } from '../../kit/graphql/row-loaders.ts';
import { LegalHoldRef } from './graphql.ts';
import { loadHolds } from './service.ts';

const loaders = {
  legalHold: ifThere(loadHolds),
} satisfies LoaderMakers;

declare module '../../kit/graphql/loaders.ts' {
  interface Loaders extends LoadersOf<typeof loaders> {}
}

declare module '../../kit/graphql/ids.ts' {
  interface NodeTypes {
    readonly LegalHold: true;
  }
}

export const legalHolds: Domain = {
  name: 'legal-holds',
  loaders,
  nodes: [
    nodeKind({
      type: 'LegalHold',
      ref: LegalHoldRef,
      load: ({ legalHold }, id) => legalHold.load(id),
      seenBy: 'ADMIN',
    }),
  ],
};

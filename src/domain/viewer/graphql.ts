import { builder } from '../../kit/graphql/builder.ts';
import { hasAccess, type Viewer } from '../../security/callers/viewer.ts';
import { ApiTokenRef } from '../api-keys/graphql.ts';
import { UserRef } from '../users/graphql.ts';

const AccessRef = builder.enumType('Access', {
  description: 'What the headers of a request can prove.',
  values: {
    ADMIN: { description: 'An operator, or a key of a user whose role is ADMIN: full access.' },
    ANALYTICS: {
      description: "An operator's read-only key: users, meetings and figures, no keys.",
    },
    USER: {
      description: "A user's key: that user's own data, within the scopes of the key.",
    },
  } as const,
});

const ViewerRef = builder.objectRef<Viewer>('Viewer').implement({
  description: 'The caller, as proved by the headers.',
  fields: (t) => ({
    access: t.field({
      type: [AccessRef],
      description: 'All access levels that the headers prove; empty without a key.',
      resolve: (viewer) =>
        (['ADMIN', 'ANALYTICS', 'USER'] as const).filter((access) => hasAccess(viewer, access)),
    }),
    user: t.field({
      type: UserRef,
      nullable: true,
      description: 'The user who owns the key in `X-API-Key`; null without that header.',
      resolve: ({ holder }) => holder && { ...holder.user, data: null },
    }),
    token: t.field({
      type: ApiTokenRef,
      nullable: true,
      description: 'The key in `X-API-Key`; null without that header.',
      resolve: ({ holder }, _args, { loaders }) =>
        holder === null ? null : loaders.token.load(holder.tokenId),
    }),
    adminKeyName: t.string({
      nullable: true,
      description: 'The name of the key in `X-Admin-API-Key`; null without that header.',
      resolve: ({ operator }) => operator?.keyName ?? null,
    }),
  }),
});

builder.queryField('viewer', (t) =>
  t.field({
    type: ViewerRef,
    access: { requires: 'ANYONE' },
    description: 'The caller, as proved by the headers. Use it to test a key.',
    resolve: (_root, _args, { viewer }) => viewer,
  }),
);

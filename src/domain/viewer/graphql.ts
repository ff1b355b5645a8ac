import { builder } from '../../kit/graphql/builder.ts';
import { hasAccess, type Login, type Viewer } from '../../security/callers/viewer.ts';
import { setsRequestLimits } from '../../security/keys/rate-limit.ts';
import { ApiTokenRef, knownScopes, TokenScope } from '../api-keys/graphql.ts';
import { managesKeys, mintableScopes } from '../api-keys/self-service.ts';
import { UserRef } from '../users/graphql.ts';

export const AccessRef = builder.enumType('Access', {
  description: 'What the headers of a request can prove.',
  values: {
    ADMIN: {
      description:
        'An operator, a key of a user whose role is ADMIN, or a token of a sign-in provider that grants it: full access.',
    },
    ANALYTICS: {
      description: "An operator's read-only key: users, meetings and figures, no keys.",
    },
    USER: {
      description: "A user's key: that user's own data, within the scopes of the key.",
    },
  } as const,
});

const LoginRef = builder.objectRef<Login>('Login').implement({
  description: 'The person or program that a token of a sign-in provider names.',
  fields: (t) => ({
    provider: t.exposeString('provider', {
      description: 'The name of the provider in the settings; `link` after a sign-in link.',
    }),
    subject: t.exposeString('subject', {
      description:
        "The provider's permanent id of the person or program: the claim `sub`; of Entra ID, `oid`. After a sign-in link, the id of the user.",
    }),
    name: t.exposeString('name', {
      nullable: true,
      description: 'The name, if the token has one.',
    }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      description:
        'When the token is refused, clock skew included. After a sign-in link, when the session ends.',
    }),
  }),
});

export const ViewerRef = builder.objectRef<Viewer>('Viewer').implement({
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
      description:
        'The user who owns the key in `X-API-Key`, or whom a token of a sign-in provider names; null without one.',
      resolve: ({ holder }) => holder && { ...holder.user, data: null },
    }),
    token: t.field({
      type: ApiTokenRef,
      nullable: true,
      description: 'The key in `X-API-Key`; null without that header.',
      resolve: ({ holder }, _args, { loaders }) =>
        holder?.tokenId == null ? null : loaders.token.load(holder.tokenId),
    }),
    adminKeyName: t.string({
      nullable: true,
      description: 'The name of the key in `X-Admin-API-Key`; null without that header.',
      resolve: ({ operator }) => (operator?.login ? null : (operator?.keyName ?? null)),
    }),
    login: t.field({
      type: LoginRef,
      nullable: true,
      description:
        'Whom the token of a sign-in provider names, in `Authorization` or in the session of a browser, or who signed in with a link; null for keys.',
      resolve: ({ operator, holder }) => operator?.login ?? holder?.login ?? null,
    }),
  }),
});

builder.objectFields(ViewerRef, (t) => ({
  scopes: t.field({
    type: [TokenScope],
    description:
      'The scopes of the key in `X-API-Key`, or of the token of a sign-in provider; empty for an operator.',
    resolve: ({ holder }) => knownScopes(holder?.scopes ?? []),
  }),
  managesKeys: t.boolean({
    description:
      'Whether the caller may mint keys, and rotate others than the key that it sends: an admin those of all users, a user who is signed in with a browser its own, unless its role is ADMIN. A signed-in user of any role may revoke its keys and finish their rotations.',
    resolve: managesKeys,
  }),
  mintableScopes: t.field({
    type: [TokenScope],
    description:
      'The scopes that the caller may give to a key that it mints; empty if it may mint none.',
    resolve: (viewer, _args, { app }) => knownScopes(mintableScopes(app, viewer)),
  }),
  maxKeyLifetime: t.field({
    type: 'BigInt',
    nullable: true,
    description:
      "How many seconds a user's key may work, counted from when it is made or its end is set (`TOKEN_MAX_LIFETIME`); null: no limit.",
    resolve: (_viewer, _args, { app }) => {
      const { maxLifetime } = app.config.token;
      return maxLifetime === null ? null : BigInt(maxLifetime);
    },
  }),
  setsRequestLimits: t.boolean({
    description:
      "Whether the caller may set the request limits of users' keys and of other admin keys: an admin with the right of an operator, not with a user's key or an admin key that depends on a user.",
    resolve: (viewer) => setsRequestLimits({ viewer }),
  }),
}));

builder.queryField('viewer', (t) =>
  t.field({
    type: ViewerRef,
    access: { requires: 'ANYONE' },
    description: 'The caller, as proved by the headers. Use it to test a key.',
    resolve: (_root, _args, { viewer }) => viewer,
  }),
);

import { isScope, SCOPES, type Scope } from '../../core/scopes.ts';
import { builder } from '../../kit/graphql/builder.ts';
import { reads } from '../../kit/graphql/column-selection.ts';
import { encodeId } from '../../kit/graphql/ids.ts';
import { NodeRef } from '../../kit/graphql/node.ts';
import { restIs } from '../../kit/graphql/open-enums.ts';
import { keyStatus } from '../../security/keys/working.ts';
import { UsageRef } from '../usage/graphql.ts';
import { UserRef } from '../users/graphql.ts';
import { TOKEN_ACCESS } from './access.ts';
import type { Token } from './rows.ts';

export const NEWER_SCOPE = 'other';

export const TokenScope = builder.enumType('TokenScope', {
  extensions: restIs('OTHER'),
  description: 'What a key may be used for on the platform.',
  values: {
    BOT: { value: 'bot', description: 'Send and manage bots, read meetings.' },
    TX: { value: 'tx', description: 'Read and write transcripts, read meetings.' },
    BROWSER: { value: 'browser', description: 'Use browser sessions.' },
    OTHER: { value: NEWER_SCOPE, description: 'A scope that this version does not support.' },
  } as const satisfies Record<Uppercase<Scope> | 'OTHER', { value: string; description: string }>,
});

export const TokenStatus = builder.enumType('TokenStatus', {
  description: 'Whether a key works.',
  values: {
    ACTIVE: { description: 'It works.' },
    RETIRING: { description: 'It was replaced and still works until its overlap ends.' },
    EXPIRED: { description: 'It has expired.' },
    REVOKED: { description: 'It was revoked.' },
  } as const,
});

export const ApiTokenRef = builder.objectRef<Token>('ApiToken').implement({
  description: "A user's API key. Its secret is shown once, when it is created, and never again.",
  interfaces: [NodeRef],
  fields: (t) => ({
    id: t.id({
      description: 'Opaque id, unique across all types.',
      ...reads<Token>('id'),
      resolve: ({ id }) => encodeId('ApiToken', id),
    }),
    databaseId: t.expose('id', {
      type: 'BigInt',
      description: 'The numeric id of this key in the REST API.',
    }),
    user: t.field({
      type: UserRef,
      access: TOKEN_ACCESS.user,
      description: 'The user who owns the key.',
      ...reads<Token>('userId'),
      resolve: ({ userId }, _args, { loaders }) => loaders.owner.load(userId),
    }),
    name: t.exposeString('name', {
      nullable: true,
      description: 'The name given when it was created.',
    }),
    hint: t.exposeString('hint', {
      description:
        'Its prefix and last four characters: enough to recognise the key, not to use it.',
    }),
    scopes: t.field({
      type: [TokenScope],
      description: 'The scopes of the key.',
      ...reads<Token>('scopes'),
      resolve: ({ scopes }) => knownScopes(scopes),
    }),
    status: t.field({
      type: TokenStatus,
      description: 'Whether it works.',
      ...reads<Token>('revokedAt', 'expiresAt', 'retiresAt', 'readAt'),
      resolve: (token, _args, { app }) => keyStatus(token, app.clock),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was minted.' }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it expires; null if never.',
    }),
    revokedAt: t.expose('revokedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was revoked; null if it was not.',
    }),
    lastUsedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was last used; null before the first use.',
      ...reads<Token & { readonly lastUse: Date | null }>('lastUse'),
      resolve: ({ id, lastUsedAt }, _args, { loaders }) =>
        lastUsedAt === undefined
          ? loaders.usage.token.load(id).then((usage) => usage.lastUsedAt)
          : lastUsedAt,
    }),
    lastUsedIp: t.string({
      nullable: true,
      description:
        'The address of the last use; null if unknown. Calls validated for a gateway record no address.',
      resolve: async ({ id }, _args, { loaders }) =>
        (await loaders.usage.token.load(id)).lastUsedIp,
    }),
    retiresAt: t.expose('retiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it stops working after its rotation; null if it was not rotated.',
    }),
    generation: t.expose('generation', {
      type: 'PositiveInt',
      description: '1 for the first key; each rotation adds one.',
    }),
    isImported: t.exposeBoolean('isImported', {
      description:
        'Whether it was imported, or replaces an imported key. It then never counts as an admin key, whatever the role of its user.',
    }),
    rateLimit: t.field({
      type: 'PositiveInt',
      nullable: true,
      access: TOKEN_ACCESS.rateLimit,
      description:
        'How many requests per minute the key may send, together with all keys of its lineage, if an operator set a limit; null: the default from the settings. The sessions of a user and all keys that it minted itself count together.',
      ...reads<Token>('rateLimit', 'userId'),
      resolve: ({ rateLimit }) => rateLimit,
    }),
    usage: t.field({
      type: UsageRef,
      cost: { base: 50, weight: 5 },
      description: 'The usage of this key alone, without the keys it replaced.',
      resolve: ({ id }) => ({ of: 'token' as const, id }),
    }),
  }),
});

/** Each once, in one order; those that are not known here as one. */
export function knownScopes(scopes: readonly string[]): (Scope | typeof NEWER_SCOPE)[] {
  const known = [...new Set(scopes.filter(isScope))].sort(byRank);
  return scopes.every(isScope) ? known : [...known, NEWER_SCOPE];
}

function byRank(one: Scope, other: Scope): number {
  return SCOPES.indexOf(one) - SCOPES.indexOf(other);
}

builder.objectFields(ApiTokenRef, (t) => ({
  replaces: t.field({
    type: ApiTokenRef,
    nullable: true,
    description: 'The key that it replaced; null for the first key.',
    resolve: ({ replacesId }, _args, { loaders }) =>
      replacesId === null ? null : loaders.token.load(replacesId),
  }),
  replacedBy: t.field({
    type: ApiTokenRef,
    nullable: true,
    description: 'The key that replaced it; null if none did, or if the rotation was cancelled.',
    resolve: ({ id, retiresAt }, _args, { loaders }) =>
      retiresAt === null ? null : loaders.tokenSuccessor.load(id),
  }),
}));

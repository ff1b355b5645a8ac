import { isScope, SCOPES, type Scope } from '../../core/scopes.ts';
import { builder } from '../../kit/graphql/builder.ts';
import { reads } from '../../kit/graphql/column-selection.ts';
import { encodeId } from '../../kit/graphql/ids.ts';
import { NodeRef } from '../../kit/graphql/node.ts';
import { restIs } from '../../kit/graphql/open-enums.ts';
import { UsageRef } from '../usage/graphql.ts';
import { UserRef } from '../users/graphql.ts';
import { TOKEN_ACCESS } from './access.ts';
import type { Token } from './rows.ts';
import { statusOf } from './service.ts';

export const NEWER_SCOPE = 'other';

export const TokenScope = builder.enumType('TokenScope', {
  extensions: restIs('OTHER'),
  description: 'What a key may be used for on the platform.',
  values: {
    BOT: { value: 'bot', description: 'Send and manage bots, read meetings.' },
    TX: { value: 'tx', description: 'Read and write transcripts, read meetings.' },
    BROWSER: { value: 'browser', description: 'Use browser sessions.' },
    OTHER: { value: NEWER_SCOPE, description: 'A scope that this version does not know.' },
  } as const satisfies Record<Uppercase<Scope> | 'OTHER', { value: string; description: string }>,
});

export const TokenStatus = builder.enumType('TokenStatus', {
  description: 'Whether a key works.',
  values: {
    ACTIVE: { description: 'It works.' },
    RETIRING: { description: 'It was replaced and still works, until its overlap ends.' },
    EXPIRED: { description: 'Its time is over.' },
    REVOKED: { description: 'It was ended, for good.' },
  } as const,
});

export const ApiTokenRef = builder.objectRef<Token>('ApiToken').implement({
  description: 'An API key of a user. Its text is shown once, when it is minted, and never again.',
  interfaces: [NodeRef],
  fields: (t) => ({
    id: t.id({
      description: 'Opaque id, unique among all things.',
      ...reads<Token>('id'),
      resolve: ({ id }) => encodeId('ApiToken', id),
    }),
    databaseId: t.expose('id', {
      type: 'BigInt',
      description: 'The id of this key in REST.',
    }),
    user: t.field({
      type: UserRef,
      access: TOKEN_ACCESS.user,
      description: 'Whose key it is.',
      ...reads<Token>('userId'),
      resolve: ({ userId }, _args, { loaders }) => loaders.owner.load(userId),
    }),
    name: t.exposeString('name', {
      nullable: true,
      description: 'What it was called when it was minted.',
    }),
    hint: t.exposeString('hint', {
      description:
        'Its prefix and last four characters: enough to recognise it, useless to use it.',
    }),
    scopes: t.field({
      type: [TokenScope],
      description: 'What it may be used for, each once.',
      ...reads<Token>('scopes'),
      resolve: ({ scopes }) => {
        const known = [...new Set(scopes.filter(isScope))].sort(byRank);
        return scopes.every(isScope) ? known : ([...known, NEWER_SCOPE] as const);
      },
    }),
    status: t.field({
      type: TokenStatus,
      description: 'Whether it works.',
      ...reads<Token>('revokedAt', 'expiresAt', 'retiresAt', 'readAt'),
      resolve: (token, _args, { app }) => statusOf(token, app.clock),
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was minted.' }),
    expiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it stops working; null is never.',
    }),
    revokedAt: t.expose('revokedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was ended; null while it was not.',
    }),
    lastUsedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was last used; null before its first use.',
      resolve: async ({ id }, _args, { loaders }) =>
        (await loaders.usage.token.load(id)).lastUsedAt,
    }),
    lastUsedIp: t.string({
      nullable: true,
      description:
        'The address from which it was last used; null while none is known. Calls that a gateway asked about show no address.',
      resolve: async ({ id }, _args, { loaders }) =>
        (await loaders.usage.token.load(id)).lastUsedIp,
    }),
    retiresAt: t.expose('retiresAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it stops working because it was replaced; null while it was not.',
    }),
    generation: t.expose('generation', {
      type: 'PositiveInt',
      description: '1 for a first key; each rotation adds one.',
    }),
    isImported: t.exposeBoolean('isImported', {
      description:
        'Whether it came by an import, or replaces a key that did: then it never counts as an admin key, whatever the role of its user.',
    }),
    rateLimit: t.field({
      type: 'PositiveInt',
      nullable: true,
      access: TOKEN_ACCESS.rateLimit,
      description:
        'How many requests it may send in a minute, together with all keys of its lineage, where an operator said so; null: what the settings say.',
      ...reads<Token>('rateLimit', 'userId'),
      resolve: ({ rateLimit }) => rateLimit,
    }),
    usage: t.field({
      type: UsageRef,
      cost: { base: 50, weight: 5 },
      description: 'How much it was used: this generation alone.',
      resolve: ({ id }) => ({ of: 'token' as const, id }),
    }),
  }),
});

function byRank(one: Scope, other: Scope): number {
  return SCOPES.indexOf(one) - SCOPES.indexOf(other);
}

builder.objectFields(ApiTokenRef, (t) => ({
  replaces: t.field({
    type: ApiTokenRef,
    nullable: true,
    description: 'The key that it took the place of; null for a first key.',
    resolve: ({ replacesId }, _args, { loaders }) =>
      replacesId === null ? null : loaders.token.load(replacesId),
  }),
  replacedBy: t.field({
    type: ApiTokenRef,
    nullable: true,
    description: 'The key that took its place; null while none did, or when that was taken back.',
    resolve: ({ id, retiresAt }, _args, { loaders }) =>
      retiresAt === null ? null : loaders.tokenSuccessor.load(id),
  }),
}));

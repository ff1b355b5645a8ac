import { z } from 'zod';
import { jsonAnswer, NO_CONTENT } from '../../core/http/exchange.ts';
import { parseInput } from '../../core/input/issues.ts';
import { text } from '../../core/input/rules.ts';
import { SCOPES } from '../../core/scopes.ts';
import { issuePlace, withRequestPaths } from '../../kit/rest/issue-path.ts';
import { rowId, takesSeveral } from '../../kit/rest/parameters.ts';
import { route } from '../../kit/rest/route.ts';
import { getUser } from '../users/service.ts';
import { mintTokenIdempotently } from './idempotency.ts';
import { mintInput, tokenRules } from './input.ts';
import { revokeToken } from './lineage.ts';
import { newTokenBody, tokenBody, tokenSchema } from './rest-body.ts';
import { listLiveTokens } from './service.ts';

const tag = 'Keys';
const access = { requires: 'OPERATOR' } as const;
const pathParameters = z.object({ user_id: rowId('The id of the user who will own the key.') });
const NO_USER = { description: 'The user does not exist: `User not found`.' };

const scope = text({ max: 255 })
  .meta({ override: { type: 'string', enum: [...SCOPES] } })
  .nullish()
  .meta({ description: 'One scope. Default: `bot`.', param: { example: 'bot' } });
const name = tokenRules.name.nullish().meta({
  description: 'The name of the key, at most 255 characters.',
  param: { example: 'laptop' },
});
const expires_in = tokenRules.expiresIn.nullish().meta({
  description: 'The lifetime in seconds, from 1. Omitted: until it is revoked.',
  param: { example: 86_400 },
});

const mint = route({
  method: 'POST',
  path: '/admin/users/{user_id}/tokens',
  operationId: 'createToken',
  tag,
  access,
  summary: 'Create a key',
  description:
    'Creates a key for a user. Only this response contains its secret. Input may be in the query or in the body; the body takes precedence, and unknown fields in it are refused. Unknown scopes: 422 with `Invalid scope(s): …`.',
  pathParameters,
  query: z.object({
    scope,
    scopes: text({ max: 1_000 })
      .optional()
      .meta({
        description:
          'Several scopes, `bot`, `tx` or `browser`, separated by commas or each in a parameter of its own; takes precedence over `scope`.',
        param: { example: 'bot,tx' },
      })
      .register(takesSeveral, {}),
    name,
    expires_in,
  }),
  body: z.strictObject({
    scope,
    scopes: z
      .array(z.string().meta({ override: { enum: [...SCOPES] } }))
      .nullish()
      .describe('Several scopes; takes precedence over `scope`.'),
    name,
    expires_in,
  }),
  bodyExample: { scopes: ['bot', 'tx'], name: 'laptop', expires_in: 86_400 },
  idempotencyKey: 'HONOURED',
  responses: {
    201: { description: 'The key, with its secret in `token`.', schema: tokenSchema },
    404: NO_USER,
    409: {
      description:
        'The user has reached the limit of working keys; a key and its replacements count as one.',
    },
  },
  handle: async (context, { path, ...sent }) => {
    const { query, body } = sent;
    const places = {
      scopes: issuePlace(sent, ['scopes', 'scope']),
      name: issuePlace(sent, ['name']),
      expiresIn: issuePlace(sent, ['expires_in']),
    };
    const { token, secret } = await withRequestPaths(places, async () => {
      const input = parseInput(mintInput, {
        scopes:
          scopesOf(body.scopes ?? undefined, body.scope) ??
          scopesOf(query.scopes?.split(','), query.scope),
        name: body.name ?? query.name,
        expiresIn: body.expires_in ?? query.expires_in,
      });
      const ask = { operation: `POST /admin/users/${path.user_id}/tokens`, request: input };
      const requested = { app: context.app, caller: context, ask };
      return await mintTokenIdempotently(requested, path.user_id, input);
    });
    return jsonAnswer(201, newTokenBody(token, secret));
  },
});

function scopesOf(
  several: readonly string[] | undefined,
  one: string | null | undefined,
): string[] | undefined {
  if (several !== undefined)
    return several.map((word) => word.trim()).filter((word) => word !== '');
  return one == null ? undefined : [one];
}

const list = route({
  method: 'GET',
  path: '/admin/users/{user_id}/tokens',
  operationId: 'listTokens',
  tag,
  access,
  summary: "List a user's keys",
  description: 'The keys that are not revoked, oldest first. Their secrets are masked.',
  pathParameters,
  responses: {
    200: { description: 'The keys, as a plain list.', schema: z.array(tokenSchema) },
    404: NO_USER,
  },
  handle: async ({ app }, { path }) => {
    const user = await getUser(app, path.user_id);
    return jsonAnswer(200, (await listLiveTokens(app, user.id)).map(tokenBody));
  },
});

const revoke = route({
  method: 'DELETE',
  path: '/admin/tokens/{token_id}',
  operationId: 'revokeToken',
  tag,
  access,
  summary: 'Revoke a key',
  description: 'Revokes a key at once, in every process. This cannot be undone.',
  pathParameters: z.object({ token_id: rowId('The id of the key.') }),
  responses: {
    204: { description: 'The key no longer works.' },
    404: { description: 'The key does not exist or was already revoked: `Token not found`.' },
  },
  handle: async (context, { path }) => {
    await revokeToken(context.app, context, path.token_id);
    return NO_CONTENT;
  },
});

export const tokenRoutes = [mint, list, revoke];

import { z } from 'zod';
import { jsonAnswer } from '../../core/http/exchange.ts';
import { field } from '../../kit/rest/fields.ts';
import { rowId } from '../../kit/rest/parameters.ts';
import { route } from '../../kit/rest/route.ts';
import type { Token } from '../api-keys/rows.ts';
import { revokeAllTokens, revokeTokenLineage } from './families.ts';

const tag = 'Keys';
const access = { requires: 'OPERATOR' } as const;

const OPERATORS = { rule: { requires: 'ADMIN' } } as const;

const revokedSchema = z
  .object({
    revoked: field(
      null,
      z.int().describe('How many keys this call revoked; 0 if none were left.'),
      OPERATORS,
    ),
    token_ids: field(null, z.array(z.int()).describe('Their ids, oldest first.'), OPERATORS),
  })
  .meta({ id: 'RevokedTokens', description: 'The keys that a call revoked.' });

function revokedBody(tokens: readonly Token[]) {
  return { revoked: tokens.length, token_ids: tokens.map(({ id }) => Number(id)) };
}

const revokeLineage = route({
  method: 'POST',
  path: '/admin/tokens/{token_id}/revoke-lineage',
  operationId: 'revokeTokenLineage',
  tag,
  access,
  summary: 'Revoke a key with all its generations',
  description:
    'Revokes a key together with all keys that it replaced and that replaced it, at once, in every process. This cannot be undone; repeating it has no further effect.',
  pathParameters: z.object({ token_id: rowId('The id of any key of the lineage.') }),
  responses: {
    200: { description: 'All keys of the lineage are revoked.', schema: revokedSchema },
    404: { description: 'The key does not exist: `Token not found`.' },
  },
  handle: async (context, { path }) =>
    jsonAnswer(200, revokedBody(await revokeTokenLineage(context.app, context, path.token_id))),
});

const revokeAll = route({
  method: 'DELETE',
  path: '/admin/users/{user_id}/tokens',
  operationId: 'revokeAllTokens',
  tag,
  access,
  summary: "Revoke all of a user's keys",
  description:
    'Revokes all keys of a user at once, in every process, and the admin keys that depend on its administrator role, and ends its sessions of browsers and its sign-in link. This cannot be undone; repeating it has no further effect. The user stays.',
  pathParameters: z.object({ user_id: rowId('The id of the user.') }),
  responses: {
    200: { description: 'All keys of the user are revoked.', schema: revokedSchema },
    404: { description: 'The user does not exist: `User not found`.' },
  },
  handle: async (context, { path }) =>
    jsonAnswer(200, revokedBody(await revokeAllTokens(context.app, context, path.user_id))),
});

export const familyRoutes = [revokeLineage, revokeAll];

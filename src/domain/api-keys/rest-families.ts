import { z } from 'zod';
import { jsonAnswer } from '../../core/http/exchange.ts';
import { field } from '../../kit/rest/fields.ts';
import { rowId } from '../../kit/rest/parameters.ts';
import { route } from '../../kit/rest/route.ts';
import { revokeAllTokens, revokeTokenLineage } from './families.ts';
import type { Token } from './rows.ts';

const tag = 'Keys';
const access = { requires: 'OPERATOR' } as const;

const OPERATORS = { rule: { requires: 'ADMIN' } } as const;

const revokedSchema = z
  .object({
    revoked: field(
      null,
      z.int().describe('How many keys this call ended; 0 when there were none left.'),
      OPERATORS,
    ),
    token_ids: field(null, z.array(z.int()).describe('Their numbers, oldest first.'), OPERATORS),
  })
  .meta({ id: 'RevokedTokens', description: 'The keys that a call ended.' });

function revokedBody(tokens: readonly Token[]) {
  return { revoked: tokens.length, token_ids: tokens.map(({ id }) => Number(id)) };
}

const revokeLineage = route({
  method: 'POST',
  path: '/admin/tokens/{token_id}/revoke-lineage',
  tag,
  access,
  summary: 'Revoke a key with all its generations',
  description:
    'Ends a key together with all keys that it replaced and that replaced it, at once, in every process. It cannot be undone, and a repetition ends nothing more.',
  pathParameters: z.object({ token_id: rowId('The number of any key of the lineage.') }),
  responses: {
    200: { description: 'No key of the lineage works any longer.', schema: revokedSchema },
    404: { description: 'There is no such key: `Token not found`.' },
  },
  handle: async (context, { path }) =>
    jsonAnswer(200, revokedBody(await revokeTokenLineage(context.app, context, path.token_id))),
});

const revokeAll = route({
  method: 'DELETE',
  path: '/admin/users/{user_id}/tokens',
  tag,
  access,
  summary: "Revoke all of a user's keys",
  description:
    'Ends all keys of a user at once, in every process, and the admin keys that depend on its administrator role. It cannot be undone, and a repetition ends nothing more. The user stays.',
  pathParameters: z.object({ user_id: rowId('The number of the user whose keys they are.') }),
  responses: {
    200: { description: 'No key of the user works any longer.', schema: revokedSchema },
    404: { description: 'There is no such user: `User not found`.' },
  },
  handle: async (context, { path }) =>
    jsonAnswer(200, revokedBody(await revokeAllTokens(context.app, context, path.user_id))),
});

export const familyRoutes = [revokeLineage, revokeAll];

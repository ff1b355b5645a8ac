import { z } from 'zod';
import { jsonAnswer } from '../../core/http/exchange.ts';
import { field } from '../../kit/rest/fields.ts';
import { holderOf, route } from '../../kit/rest/route.ts';
import { maxConcurrentBots } from '../users/service.ts';

const me = route({
  method: 'GET',
  path: '/auth/me',
  operationId: 'getCaller',
  tag: 'Keys',
  access: { requires: 'USER' },
  summary: 'Identify the caller',
  description:
    'The user, the scopes and the limit of the key in `X-API-Key`. Any working key may call it.',
  responses: {
    200: {
      description: 'The user who owns the key.',
      schema: z.object({
        user_id: field('User.databaseId', z.int().describe('The id of the user.')),
        email: field('User.email', z.string().describe("The user's email address.")),
        scopes: field('ApiToken.scopes', z.array(z.string()).describe('The scopes of the key.')),
        max_concurrent: field(
          'User.maxConcurrentBots',
          z.int().describe('How many bots the user may run at once; 0 means none.'),
        ),
      }),
    },
  },
  handle: (context) => {
    const { userId, scopes, user } = holderOf(context);
    return jsonAnswer(200, {
      user_id: Number(userId),
      email: user.email,
      scopes,
      max_concurrent: maxConcurrentBots(context.app, user),
    });
  },
});

export const authRoutes = [me];

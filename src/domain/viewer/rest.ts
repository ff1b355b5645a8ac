import { z } from 'zod';
import { jsonAnswer } from '../../core/http/exchange.ts';
import { field } from '../../kit/rest/fields.ts';
import { holderOf, route } from '../../kit/rest/route.ts';
import { maxConcurrentBots } from '../users/service.ts';

const me = route({
  method: 'GET',
  path: '/auth/me',
  tag: 'Keys',
  access: { requires: 'USER' },
  summary: 'Whose key is this?',
  description:
    'The user, the scopes and the limit that the key in `X-API-Key` stands for. Any live key may ask.',
  responses: {
    200: {
      description: 'Who the key belongs to.',
      schema: z.object({
        user_id: field('User.databaseId', z.int().describe('The number of the user.')),
        email: field('User.email', z.string().describe('Its address.')),
        scopes: field(
          'ApiToken.scopes',
          z.array(z.string()).describe('What the key may be used for.'),
        ),
        max_concurrent: field(
          'User.maxConcurrentBots',
          z.int().describe('How many bots may run at once for the user; 0 is none.'),
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

import { z } from 'zod';
import { jsonAnswer } from '../../core/http/exchange.ts';
import { field } from '../../kit/rest/fields.ts';
import { rowIdOf } from '../../kit/rest/parameters.ts';
import { route } from '../../kit/rest/route.ts';
import { claimFirstAdmin, hasAdmin } from './first-admin.ts';
import { INTERNAL, NO_SUCH_USER, PLATFORM_TAG } from './rest-common.ts';

const admin_exists = field(
  null,
  z
    .boolean()
    .describe(
      'Whether there is an administrator; always true unless `FIRST_ADMIN_CLAIM` allows a claim.',
    ),
);

const instance = route({
  method: 'GET',
  path: '/internal/instance',
  operationId: 'getInstance',
  tag: PLATFORM_TAG,
  access: INTERNAL,
  summary: 'Read whether an administrator exists',
  description:
    "For the platform's login page: whether a user has the role `admin`. Until then, it offers the role to the first user who signs in.",
  responses: {
    200: { description: 'Whether there is one.', schema: z.object({ admin_exists }) },
  },
  handle: async ({ app }) => jsonAnswer(200, { admin_exists: await hasAdmin(app) }),
});

const claim = route({
  method: 'POST',
  path: '/internal/bootstrap-admin',
  operationId: 'claimFirstAdmin',
  tag: PLATFORM_TAG,
  access: INTERNAL,
  summary: 'Claim the first administrator',
  description:
    'Gives a user the role `admin` if no user has it. Of several claims, the first one wins. Without `FIRST_ADMIN_CLAIM=true`, no claim does, because whoever has the internal secret could make an administrator.',
  body: z.object({
    user_id: z.union([z.string(), z.int()]).describe('The id of the user.'),
  }),
  bodyExample: { user_id: 1 },
  // A second claim changes nothing.
  idempotencyKey: 'HARMLESS',
  responses: {
    200: {
      description: 'Whether this claim won.',
      schema: z.object({
        claimed: field(null, z.boolean().describe('Whether the user became administrator.')),
        admin_exists,
      }),
    },
    403: { description: 'The user is suspended: `The user is suspended`.' },
    404: NO_SUCH_USER,
  },
  handle: async (context, { body }) => {
    const userId = rowIdOf(String(body.user_id)) ?? 0n;
    const claimed = await claimFirstAdmin(context.app, context, userId);
    return jsonAnswer(200, { claimed, admin_exists: true });
  },
});

export const instanceRoutes = [instance, claim];

import { z } from 'zod';
import type { App } from '../../core/app.ts';
import { UnauthenticatedError } from '../../core/errors.ts';
import { jsonAnswer } from '../../core/http/exchange.ts';
import { isJsonObject } from '../../core/input/json.ts';
import { field, readable } from '../../kit/rest/fields.ts';
import { route } from '../../kit/rest/route.ts';
import { identifyRefusedKeys } from '../../security/authentication/authenticate.ts';
import { RefusedKeyError } from '../../security/authentication/refused-key.ts';
import { countGatewayCheck } from '../usage/count.ts';
import { USER_ACCESS } from '../users/access.ts';
import { maxConcurrentBots } from '../users/service.ts';
import { sentWebhookFields } from '../webhooks/rest-sent.ts';
import { sentWebhook } from '../webhooks/sent-webhook.ts';
import { booleanEvents } from '../webhooks/service.ts';
import type { GatewayKey } from './verify.ts';

const identity = z.object({
  user_id: field('User.databaseId', z.int().describe('The id of the user.')),
  scopes: field('ApiToken.scopes', z.array(z.string()).describe('The scopes of the key.')),
  max_concurrent: field(
    'User.maxConcurrentBots',
    z.int().describe('How many bots the user may run at once; 0 means none.'),
  ),
  email: field('User.email', z.string().describe("The user's email address.")),
  is_admin: field(
    'User.role',
    z.boolean().describe("Whether the user's role is `admin`; never true for an imported key."),
  ),
  ...sentWebhookFields,
  workspaces: field(
    null,
    z.array(z.string()).optional().describe('The workspaces that the user is a member of.'),
    { rule: USER_ACCESS.workspaces },
  ),
});

const validate = route({
  method: 'POST',
  path: '/internal/validate',
  operationId: 'validateKey',
  tag: 'Gateway',
  access: { requires: 'INTERNAL' },
  summary: 'Validate a key',
  description:
    "For the platform's gateway: the user who owns a key, and what the key may do. A 4xx is a verdict on the key; if no verdict is possible, the response is 503. The request counts as usage of the key, without an address.",
  body: z.object({
    token: z.string().nullish().describe('The text of the key.'),
  }),
  bodyExample: { token: 'vxa_bot_000000000000000000000000000000002t2LDj' },
  needsBody: true,
  // A gateway may pass on the headers of the request that it asks about.
  idempotencyKey: 'HARMLESS',
  responses: {
    200: { description: 'The key works.', schema: identity },
    401: { description: '`Missing token`, `Invalid token` or `Token expired`.' },
    403: { description: '`Invalid internal secret`.' },
    503: {
      description:
        'No verdict: the database is unavailable, or `INTERNAL_API_SECRET not configured`.',
    },
  },
  handle: async ({ app, viewer }, { body: sent }) => {
    if (!sent.token) throw new UnauthenticatedError('Missing token');
    const key = await app.gatewayKeys.find(sent.token);
    if (key === null || key.isExpired) {
      const verdict = key === null ? 'Invalid token' : 'Token expired';
      // It is the key that is refused, not the service that asks about it.
      throw new RefusedKeyError(verdict, await identifyRefusedKeys(app, { apiKey: sent.token }));
    }
    const { userId } = key;
    countGatewayCheck(app, key);
    const body = {
      user_id: Number(userId),
      scopes: key.scopes.length === 0 ? ['legacy'] : key.scopes,
      max_concurrent: maxConcurrentBots(app, key),
      email: key.email,
      is_admin: key.isAdmin,
      ...webhookOf(app, key),
      ...workspacesOf(key),
    };
    return jsonAnswer(200, readable(identity, { viewer, parent: { id: userId } }, body));
  },
});

function webhookOf(app: App, { userId, webhookUrl, webhookEvents, webhookSecret }: GatewayKey) {
  return sentWebhook(app, {
    userId,
    url: webhookUrl,
    secret: () => app.secrets.open(userId, webhookSecret),
    events: booleanEvents(webhookEvents),
  });
}

/** Kept in the user's data by the platform, as entries with a role. */
function workspacesOf({ memberships }: GatewayKey) {
  if (!Array.isArray(memberships)) return {};
  const ids = memberships.flatMap((entry: unknown) =>
    isJsonObject(entry) && entry['workspace_id'] != null ? [String(entry['workspace_id'])] : [],
  );
  return { workspaces: ids };
}

export const gatewayRoutes = [validate];

import { z } from 'zod';
import type { App } from '../app.ts';
import { UnauthenticatedError } from '../errors.ts';
import { jsonAnswer } from '../http/exchange.ts';
import { isJsonObject } from '../input/json.ts';
import { route } from '../rest/route.ts';
import { maxConcurrentBots } from '../user/service.ts';
import { wantedEvents } from '../webhook/service.ts';
import type { GatewayKey } from './verify.ts';

const identity = z.object({
  user_id: z.int().describe('The number of the user.'),
  scopes: z.array(z.string()).describe('What the key may be used for.'),
  max_concurrent: z.int().describe('How many bots may run at once for the user; 0 is none.'),
  email: z.string().describe('Its address.'),
  is_admin: z.boolean().describe('Whether its role is `admin`; never with an imported key.'),
  webhook_url: z.string().optional().describe('Where its events go; left out without one.'),
  webhook_secret: z.string().optional().describe('What they are signed with, in the clear.'),
  webhook_events: z.record(z.string(), z.boolean()).optional().describe('Which events it wants.'),
  workspaces: z.array(z.string()).optional().describe('Workspaces of which it is a member.'),
});

const validate = route({
  method: 'POST',
  path: '/internal/validate',
  tag: 'Gateway',
  access: { requires: 'INTERNAL' },
  summary: 'Whose key is this?',
  description:
    "For the platform's gateway: the user behind a key, and what it may do. A 4xx is a verdict on the key; where none can be given, the answer is 503. One request of the key is counted, without an address.",
  body: z.object({
    token: z.string().nullish().describe('The text of the key.'),
  }),
  needsBody: true,
  responses: {
    200: { description: 'The key works.', schema: identity },
    401: { description: '`Missing token`, `Invalid token` or `Token expired`.' },
    403: { description: '`Invalid internal secret`.' },
    503: {
      description: 'No verdict: the database is away, or `INTERNAL_API_SECRET not configured`.',
    },
  },
  handle: async ({ app }, { body }) => {
    if (!body.token) throw new UnauthenticatedError('Missing token');
    const key = await app.verifyForGateway(body.token);
    if (key === null) throw new UnauthenticatedError('Invalid token');
    if (key.isExpired) throw new UnauthenticatedError('Token expired');
    const { tokenId, userId, verifiedAt } = key;
    // The address that asks is the gateway's; whose the caller is, it does not say.
    app.usage.count({ tokenId, userId, at: verifiedAt, ip: null });
    return jsonAnswer(200, {
      user_id: Number(userId),
      scopes: key.scopes.length === 0 ? ['legacy'] : key.scopes,
      max_concurrent: maxConcurrentBots(app, key),
      email: key.email,
      is_admin: key.isAdmin,
      ...webhookOf(app, key),
      ...workspacesOf(key),
    });
  },
});

function webhookOf(app: App, { userId, webhookUrl, webhookEvents, webhookSecret }: GatewayKey) {
  if (!webhookUrl) return {};
  const secret = app.secrets.open(userId, webhookSecret);
  const events = wantedEvents(webhookEvents) ?? {};
  return {
    webhook_url: webhookUrl,
    ...(secret !== null && { webhook_secret: secret }),
    // None named is as good as none given, as it always was.
    ...(Object.keys(events).length > 0 && { webhook_events: events }),
  };
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

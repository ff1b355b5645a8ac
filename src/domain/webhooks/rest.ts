import { z } from 'zod';
import type { App } from '../../core/app.ts';
import { jsonAnswer } from '../../core/http/exchange.ts';
import { field, readable } from '../../kit/rest/fields.ts';
import { holderOf, route } from '../../kit/rest/route.ts';
import { USER_ACCESS } from '../users/access.ts';
import { userBody, userSchema } from '../users/rest-body.ts';
import { webhookRules } from './input.ts';
import { maskedSecret } from './secret.ts';
import { loadWebhooks, setWebhook, webhookIn } from './service.ts';

const tag = 'Webhooks';
const access = { requires: 'USER', scopes: ['bot'] } as const;

/** Of the data, which is the operator's, the user gets what it has set itself. */
const userWithWebhook = userSchema.extend({
  data: field(
    'User.webhook',
    z
      .object({
        webhook_url: field('Webhook.url', z.string().optional().describe('The URL.')),
        webhook_events: field(
          'Webhook.events',
          z.record(z.string(), z.boolean()).optional().describe('Which events to send, by name.'),
        ),
      })
      .describe("The webhook part of the user's data."),
    { rule: USER_ACCESS.webhook, masked: {} },
  ),
});

const put = route({
  method: 'PUT',
  path: '/user/webhook',
  operationId: 'setWebhook',
  tag,
  access,
  summary: 'Set the webhook',
  description:
    "Sets where the events of the key's user are sent. The URL and all its redirects must lead to the public internet.",
  body: z.object({
    webhook_url: webhookRules.url.describe('An http or https URL of at most 2,048 characters.'),
    webhook_secret: webhookRules.secret
      .nullish()
      .describe(
        'The secret that signs events, at most 512 characters. Omitted: unchanged. Null or blank: none.',
      ),
    webhook_events: webhookRules.events
      .nullish()
      .describe("The events to send, by name. Omitted: unchanged. Null: the platform's default."),
  }),
  bodyExample: {
    webhook_url: 'https://example.com/webhook',
    webhook_secret: 'a secret of your own',
    webhook_events: { 'meeting.completed': true },
  },
  responses: {
    200: { description: 'The user, with the webhook in its data.', schema: userWithWebhook },
    400: {
      description:
        '`Webhook URL cannot target internal or private networks`, `Webhook URL hostname could not be resolved`, `Webhook URL could not be checked in time; …` after five seconds, or another reason why events cannot be sent there.',
    },
  },
  handle: async (context, { body }) => {
    const { app } = context;
    const user = await setWebhook(app, context, holderOf(context).userId, {
      url: body.webhook_url,
      secret: body.webhook_secret,
      events: body.webhook_events,
    });
    const { data: _data, ...rest } = userBody(context, user);
    const { url, events } = webhookIn(user.data);
    const data = { ...(url && { webhook_url: url }), ...(events && { webhook_events: events }) };
    const asks = { viewer: context.viewer, parent: user };
    return jsonAnswer(200, readable(userWithWebhook, asks, { ...rest, data }));
  },
});

const get = route({
  method: 'GET',
  path: '/user/webhook',
  operationId: 'getWebhook',
  tag,
  access,
  summary: 'Read the webhook',
  description: "Where the events of the key's user are sent. The secret is masked.",
  responses: {
    200: {
      description: 'The webhook; all fields null if not set.',
      schema: z.object({
        webhook_url: field('Webhook.url', z.string().nullable().describe('The URL.')),
        webhook_secret_set: field(
          'Webhook.hasSecret',
          z.boolean().describe('Whether there is a secret.'),
        ),
        webhook_secret: field(
          'Webhook.maskedSecret',
          z.string().nullable().describe('The secret, masked.'),
        ),
        webhook_events: field(
          'Webhook.events',
          z
            .record(z.string(), z.boolean())
            .nullable()
            .describe("The events to send; null: the platform's default."),
        ),
      }),
    },
  },
  handle: async (context) => jsonAnswer(200, await bodyOf(context.app, holderOf(context).userId)),
});

async function bodyOf(app: App, userId: bigint) {
  const [webhook] = await loadWebhooks(app, [userId]);
  const secret = webhook?.secret ?? null;
  return {
    webhook_url: webhook?.url ?? null,
    webhook_secret_set: secret !== null,
    webhook_secret: maskedSecret(secret),
    webhook_events: webhook?.events ?? null,
  };
}

export const webhookRoutes = [put, get];

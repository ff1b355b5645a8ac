import { z } from 'zod';
import type { App } from '../../core/app.ts';
import { jsonAnswer, NO_CONTENT } from '../../core/http/exchange.ts';
import { field, readable } from '../../kit/rest/fields.ts';
import { holderOf, route } from '../../kit/rest/route.ts';
import { USER_ACCESS } from '../users/access.ts';
import { userBody, userSchema } from '../users/rest-body.ts';
import { webhookRules } from './input.ts';
import { maskedSecret } from './secret.ts';
import { loadWebhooks, removeWebhook, setWebhook, webhookIn } from './service.ts';

const tag = 'Webhooks';
const access = { requires: 'USER', scopes: ['bot', 'tx'] } as const;

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
    "Sets where the events of the key's user are sent. The URL and all its redirects must lead to the public internet. An empty URL stops sending. `DELETE /user/webhook` removes all of it, the secret included.",
  body: z.object({
    webhook_url: webhookRules.urlOrNone.describe(
      'An http or https URL of at most 2,048 characters. Empty: none.',
    ),
    webhook_secret: webhookRules.secret
      .nullish()
      .describe(
        'The secret that signs events, at most 512 characters. Omitted, null or blank: unchanged.',
      ),
    webhook_events: webhookRules.events
      .nullish()
      .describe('The events to send, by name. Omitted or null: unchanged.'),
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
    // As the newest admin API: what is left out or empty stays, so that no form ends the signatures unseen.
    const user = await setWebhook(app, context, holderOf(context).userId, {
      url: body.webhook_url,
      secret: body.webhook_secret || undefined,
      events: body.webhook_events ?? undefined,
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

const remove = route({
  method: 'DELETE',
  path: '/user/webhook',
  operationId: 'removeWebhook',
  tag,
  access,
  summary: 'Remove the webhook',
  description: "Removes the URL, the secret and the events of the key's user: no events are sent.",
  responses: { 204: { description: 'There is no webhook any more.' } },
  handle: async (context) => {
    await removeWebhook(context.app, context, holderOf(context).userId);
    return NO_CONTENT;
  },
});

export const webhookRoutes = [put, get, remove];

import { z } from 'zod';
import type { App } from '../../core/app.ts';
import { field } from '../../kit/rest/fields.ts';
import { USER_ACCESS } from '../users/access.ts';
import { WEBHOOK_ACCESS } from './access.ts';
import type { WebhookEvents } from './input.ts';

// A user's webhook as the platform's services get it, which send its events.

/** The properties of an answer to such a service. */
export const sentWebhookFields = {
  webhook_url: field(
    'Webhook.url',
    z.string().optional().describe('The webhook URL; omitted if not set.'),
    { rule: USER_ACCESS.webhook },
  ),
  webhook_secret: field(
    null,
    z.string().optional().describe('The webhook secret, in plain text.'),
    { rule: WEBHOOK_ACCESS.secretText },
  ),
  webhook_events: field(
    'Webhook.events',
    z.record(z.string(), z.boolean()).optional().describe('Which webhook events to send, by name.'),
    { rule: USER_ACCESS.webhook },
  ),
};

type SentWebhook = {
  readonly userId: bigint;
  readonly url: string | null;
  /** Asked for only where there is a URL. */
  readonly secret: () => string | null;
  readonly events: WebhookEvents | null;
};

/** Nothing without a URL that events may be sent to. */
export function sentWebhook(app: App, { userId, secret: open, ...webhook }: SentWebhook) {
  const url = app.usableUrl(userId, webhook.url);
  if (url === null) return {};
  const secret = open();
  const events = webhook.events ?? {};
  return {
    webhook_url: url,
    ...(secret !== null && { webhook_secret: secret }),
    // None named is as good as none given, as it always was.
    ...(Object.keys(events).length > 0 && { webhook_events: events }),
  };
}

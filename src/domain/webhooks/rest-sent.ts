import { z } from 'zod';
import { field } from '../../kit/rest/fields.ts';
import { USER_ACCESS } from '../users/access.ts';
import { WEBHOOK_ACCESS } from './access.ts';

/** A user's webhook in an answer to the platform's services, which send its events. */
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

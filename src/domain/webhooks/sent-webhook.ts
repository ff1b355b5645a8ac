import type { App } from '../../core/app.ts';
import type { WebhookEvents } from './input.ts';

// A user's webhook as the platform's services get it, which send its events.

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

import { useState } from 'preact/hooks';
import type { WebhookRowFragment } from '../generated/graphql.ts';
import { addressOf } from '../parts/address.ts';
import { RemoveWebhook, SetWebhook } from '../user/set-webhook.tsx';

/** What can be done to the webhook of a user, and who did it before. */
export function WebhookActions({ user }: { readonly user: WebhookRowFragment }) {
  const [open, setOpen] = useState<'set' | 'remove' | null>(null);
  const { email, webhook } = user;
  const close = () => setOpen(null);
  const of = <span class="hidden"> the webhook of {email}</span>;
  return (
    <div class="row-actions">
      <button type="button" onClick={() => setOpen('set')}>
        Edit{of}
      </button>
      <button type="button" onClick={() => setOpen('remove')}>
        Remove{of}
      </button>
      <a href={addressOf('audit', undefined, { action: 'WEBHOOK_SET', user: email })}>
        Changes<span class="hidden"> of the webhook of {email}</span>
      </a>
      {open === 'set' && <SetWebhook user={user} webhook={webhook ?? null} onClose={close} />}
      {open === 'remove' && <RemoveWebhook user={user} onClose={close} />}
    </div>
  );
}

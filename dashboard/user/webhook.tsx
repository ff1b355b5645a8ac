import { useQuery } from '@urql/preact';
import { useState } from 'preact/hooks';
import { graphql } from '../generated/gql.ts';
import { type Fact, Facts } from '../parts/facts.tsx';
import { Panel } from '../parts/panel.tsx';
import { useRemembered } from '../parts/remembered.ts';
import { RemoveWebhook, SetWebhook } from './set-webhook.tsx';
import { selectedEvents, signatureOf, type Webhook } from './webhook-words.ts';

const WEBHOOK = graphql(`
  query UserWebhook($id: ID!) {
    user(by: { id: $id }) { id webhook { url hasSecret maskedSecret events { name isWanted } } }
  }
`);

const TYPES = { additionalTypenames: ['Webhook'] };

type Props = { readonly user: { readonly id: string; readonly email: string } };

/** Where the events of a user are sent. */
export function UserWebhook({ user }: Props) {
  const [open, setOpen] = useState<'set' | 'remove' | null>(null);
  const [result] = useQuery({ query: WEBHOOK, variables: { id: user.id }, context: TYPES });
  const known = useRemembered(result).data?.user;
  const webhook = known?.webhook ?? null;
  const close = () => setOpen(null);
  // What there is already is changed, not set anew: it must be known first.
  const controls = (
    <>
      <button type="button" onClick={() => setOpen('set')}>
        Set webhook
      </button>
      {webhook !== null && (
        <button type="button" class="danger" onClick={() => setOpen('remove')}>
          Remove
        </button>
      )}
    </>
  );
  return (
    <>
      <Panel
        title="Webhook"
        result={result}
        controls={known && controls}
        lines={2}
        empty={({ user: shown }) =>
          shown.webhook ? null : 'No webhook: the events of this user are not sent.'
        }
      >
        {({ user: shown }) => shown.webhook && <Facts facts={factsOf(shown.webhook)} />}
      </Panel>
      {open === 'set' && <SetWebhook user={user} webhook={webhook} onClose={close} />}
      {open === 'remove' && <RemoveWebhook user={user} onClose={close} />}
    </>
  );
}

function factsOf(webhook: Webhook): Fact[] {
  return [
    { name: 'URL', value: webhook.url ?? 'None' },
    { name: 'Signed', value: signatureOf(webhook) },
    { name: 'Events', value: selectedEvents(webhook) },
  ];
}

import { useQuery } from '@urql/preact';
import { useState } from 'preact/hooks';
import { graphql } from '../generated/gql.ts';
import { type Fact, Facts } from '../parts/facts.tsx';
import { Panel } from '../parts/panel.tsx';
import { RemoveWebhook, SetWebhook } from './set-webhook.tsx';

const WEBHOOK = graphql(`
  query UserWebhook($id: ID!) {
    user(by: { id: $id }) { id webhook { url hasSecret maskedSecret events { name isWanted } } }
  }
`);

const TYPES = { additionalTypenames: ['Webhook'] };

type Webhook = {
  readonly url?: string | null;
  readonly hasSecret: boolean;
  readonly maskedSecret?: string | null;
  readonly events?: readonly { readonly name: string; readonly isWanted: boolean }[] | null;
};

/** Where the events of a user are sent. */
export function UserWebhook({ id }: { readonly id: string }) {
  const [open, setOpen] = useState<'set' | 'remove' | null>(null);
  const [result] = useQuery({ query: WEBHOOK, variables: { id }, context: TYPES });
  const webhook = result.data?.user?.webhook ?? null;
  const close = () => setOpen(null);
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
        controls={controls}
        lines={2}
        empty={({ user }) =>
          user.webhook ? null : 'No webhook: the events of this user are not sent.'
        }
      >
        {({ user }) => user.webhook && <Facts facts={factsOf(user.webhook)} />}
      </Panel>
      {open === 'set' && <SetWebhook userId={id} url={webhook?.url ?? null} onClose={close} />}
      {open === 'remove' && <RemoveWebhook userId={id} onClose={close} />}
    </>
  );
}

function factsOf({ url, hasSecret, maskedSecret, events }: Webhook): Fact[] {
  const sent = events?.filter(({ isWanted }) => isWanted).map(({ name }) => name);
  return [
    { name: 'URL', value: url ?? 'None' },
    { name: 'Signed', value: hasSecret ? `Yes, with ${maskedSecret ?? 'a secret'}` : 'No' },
    { name: 'Events', value: sent?.join(', ') ?? 'The default of the platform' },
  ];
}

import { useAction } from '../actions/action.ts';
import { ConfirmDialog } from '../actions/confirm.tsx';
import { Checks, TextField, textOf } from '../actions/fields.tsx';
import { FormDialog } from '../actions/form.tsx';
import { useNotify } from '../actions/notices.tsx';
import { graphql } from '../generated/gql.ts';
import { selectedNames, type Webhook } from './webhook-words.ts';

const SET_WEBHOOK = graphql(`
  mutation SetWebhook($input: SetWebhookInput!) {
    result: setWebhook(input: $input) {
      __typename
      ... on SetWebhookSuccess { user { id } }
      ...Failed
    }
  }
`);

const REMOVE_WEBHOOK = graphql(`
  mutation RemoveWebhook($input: RemoveWebhookInput!) {
    result: removeWebhook(input: $input) {
      __typename
      ... on RemoveWebhookSuccess { user { id } }
      ...Failed
    }
  }
`);

type SetProps = {
  readonly user: { readonly id: string; readonly email: string };
  /** As it is now; null where there is none. */
  readonly webhook: Webhook | null;
  readonly onClose: () => void;
};

export function SetWebhook({ user, webhook, onClose }: SetProps) {
  const action = useAction(SET_WEBHOOK);
  const notify = useNotify();
  const save = async (fields: FormData) => {
    const secret = textOf(fields, 'secret');
    const isUnsigned = fields.getAll('unsigned').length > 0;
    const input = {
      user: { id: user.id },
      url: textOf(fields, 'url') ?? '',
      ...(isUnsigned ? { secret: null } : secret !== null && { secret }),
      ...changedEvents(webhook, namesIn(textOf(fields, 'events') ?? '')),
    };
    if ('failure' in (await action.run({ input }))) return false;
    notify({ text: `The webhook of ${user.email} was set.` });
    return true;
  };
  return (
    <FormDialog
      title={`Set the webhook of ${user.email}`}
      submit="Save"
      action={action}
      onSubmit={save}
      onClose={onClose}
    >
      <TextField
        name="url"
        label="URL"
        type="url"
        required
        initial={webhook?.url ?? null}
        note="It must lead to the public internet."
      />
      <TextField
        name="secret"
        label="Signing secret"
        type="password"
        autocomplete="new-password"
        note={webhook?.hasSecret ? 'Empty: unchanged.' : 'Empty: events are not signed.'}
      />
      {webhook?.hasSecret && (
        <Checks
          name="unsigned"
          legend="Signature"
          options={{ NONE: 'Delete the secret, and send events unsigned' }}
          initial={[]}
        />
      )}
      <TextField
        name="events"
        label="Events"
        initial={selectedNames(webhook).join(', ')}
        note="Names with commas, such as meeting.completed. Empty: the default of the platform."
      />
    </FormDialog>
  );
}

function namesIn(text: string): string[] {
  return text.split(/[\s,]+/).filter((name) => name !== '');
}

/** Nothing where nothing was changed. What is no longer named is not sent, whatever the default is. */
function changedEvents(webhook: Webhook | null, names: readonly string[]) {
  const before = selectedNames(webhook);
  if (names.join() === before.join()) return {};
  if (names.length === 0) return { events: null };
  const known = webhook?.events?.map(({ name }) => name) ?? [];
  const all = [...new Set([...known, ...names])];
  return { events: all.map((name) => ({ name, isWanted: names.includes(name) })) };
}

type RemoveProps = Pick<SetProps, 'user' | 'onClose'>;

export function RemoveWebhook({ user: { id, email }, onClose }: RemoveProps) {
  return (
    <ConfirmDialog
      title={`Remove the webhook of ${email}`}
      submit="Remove webhook"
      mutation={REMOVE_WEBHOOK}
      variables={{ input: { user: { id } } }}
      noticeOf={() => `The webhook of ${email} was removed.`}
      onClose={onClose}
    >
      The events of this user are no longer sent, and the signing secret is deleted.
    </ConfirmDialog>
  );
}

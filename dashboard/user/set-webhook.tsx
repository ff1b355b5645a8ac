import { useAction } from '../actions/action.ts';
import { ConfirmDialog } from '../actions/confirm.tsx';
import { TextField, textOf } from '../actions/fields.tsx';
import { FormDialog } from '../actions/form.tsx';
import { useNotify } from '../actions/notices.tsx';
import { graphql } from '../generated/gql.ts';

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
  readonly userId: string;
  readonly url: string | null;
  readonly onClose: () => void;
};

export function SetWebhook({ userId, url, onClose }: SetProps) {
  const action = useAction(SET_WEBHOOK);
  const notify = useNotify();
  const save = async (fields: FormData) => {
    const secret = textOf(fields, 'secret');
    const events = textOf(fields, 'events')?.split(/[\s,]+/);
    const input = {
      user: { id: userId },
      url: textOf(fields, 'url') ?? '',
      // What is left empty stays as it is.
      ...(secret !== null && { secret }),
      ...(events && { events: events.map((name) => ({ name, isWanted: true })) }),
    };
    if ((await action.run({ input })) === null) return false;
    notify({ text: 'The webhook was set.' });
    return true;
  };
  return (
    <FormDialog
      title="Set the webhook"
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
        initial={url}
        note="It must lead to the public internet."
      />
      <TextField
        name="secret"
        label="Signing secret"
        type="password"
        autocomplete="new-password"
        note="Empty: unchanged."
      />
      <TextField
        name="events"
        label="Events"
        note="Names with commas, such as meeting.completed. Empty: unchanged."
      />
    </FormDialog>
  );
}

type RemoveProps = { readonly userId: string; readonly onClose: () => void };

export function RemoveWebhook({ userId, onClose }: RemoveProps) {
  return (
    <ConfirmDialog
      title="Remove the webhook"
      submit="Remove webhook"
      mutation={REMOVE_WEBHOOK}
      variables={{ input: { user: { id: userId } } }}
      noticeOf={() => 'The webhook was removed.'}
      onClose={onClose}
    >
      The events of this user are no longer sent, and the signing secret is deleted.
    </ConfirmDialog>
  );
}

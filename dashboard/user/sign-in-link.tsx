import { useId } from 'preact/hooks';
import { useAction } from '../actions/action.ts';
import { Copy } from '../actions/copy.tsx';
import { FormDialog } from '../actions/form.tsx';
import { useShowOnce } from '../actions/show-once.tsx';
import { graphql } from '../generated/gql.ts';
import type { UserDetailFragment } from '../generated/graphql.ts';
import { Timestamp } from '../parts/timestamp.tsx';

const CREATE_LINK = graphql(`
  mutation CreateSignInLink($input: CreateSignInLinkInput!) {
    result: createSignInLink(input: $input) {
      __typename
      ... on CreateSignInLinkSuccess { url expiresAt }
      ...Failed
    }
  }
`);

type Link = { readonly url: string; readonly expiresAt: string };
type Props = { readonly user: UserDetailFragment; readonly onClose: () => void };

/** Creates a link with which a user signs in once, and shows it once. */
export function CreateSignInLink({ user: { id, email }, onClose }: Props) {
  const action = useAction(CREATE_LINK);
  const showOnce = useShowOnce();
  const create = async () => {
    const outcome = await action.run({ input: { user: { id } } });
    if ('failure' in outcome) return false;
    showOnce({ title: `Sign-in link for ${email}`, content: <NewLink {...outcome.done} /> });
    return true;
  };
  return (
    <FormDialog
      title={`Create a sign-in link for ${email}`}
      submit="Create link"
      action={action}
      onSubmit={create}
      onClose={onClose}
    >
      <p>
        The link works once, for five minutes. Whoever opens it is signed in as this user, with the
        rights of a user: send it to nobody else.
      </p>
    </FormDialog>
  );
}

function NewLink({ url, expiresAt }: Link) {
  const id = useId();
  return (
    <>
      <p id={id}>
        Copy the link now: it is never shown again. It works once, until{' '}
        <Timestamp at={expiresAt} to="second" />.
      </p>
      <Copy label="Link" text={url} describedBy={id} />
    </>
  );
}

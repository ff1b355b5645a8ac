import { useClient } from '@urql/preact';
import { useState } from 'preact/hooks';
import type { Failure } from '../actions/action.ts';
import { ChoiceField, TextField, textOf } from '../actions/fields.tsx';
import { FormDialog } from '../actions/form.tsx';
import { graphql } from '../generated/gql.ts';
import type { CheckVerdict, TokenScope, VerifyKeyQuery } from '../generated/graphql.ts';
import { addressOf } from '../parts/address.ts';
import { queryDirectly } from '../parts/direct.ts';
import { refusalOf } from '../session/session.ts';

const VERIFY = graphql(`
  query VerifyKey($token: String!) {
    verifyToken(token: $token) {
      valid isAdmin
      checks { check verdict }
      token { id hint user { email } }
    }
  }
`);

const VERIFY_SCOPE = graphql(`
  query VerifyKeyScope($token: String!, $scope: TokenScope!) {
    verifyToken(token: $token, scope: $scope) {
      valid isAdmin
      checks { check verdict }
      token { id hint user { email } }
    }
  }
`);

type Verification = NonNullable<VerifyKeyQuery['verifyToken']>;

const CHECKS: Readonly<Record<string, string>> = {
  FORM: 'It has the format of a key, and its checksum is correct',
  KNOWN: 'It is the key of a user here',
  NOT_REVOKED: 'It was not revoked',
  NOT_REPLACED: 'It was not replaced, or its overlap still lasts',
  NOT_EXPIRED: 'It has not expired',
  OWNER_ACTIVE: 'Its user is neither deleted nor suspended',
  SCOPE: 'It has the scope',
};

const VERDICTS: Readonly<Record<CheckVerdict, { readonly text: string; readonly color: string }>> =
  {
    PASSED: { text: 'passed', color: 'good' },
    FAILED: { text: 'failed', color: 'bad' },
    NOT_REACHED: { text: 'not run, because an earlier check failed', color: 'other' },
  };

const SCOPES = { ANY: 'none', BOT: 'bot', TX: 'tx', BROWSER: 'browser' };

/** Whether the text of a key works, and if not, why. The text is sent and forgotten. */
export function VerifyDialog({ onClose }: { readonly onClose: () => void }) {
  const client = useClient();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const [found, setFound] = useState<Verification | null>(null);
  // It is about the text and the scope that were checked.
  const forget = () => setFound(null);
  const verify = async (fields: FormData) => {
    const scope = textOf(fields, 'scope');
    const token = textOf(fields, 'token') ?? '';
    setBusy(true);
    forget();
    const { data, error } = await (scope === 'ANY'
      ? queryDirectly(client, VERIFY, { token })
      : queryDirectly(client, VERIFY_SCOPE, { token, scope: scope as TokenScope }));
    setBusy(false);
    setFound(data?.verifyToken ?? null);
    setFailure(data?.verifyToken ? null : { ...refusalOf(error), issues: [] });
    return false;
  };
  return (
    <FormDialog
      title="Check a key"
      submit="Check"
      action={{ isBusy, failure }}
      onSubmit={verify}
      onClose={onClose}
    >
      <TextField
        name="token"
        label="Text of the key"
        type="password"
        required
        onInput={forget}
        note="It is sent to this service only, and not stored. It does not count as usage."
      />
      <ChoiceField
        name="scope"
        label="Scope to check as well"
        options={SCOPES}
        initial="ANY"
        onInput={forget}
      />
      <div role="status">{found && <Found {...found} />}</div>
    </FormDialog>
  );
}

function Found({ valid, isAdmin, checks, token }: Verification) {
  return (
    <>
      <p>
        <strong>{valid ? 'The key works.' : 'The key is refused.'}</strong>{' '}
        {isAdmin && 'It counts as an admin key.'}
      </p>
      <ul class="plain">
        {checks.map(({ check, verdict }) => (
          <li key={check} class={`tag key-${VERDICTS[verdict].color}`}>
            {CHECKS[check] ?? check}: {VERDICTS[verdict].text}
          </li>
        ))}
      </ul>
      {token && (
        <p>
          <a href={addressOf('keys', token.id)} onClick={closeDialog}>
            <code>{token.hint}</code>
          </a>{' '}
          of {token.user?.email}
        </p>
      )}
    </>
  );
}

/** First of all: the page that it leads to cannot get the focus below a modal dialog. */
function closeDialog({ currentTarget }: Event): void {
  (currentTarget as Element).closest('dialog')?.close();
}

import { useId } from 'preact/hooks';
import { BASE_PATH } from '../base-path.ts';
import { Copy } from './copy.tsx';

type Props = {
  /** Null where the API does not show it again. */
  readonly secret: string | null;
  readonly curl: (secret: string) => string;
};

/**
 * The text of a new key. It stands nowhere but here, and is gone when this closes: the button, which gets
 * the focus first, says so.
 */
export function NewSecret({ secret, curl }: Props) {
  const id = useId();
  if (secret === null)
    return (
      <p>
        The key was created by an earlier request, and its text is not shown again. Revoke it and
        create another one.
      </p>
    );
  return (
    <>
      <p id={id}>Save the key now: it is never shown again.</p>
      <Copy label="Key" text={secret} describedBy={id} />
      <Copy label="Try it" text={curl(secret)} />
    </>
  );
}

export function userKeyCurl(secret: string): string {
  return `curl ${location.origin}${BASE_PATH}/auth/me -H 'X-API-Key: ${secret}'`;
}

export function adminKeyCurl(secret: string): string {
  return `curl ${location.origin}${BASE_PATH}/graphql -H 'X-Admin-API-Key: ${secret}' -H 'Content-Type: application/json' -d '{"query": "{ viewer { access } }"}'`;
}

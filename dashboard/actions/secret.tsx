import { Dialog } from '../parts/dialog.tsx';
import { Copy } from './copy.tsx';

type Props = {
  readonly title: string;
  /** Null where the API does not show it again. */
  readonly secret: string | null;
  readonly curl: (secret: string) => string;
  readonly onClose: () => void;
};

/** The text of a new key. It stands nowhere but here, and is gone when this closes. */
export function SecretDialog({ title, secret, curl, onClose }: Props) {
  return (
    <Dialog title={title} onClose={onClose} isFirm>
      {(close) => (
        <div class="fields">
          {secret === null ? (
            <p>
              The key was created by an earlier request, and its text is not shown again. Revoke it
              and create another one.
            </p>
          ) : (
            <>
              <p>Save the key now: it is never shown again.</p>
              <Copy label="Key" text={secret} />
              <Copy label="Try it" text={curl(secret)} />
            </>
          )}
          <div class="actions">
            <button type="button" class="primary" onClick={close}>
              Done
            </button>
          </div>
        </div>
      )}
    </Dialog>
  );
}

export function userKeyCurl(secret: string): string {
  return `curl ${location.origin}/auth/me -H 'X-API-Key: ${secret}'`;
}

export function adminKeyCurl(secret: string): string {
  return `curl ${location.origin}/graphql -H 'X-Admin-API-Key: ${secret}' -H 'Content-Type: application/json' -d '{"query": "{ viewer { access } }"}'`;
}

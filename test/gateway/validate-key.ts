import type { TestServer } from '../support/server.ts';

export const INTERNAL_SECRET = 'an-internal-secret-for-tests';

export type Verdict = {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Headers;
};

type Ask = {
  /** What to send in place of the token's own body, as it is; null is no body. */
  readonly raw?: string | null;
  readonly token?: unknown;
  /** Null sends no header. */
  readonly secret?: string | null;
};

/** Asks as the platform's gateway does. */
export async function validate(
  server: Pick<TestServer, 'fetch'>,
  { raw, token, secret = INTERNAL_SECRET }: Ask,
): Promise<Verdict> {
  const body = raw === undefined ? JSON.stringify({ token }) : raw;
  const response = await server.fetch('/internal/validate', {
    method: 'POST',
    headers: {
      'x-request-id': 'same',
      ...(body !== null && { 'content-type': 'application/json' }),
      ...(secret !== null && { 'x-internal-secret': secret }),
    },
    body,
  });
  return { status: response.status, body: await response.json(), headers: response.headers };
}

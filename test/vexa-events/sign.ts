import { createHmac } from 'node:crypto';
import type { TestServer } from '../support/server.ts';

export const EVENT_SECRET = 'a-secret-that-signs-events-for-tests';

/** The headers that Vexa's operator callback sends with a body. */
export function signatureOf(
  secret: string,
  body: string,
  timestamp = String(Math.floor(Date.now() / 1_000)),
): { readonly [Name in 'authorization' | 'x-webhook-signature' | 'x-webhook-timestamp']: string } {
  const mac = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  return {
    authorization: `Bearer ${secret}`,
    'x-webhook-signature': `sha256=${mac}`,
    'x-webhook-timestamp': timestamp,
  };
}

/** As Vexa sends it. */
export async function sendEvent(
  server: Pick<TestServer, 'fetch'>,
  event: unknown,
  headers?: Readonly<Record<string, string>>,
) {
  const body = JSON.stringify(event);
  const response = await server.fetch('/internal/vexa/events', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(headers ?? signatureOf(EVENT_SECRET, body)),
    },
    body,
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

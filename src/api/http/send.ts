import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { Answer } from '../../core/http/exchange.ts';
import { endUnread } from './unread-stream.ts';

/** On every answer. The first four are those of the older admin API. */
const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-xss-protection': '1; mode=block',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'x-frame-options': 'DENY',
  // Answers are about secrets and people: nothing between here and the client keeps a copy.
  'cache-control': 'no-store',
};

/** How a key is sent to who sent none, or a wrong one. Browsers show no dialog for this scheme. */
const CHALLENGE = { 'www-authenticate': 'Bearer realm="latchkey"' };

/** @returns the bytes of the body; null for a stream, and where nobody reads it */
export function send(response: ServerResponse, answer: Answer, requestId: string): number | null {
  const { status, headers, body } = answer;
  if (response.destroyed || response.headersSent) {
    if (body instanceof Readable) endUnread(body);
    return null;
  }

  const common = {
    ...SECURITY_HEADERS,
    'x-request-id': requestId,
    ...(status === 401 && CHALLENGE),
    ...headers,
  };
  if (body instanceof Readable) {
    writeHead(response, status, common);
    if (response.req.method === 'HEAD') {
      endUnread(body);
      response.end();
      return null;
    }
    // A stream may have nothing to say for a while, and its client waits for the status.
    response.flushHeaders();
    body.on('error', () => response.destroy());
    response.on('close', () => body.destroy());
    body.pipe(response);
    return null;
  }
  const payload = (body ?? '') as string | Uint8Array;
  const length = typeof payload === 'string' ? Buffer.byteLength(payload) : payload.byteLength;
  const size = WITHOUT_LENGTH.has(status) ? {} : { 'content-length': length };
  writeHead(response, status, { ...size, ...common });
  response.end(length === 0 ? undefined : payload);
  return length;
}

/** The one has no body, and of the other's it would be a wrong length. */
const WITHOUT_LENGTH = new Set([204, 304]);

/** Statuses that Node has no name for. */
const NAMES: Readonly<Record<number, string>> = { 294: 'Partial Success' };

function writeHead(response: ServerResponse, status: number, headers: OutgoingHttpHeaders): void {
  const name = NAMES[status];
  if (name === undefined) response.writeHead(status, headers);
  else response.writeHead(status, name, headers);
}

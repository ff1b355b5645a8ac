import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { Answer } from '../../core/http/exchange.ts';

/** On every answer. The first four are those of the older admin API. */
const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-xss-protection': '1; mode=block',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'x-frame-options': 'DENY',
  // Answers are about secrets and people: nothing between here and the client keeps a copy.
  'cache-control': 'no-store',
};

export function send(response: ServerResponse, answer: Answer, requestId: string): void {
  const { status, headers, body } = answer;
  if (response.destroyed || response.headersSent) {
    // Nobody will read it. Not at once: the library throws where a stream ends that has not begun.
    if (body instanceof Readable) setImmediate(() => body.destroy());
    return;
  }

  if (body instanceof Readable) {
    response.writeHead(status, { ...SECURITY_HEADERS, 'x-request-id': requestId, ...headers });
    body.on('error', () => response.destroy());
    response.on('close', () => body.destroy());
    body.pipe(response);
    return;
  }
  const payload = (body ?? '') as string | Uint8Array;
  const length = typeof payload === 'string' ? Buffer.byteLength(payload) : payload.byteLength;
  response.writeHead(status, {
    ...SECURITY_HEADERS,
    'x-request-id': requestId,
    ...(status !== 204 && { 'content-length': length }),
    ...headers,
  });
  response.end(length === 0 ? undefined : payload);
}

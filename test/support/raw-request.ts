import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import { buffer } from 'node:stream/consumers';

export type RawResponse = {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** As it came, packed or not. */
  readonly body: Buffer;
};

type RawRequest = {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string;
};

/** One request with exactly these headers and this target, and nothing that `fetch` adds or unpacks. */
export function rawRequest(
  url: string,
  target: string,
  { method = 'GET', headers = {}, body }: RawRequest = {},
): Promise<RawResponse> {
  const { promise, resolve, reject } = Promise.withResolvers<RawResponse>();
  const { hostname, port } = new URL(url);
  const sent = request({ hostname, port, path: target, method, headers, agent: false });
  sent.on('error', reject);
  sent.on('response', (response) => {
    const { statusCode = 0, headers: received } = response;
    buffer(response).then(
      (bytes) => resolve({ status: statusCode, headers: received, body: bytes }),
      reject,
    );
  });
  sent.end(body);
  return promise;
}

import { rawRequest } from '../support/raw-request.ts';

type Sent = {
  readonly type?: string | undefined;
  readonly body?: string;
  readonly headers?: object;
};
type Got = { readonly status: number; readonly type: string | undefined; readonly body: string };

export type Send = (method: string, path: string, sent?: Sent) => Promise<Got>;

/** Sends texts, without what a library adds of its own. */
export function sendTo(url: string): Send {
  return async (method, path, { type, body, headers } = {}) => {
    const answer = await rawRequest(url, path, {
      method,
      headers: {
        ...headers,
        ...(type !== undefined && { 'content-type': type }),
        ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
      },
      ...(body !== undefined && { body }),
    });
    const { status, headers: received } = answer;
    return { status, type: received['content-type'], body: String(answer.body) };
  };
}

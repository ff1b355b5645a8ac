import { until } from '../http/raw-connection.ts';
import { atEndOfTest } from './end-of-test.ts';
import type { TestServer } from './server.ts';

type Followed = {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
};

export type Events = {
  readonly status: number;
  /** The next result, or null when the stream ends without one. */
  readonly next: () => Promise<Followed | null>;
  /**
   * The result with which the subscription was refused; null once it is open. A refusal is sent before
   * anything else: an open stream shows itself by heartbeats, which the server has to send often.
   */
  readonly refusal: () => Promise<Followed | null>;
  /** Everything that was received, as it came. */
  readonly text: () => string;
  /** Settles once the stream is over. */
  readonly ended: Promise<void>;
  readonly close: () => void;
};

type Headers = {
  readonly admin?: string;
  readonly key?: string;
  readonly bearer?: string;
  /** Of a page of the service. */
  readonly cookie?: string;
};

/**
 * Subscribes as a browser would: one POST, answered by server-sent events. The stream is closed with
 * the test at the latest.
 */
export async function follow(
  server: Pick<TestServer, 'url'>,
  query: string,
  { admin, key, bearer, cookie }: Headers,
  variables: object = {},
): Promise<Events> {
  const abort = new AbortController();
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    signal: abort.signal,
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      ...(admin !== undefined && { 'x-admin-api-key': admin }),
      ...(key !== undefined && { 'x-api-key': key }),
      ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
      ...(cookie !== undefined && { cookie, 'x-latchkey-csrf': '1' }),
    },
    body: JSON.stringify({ query, variables }),
  });
  const { results, text, isOver, ended } = collect(response);
  let taken = 0;
  const next = async () => {
    await until(() => isOver() || results.length > taken);
    const result = results[taken] ?? null;
    if (result !== null) taken += 1;
    return result;
  };
  const refusal = async () => {
    await until(() => isOver() || results.length > 0 || heartbeats(text()) >= SIGNS_OF_LIFE);
    return results[0] ?? null;
  };
  const close = () => abort.abort();
  atEndOfTest(close);
  return { status: response.status, next, refusal, text, ended, close };
}

/** Everything that comes, as it comes. */
function collect(response: Response) {
  const results: Followed[] = [];
  let text = '';
  let isOver = false;
  const ended = (async () => {
    const read = resultReader(response.status);
    const decoder = new TextDecoder();
    const reader = response.body?.getReader();
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      const received = decoder.decode(part.value, { stream: true });
      text += received;
      results.push(...read(received));
    }
  })()
    .catch(() => {})
    .finally(() => {
      isOver = true;
    });
  return { results, text: () => text, isOver: () => isOver, ended };
}

/** The first is a greeting, and the second may have been due before the refusal was written. */
const SIGNS_OF_LIFE = 3;

export function heartbeats(text: string): number {
  return text.split('\n').filter((line) => line === ':').length;
}

/** The results that each part of an answer completes. A refusal before the stream is plain JSON. */
function resultReader(status: number): (received: string) => Followed[] {
  let rest = '';
  return (received) => {
    rest += received;
    if (status !== 200) return rest.endsWith('}') ? [JSON.parse(rest) as Followed] : [];
    const events = rest.split('\n\n');
    rest = events.pop() ?? '';
    return events.flatMap((event) => {
      const data = /^event: next\ndata: (.*)$/m.exec(event)?.[1];
      return data === undefined ? [] : [JSON.parse(data) as Followed];
    });
  };
}

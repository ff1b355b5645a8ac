import type { TestServer } from './server.ts';

type Followed = {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
};

export type Events = {
  readonly status: number;
  /** The next result, or null when the stream ends or nothing comes in time. */
  readonly next: (patienceMs?: number) => Promise<Followed | null>;
  /** Everything that was received, as it came. */
  readonly text: () => string;
  /** Settles once the stream is over. */
  readonly ended: Promise<void>;
  readonly close: () => void;
};

type Headers = { readonly admin?: string; readonly key?: string };

/** Subscribes as a browser would: one POST, answered by server-sent events. */
export async function follow(
  server: Pick<TestServer, 'url'>,
  query: string,
  { admin, key }: Headers,
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
    },
    body: JSON.stringify({ query }),
  });
  let text = '';
  let isOver = false;
  const ended = (async () => {
    const decoder = new TextDecoder();
    const reader = response.body?.getReader();
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read())
      text += decoder.decode(part.value, { stream: true });
  })()
    .catch(() => {})
    .finally(() => {
      isOver = true;
    });
  let taken = 0;
  const next = async (patienceMs = 5_000) => {
    for (const since = Date.now(); Date.now() - since < patienceMs; ) {
      const results = resultsIn(text, response.status);
      const result = results[taken];
      if (result !== undefined) {
        taken += 1;
        return result;
      }
      if (isOver) return null;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    return null;
  };
  return { status: response.status, next, text: () => text, ended, close: () => abort.abort() };
}

/** A refusal before the stream is plain JSON. */
function resultsIn(text: string, status: number): Followed[] {
  if (status !== 200) return text.endsWith('}') ? [JSON.parse(text) as Followed] : [];
  return text
    .split('\n\n')
    .slice(0, -1)
    .flatMap((event) => {
      const data = /^event: next\ndata: (.*)$/m.exec(event)?.[1];
      return data === undefined ? [] : [JSON.parse(data) as Followed];
    });
}

import type { TestServer } from '../support/server.ts';

export type Answered = {
  readonly status: number;
  readonly code: string | null;
  readonly retryAfter: string | null;
  readonly text: string;
};

type Asked = {
  readonly method?: string;
  readonly path: string;
  readonly body?: unknown;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
};

/** Null for a client that hung up. */
export async function sendRequest(
  server: TestServer,
  { method = 'POST', path, body, headers, signal }: Asked,
): Promise<Answered | null> {
  try {
    const response = await server.fetch(path, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(signal && { signal }),
    });
    const text = await response.text();
    const { errors } = JSON.parse(text) as { errors?: { extensions: { code: string } }[] };
    return {
      status: response.status,
      code: errors?.[0]?.extensions.code ?? null,
      retryAfter: response.headers.get('retry-after'),
      text,
    };
  } catch (error) {
    if (signal?.aborted) return null;
    throw error;
  }
}

/** Whether it is told to try again, over whichever API. */
export function isUnavailable(path: string, answer: Answered | null): boolean {
  return path === '/graphql'
    ? answer?.code === 'SERVICE_UNAVAILABLE'
    : answer?.status === 503 && answer.retryAfter !== null;
}

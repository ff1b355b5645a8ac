import { untilThere } from './patience.ts';
import { ADMIN_KEY, type Process } from './processes.ts';
import type { World } from './world.ts';

export type Reply = { readonly status: number; readonly body: unknown };
export type Sent = {
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
  /** Sent as it is, instead of these. */
  readonly init?: RequestInit;
  /** Whether its repetition is answered as the first one was. */
  readonly isRemembered?: boolean;
  /** Whether the answer is where a key is shown, once. */
  readonly showsSecret?: boolean;
};

/** The text of a key, as it is shown once. */
export const KEY_TEXT = /vxa_[a-z]+_[0-9A-Za-z]{20,}/;

/** @returns null for what a client sends again; anything else that a server may not say is thrown */
export async function send(world: World, process: Process, sent: Sent): Promise<Reply | null> {
  const response = await fetch(process.url + sent.path, initOf(sent)).catch(() => null);
  const text = await response?.text().catch(() => null);
  // A process that ended by itself is found after the step.
  if (response == null || text == null) return null;
  const { status, headers } = response;
  if (status >= 400) world.unlogged.set(headers.get('x-request-id') ?? 'no id', process);
  if (status === 503) {
    if (headers.get('retry-after') === null) throw new Error('503 without Retry-After');
    return null;
  }
  if (status >= 500) throw new Error(`${sent.path} was answered with ${status}: ${text}`);
  if (!sent.showsSecret && KEY_TEXT.test(text))
    throw new Error(`${sent.path} shows the text of a key: ${text}`);
  const body: unknown = JSON.parse(text);
  return isForLater(body) ? null : { status, body };
}

/** GraphQL says in the answer what REST says in the status. */
function isForLater(body: unknown): boolean {
  const { errors = [] } = body as { errors?: { extensions?: { code?: string } }[] };
  return errors.some(({ extensions }) => extensions?.code === 'SERVICE_UNAVAILABLE');
}

export function initOf({ headers = {}, body, init }: Sent): RequestInit {
  if (init !== undefined) return init;
  if (body === undefined) return { headers };
  return {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
}

/** Sends what changes nothing until there is an answer: on a busy machine, some may be put off. */
export function sendPatiently(world: World, process: Process, sent: Sent): Promise<Reply> {
  return untilThere(async () => {
    if (!process.isRunning()) throw new Error('a process has ended by itself');
    return await send(world, process, sent);
  });
}

/** Reads as an operator does. */
export async function read<Data>(
  world: World,
  process: Process,
  query: string,
  variables: object,
): Promise<Data> {
  const sent = {
    path: '/graphql',
    headers: { 'x-admin-api-key': ADMIN_KEY },
    body: { query, variables },
  };
  const { body } = await sendPatiently(world, process, sent);
  const { data } = body as { data: Data | null };
  if (data === null) throw new Error(`nothing was read: ${JSON.stringify(body)}`);
  return data;
}

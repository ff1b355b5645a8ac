import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { connectionSettings } from '../../src/data/connection/session-settings.ts';
import { until } from '../http/raw-connection.ts';
import type { TestServer } from '../support/server.ts';
import type { Fault } from './steps.ts';

export type Reply = { readonly status: number; readonly body: unknown };
export type Sent = {
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
  /** Whether its repetition is answered as the first one was. */
  readonly isRemembered?: boolean;
};
/** Those that may be asked, the first one first. */
export type Processes = readonly [TestServer, TestServer];

/** Breaks all connections of the service to its database. */
async function cutConnections({ databaseUrl }: TestServer): Promise<void> {
  const { config } = connectionSettings(databaseUrl, 'simulation');
  const client = new pg.Client(config);
  await client.connect();
  await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and usename = current_user`,
  );
  await client.end();
}

/**
 * Sends a request as a careful client does: again until there is an answer, with an idempotency key where that counts.
 * @returns the answer, and how many requests there are of which nobody knows
 */
export async function ask(
  processes: Processes,
  sent: Sent,
  fault: Fault,
): Promise<Reply & { readonly unknown: number }> {
  const [first, second] = processes;
  const once = sent.isRemembered ? { 'idempotency-key': randomUUID() } : {};
  const request = { ...sent, headers: { ...sent.headers, ...once } };
  let unknown = 0;
  if (fault === 'HANG_UP') {
    unknown += 1;
    await hangUp(first, request);
  }
  const [reply] = await Promise.all([
    send(first, request),
    fault === 'CUT' ? cutConnections(first) : null,
    fault === 'TWICE' ? send(second, request).then(() => (unknown += 1)) : null,
  ]);
  let answer = reply;
  // The database is not back yet.
  await until(async () => {
    if (answer !== null) return true;
    unknown += 1;
    answer = await send(first, request);
    return answer !== null;
  });
  if (answer === null) throw new Error('no answer');
  return { ...answer, unknown };
}

async function hangUp({ url }: TestServer, sent: Sent): Promise<void> {
  const leaving = new AbortController();
  const sending = fetch(url + sent.path, { ...initOf(sent), signal: leaving.signal });
  setImmediate(() => leaving.abort());
  await sending.then((response) => response.text()).catch(() => {});
}

/** @returns null for what a client sends again; anything else that a server may not say is thrown */
async function send({ url }: TestServer, sent: Sent): Promise<Reply | null> {
  const response = await fetch(url + sent.path, initOf(sent));
  const text = await response.text();
  const { status, headers } = response;
  if (status === 503) {
    if (headers.get('retry-after') === null) throw new Error('503 without Retry-After');
    return null;
  }
  if (status >= 500) throw new Error(`${sent.path} was answered with ${status}: ${text}`);
  const body: unknown = JSON.parse(text);
  return isForLater(body) ? null : { status, body };
}

/** GraphQL says in the answer what REST says in the status. */
function isForLater(body: unknown): boolean {
  const { errors = [] } = body as { errors?: { extensions?: { code?: string } }[] };
  const codes = errors.map(({ extensions }) => extensions?.code);
  if (codes.some((code) => code !== 'SERVICE_UNAVAILABLE'))
    throw new Error(`unexpected: ${JSON.stringify(errors)}`);
  return codes.length > 0;
}

function initOf({ headers = {}, body }: Sent): RequestInit {
  if (body === undefined) return { headers };
  return {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  };
}

import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { TestServer } from '../support/server.ts';

export type Lock = { readonly release: () => Promise<void> };

/** Nobody else reads or writes these tables until the lock is released. */
export async function lockTables({ databaseUrl }: TestServer, tables: string): Promise<Lock> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('begin');
  await client.query(`lock table ${tables} in access exclusive mode`);
  return {
    release: async () => {
      await client.query('rollback');
      await client.end();
    },
  };
}

/** How many statements of requests wait at the database. */
export async function statementsUnderWay({ databaseUrl }: TestServer): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'the test' });
  await client.connect();
  const { rows } = await client.query<{ count: number }>(`
    select count(*)::int as count from pg_stat_activity
    where datname = current_database() and application_name = 'latchkey' and state = 'active'
      and wait_event_type = 'Lock'`);
  await client.end();
  return rows[0]?.count ?? 0;
}

/** Comes back with true once it is so; with false after this many milliseconds. */
export async function comesTrue(ms: number, isSo: () => Promise<boolean>): Promise<boolean> {
  for (const end = Date.now() + ms; Date.now() < end; ) {
    if (await isSo()) return true;
    await pause(50);
  }
  return false;
}

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
export async function ask(
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

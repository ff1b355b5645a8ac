import pg from 'pg';
import { inject } from 'vitest';
import { build, type Running, start } from './process.ts';

export const NODES_ADMIN_KEY = 'an-admin-key-for-several-processes';
export const NODES_SECRET = 'an-internal-secret-for-several-processes';

/** Real processes on one database of their own, with nothing but PostgreSQL between them. */
export type Nodes = {
  readonly databaseUrl: string;
  readonly query: <Row extends object>(text: string, values?: unknown[]) => Promise<Row[]>;
  /** @param folder the checkout that it is started from; this one unless given */
  readonly start: (folder?: string) => Promise<Running>;
  readonly drop: () => Promise<void>;
};

/** @param env settings of all of the processes, besides those that they need */
export async function createNodes(env: Environment = {}): Promise<Nodes> {
  build();
  const name = `nodes_${process.pid}_${Math.random().toString(36).slice(2)}`;
  const { url } = inject('postgres');
  await once(url, `create database ${name}`);
  const address = new URL(url);
  address.pathname = `/${name}`;
  const databaseUrl = address.href;
  const all = { ...nodeEnv(databaseUrl), ...env };
  return {
    databaseUrl,
    query: (text, values) => once(databaseUrl, text, values),
    start: (folder) => start({ env: all, ...(folder !== undefined && { folder }) }),
    drop: async () => {
      await once(url, `drop database ${name} with (force)`);
    },
  };
}

type Environment = Readonly<Record<string, string>>;

export function nodeEnv(databaseUrl: string): Environment {
  return {
    DATABASE_URL: databaseUrl,
    ADMIN_API_TOKEN: NODES_ADMIN_KEY,
    INTERNAL_API_SECRET: NODES_SECRET,
    TOKEN_PEPPER: 'a pepper that all of the processes share',
    // The rounds send many keys that have just ended.
    GUESS_LIMIT: '0',
  };
}

async function once<Row extends object>(
  connectionString: string,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** Asks as the operator. */
export async function asAdmin<Reply>(
  { url }: Pick<Running, 'url'>,
  path: string,
  { method = 'POST', body = {} }: { readonly method?: string; readonly body?: object } = {},
): Promise<Reply> {
  const response = await fetch(url + path, {
    method,
    headers: { 'content-type': 'application/json', 'x-admin-api-key': NODES_ADMIN_KEY },
    body: JSON.stringify(body),
  });
  return (response.status === 204 ? null : await response.json()) as Reply;
}

export type NodeKey = { readonly id: number; readonly userId: number; readonly text: string };

/** A user with some keys. */
export async function mintKeys(node: Pick<Running, 'url'>, count: number): Promise<NodeKey[]> {
  const email = `nodes-${Math.random().toString(36).slice(2)}@example.com`;
  const { id: userId } = await asAdmin<{ id: number }>(node, '/admin/users', { body: { email } });
  const keys: NodeKey[] = [];
  while (keys.length < count) {
    const { id, token } = await asAdmin<{ id: number; token: string }>(
      node,
      `/admin/users/${userId}/tokens`,
      { body: { scopes: ['bot', 'tx'] } },
    );
    keys.push({ id, userId, text: token });
  }
  return keys;
}

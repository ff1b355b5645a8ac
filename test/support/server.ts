import { randomBytes } from 'node:crypto';
import { Writable } from 'node:stream';
import pg from 'pg';
import { pino } from 'pino';
import { inject } from 'vitest';
import { startService } from '../../src/app/service.ts';
import type { App } from '../../src/core/app.ts';
import { type Clock, databaseClock } from '../../src/core/clock.ts';
import { parseConfig } from '../../src/core/config/parse-config.ts';
import type { Database } from '../../src/data/database.ts';
import type { Network } from '../../src/domain/webhooks/network.ts';
import { atEndOfTest, once } from './end-of-test.ts';
import { alterSql } from './hostile-settings.ts';
import { SHORT_CUTS } from './short-cuts.ts';

export type TestServer = {
  readonly url: string;
  readonly adminKey: string;
  readonly analyticsKey: string;
  readonly db: Database;
  readonly app: App;
  /** The address of its own database. */
  readonly databaseUrl: string;
  /** Every statement sent since the list was last emptied. */
  readonly statements: string[];
  /** Every line logged, at the most verbose level. */
  readonly logLines: string[];
  readonly fetch: (path: string, init?: RequestInit) => Promise<Response>;
  readonly graphql: <Data = never>(
    document: string,
    options?: GraphQLOptions,
  ) => Promise<GraphQLReply<Data>>;
  readonly stop: () => Promise<void>;
};

type GraphQLOptions = {
  readonly variables?: unknown;
  /** Sent as X-Admin-API-Key. */
  readonly admin?: string;
  /** Sent as X-API-Key. */
  readonly key?: string;
};

type GraphQLReply<Data> = {
  readonly status: number;
  readonly data: Data;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions: {
      readonly code: string;
      readonly issues?: readonly { path: string[]; message: string }[];
    };
  }[];
  readonly extensions?: Record<string, unknown>;
};

export type ServerOptions = {
  readonly env?: Readonly<Record<string, string>>;
  readonly clock?: Clock;
  /** The world outside; left out, every name has one public address and redirects nowhere. */
  readonly outside?: Network;
  /** Share the database of another server, which keeps it: a second process as far as they can tell. */
  readonly beside?: Pick<TestServer, 'databaseUrl'>;
};

const ADMIN_KEY = 'test-admin-key-of-31-characters';
const ANALYTICS_KEY = 'test-analytics-key-of-35-characters';
const PEPPER = 'a pepper for tests, at least 32 characters long';

const PLAIN_OUTSIDE: Network = {
  resolve: async () => ['93.184.215.14'],
  redirectOf: async () => null,
};

/**
 * Runs the real service, on a free port, with a fresh migrated database of its own. One that a test
 * starts is stopped with that test at the latest.
 */
export async function startServer({
  env = {},
  clock = databaseClock,
  outside = PLAIN_OUTSIDE,
  beside,
}: ServerOptions = {}): Promise<TestServer> {
  const directUrl = beside?.databaseUrl ?? (await createDatabase());
  const databaseUrl = pooled(directUrl);
  const config = parseConfig({
    PORT: '0',
    LOG_LEVEL: 'trace',
    ADMIN_API_TOKEN: ADMIN_KEY,
    ANALYTICS_API_TOKEN: ANALYTICS_KEY,
    DATABASE_URL: databaseUrl,
    DATABASE_DIRECT_URL: directUrl,
    TOKEN_PEPPER: PEPPER,
    // All tests come from one address, and many send wrong keys.
    GUESS_LIMIT: '0',
    SHORT_CUTS,
    ...env,
  });
  const statements: string[] = [];
  const logLines: string[] = [];
  const service = await startService({
    config,
    databaseUrl,
    operatorKeys: { admin: config.keys.admin, analytics: config.keys.analytics },
    peppers: { current: config.token.pepper ?? PEPPER, previous: config.token.previousPepper },
    clock,
    log: pino({ level: 'trace' }, linesTo(logLines)),
    network: outside,
    onStatement: (text) => {
      if (databaseUrl === directUrl || !FRAME.test(text)) statements.push(text);
    },
  });
  const { app, url } = service;
  const stop = once(async () => {
    await service.stop();
    if (beside === undefined) await dropDatabase(directUrl);
  });
  atEndOfTest(stop);
  return {
    url,
    app,
    db: app.db,
    adminKey: config.keys.admin[0] ?? ADMIN_KEY,
    analyticsKey: config.keys.analytics[0] ?? ANALYTICS_KEY,
    databaseUrl: directUrl,
    statements,
    logLines,
    fetch: (path, init) => fetch(url + path, { redirect: 'manual', ...init }),
    graphql: (document, options) => sendGraphQL(url, document, options),
    stop,
  };
}

/** What goes around each statement behind a pooler. */
const FRAME = /^(?:begin isolation level read committed;|commit$)/;

/** The same database through the pooler, in the suite that has one. */
function pooled(databaseUrl: string): string {
  const { url, poolerPort } = inject('postgres');
  const address = new URL(databaseUrl);
  if (poolerPort === undefined || address.port !== new URL(url).port) return databaseUrl;
  address.port = String(poolerPort);
  address.searchParams.set('pgbouncer', 'true');
  return address.href;
}

async function sendGraphQL<Data>(
  url: string,
  query: string,
  { variables, admin, key }: GraphQLOptions = {},
): Promise<GraphQLReply<Data>> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(admin !== undefined && { 'x-admin-api-key': admin }),
      ...(key !== undefined && { 'x-api-key': key }),
    },
    body: JSON.stringify({ query, variables }),
  });
  const reply = (await response.json()) as GraphQLReply<Data>;
  return { ...reply, status: response.status };
}

function linesTo(lines: string[]): Writable {
  return new Writable({
    write: (chunk, _encoding, done) => {
      lines.push(String(chunk));
      done();
    },
  });
}

async function createDatabase(): Promise<string> {
  const { url, template, hostile } = inject('postgres');
  const name = `test_${randomBytes(8).toString('hex')}`;
  // Two copies of one template at once are refused: whoever comes second waits.
  await onServer(url, async (client) => {
    await client.query('select pg_advisory_lock(1)');
    // With the caches that the first connection to a database would have to fill.
    await client.query(`create database ${name} template ${template} strategy file_copy`);
    if (hostile) await client.query(alterSql(`database ${name}`, hostile.settings));
  });
  const own = new URL(url);
  if (hostile) Object.assign(own, { username: hostile.role, password: hostile.role });
  own.pathname = `/${name}`;
  return own.href;
}

async function dropDatabase(databaseUrl: string): Promise<void> {
  const { url } = inject('postgres');
  await onServer(url, (client) =>
    client.query(`drop database if exists ${new URL(databaseUrl).pathname.slice(1)} with (force)`),
  );
}

async function onServer(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

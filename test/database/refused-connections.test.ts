import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { openWire, type Wire } from '../gateway/wire.ts';
import { createOwnPostgres, type OwnPostgres } from '../support/own-postgres.ts';
import { type SeededKey, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { failToConnect, refusingServer, SQL_STATES } from './refusing.ts';
import { query } from './scratch.ts';

// A database that lets nobody in is away, whatever it says of the reason. It is back as soon as it lets us in.

let postgres: OwnPostgres;
let wire: Wire;
let node: TestServer;
let key: SeededKey;

beforeAll(async () => {
  postgres = await createOwnPostgres();
  wire = await openWire(postgres.url);
  node = await startServer({ beside: { databaseUrl: wire.url } });
  key = await seedKey(node, await seedUser(node));
});
afterAll(async () => {
  await node.stop();
  await wire.cut();
  await postgres.remove();
});
beforeEach(async () => {
  await vi.waitFor(async () => expect((await ready()).status).toBe(200), 10_000);
  expect(await answers()).toEqual(ANSWERED);
});

const ready = async () => {
  const response = await node.fetch('/health/ready');
  const { checks } = (await response.json()) as { checks: Record<string, string> };
  return { status: response.status, database: checks['database'] };
};

let serial = 0;

type Given = { readonly status: number; readonly retryAfter: unknown };

/** A read with a key, a write of an operator, and both APIs. */
async function answers(): Promise<readonly Given[]> {
  serial += 1;
  const operator = { 'x-admin-api-key': node.adminKey };
  const rest = await Promise.all([
    node.fetch('/auth/me', { headers: { 'x-api-key': key.secret } }),
    node.fetch('/admin/users', { headers: operator }),
    node.fetch('/users', {
      method: 'POST',
      headers: { ...operator, 'content-type': 'application/json' },
      body: JSON.stringify({ email: `new${serial}@example.com` }),
    }),
  ]);
  const graphql = await node.graphql('{ users(first: 1) { nodes { id } } }', {
    admin: node.adminKey,
  });
  return [
    ...rest.map(({ status, headers }) => ({
      status: status === 201 ? 200 : status,
      retryAfter: headers.get('retry-after'),
    })),
    { status: graphql.status, retryAfter: graphql.errors?.[0]?.extensions.code ?? null },
  ];
}

const ANSWERED = Array.from({ length: 4 }, () => ({ status: 200, retryAfter: null }));
const AWAY = [
  ...Array.from({ length: 3 }, () => ({ status: 503, retryAfter: '1' })),
  { status: 503, retryAfter: 'SERVICE_UNAVAILABLE' },
];

/** Nobody is refused as if it were our fault, and readiness says why. */
async function expectAway(code: string): Promise<void> {
  expect(await answers()).toEqual(AWAY);
  await vi.waitFor(async () => expect((await ready()).database).toContain(code), 5_000);
  for (let look = 0; look < 3; look += 1)
    expect(await ready()).toEqual({ status: 503, database: `does not respond: ${code}` });
  expect(await answers()).toEqual(AWAY);
}

async function expectBack(): Promise<void> {
  await vi.waitFor(async () => expect((await ready()).status).toBe(200), 5_000);
  expect(await answers()).toEqual(ANSWERED);
}

describe('a server that refuses connections', () => {
  it.each(SQL_STATES)('with %s is away', async (sqlState) => {
    const { href } = new URL(postgres.url);
    await wire.mend(await refusingServer(sqlState));
    await expectAway(sqlState);
    await wire.mend(href);
    await expectBack();
  });
});

const SYSTEM_CODES = [
  ...['EAI_AGAIN', 'ENOTFOUND', 'EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN', 'EHOSTDOWN', 'EMFILE'],
  ...['ENFILE', 'EADDRNOTAVAIL', 'EACCES', 'EPERM', 'ENOBUFS', 'ECONNREFUSED', 'ECONNRESET'],
  ...['ETIMEDOUT', 'CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  ...['SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ...['ERR_TLS_CERT_ALTNAME_INVALID', 'ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_TLS_HANDSHAKE_TIMEOUT'],
];

describe('a way to the server', () => {
  it.each(SYSTEM_CODES)('that fails with %s is away', async (code) => {
    const way = failToConnect(wire.url, code);
    // The connection that asks how the database is outlives the others.
    await killAll(`application_name <> 'latchkey health'`);
    await vi.waitFor(async () => {
      expect(await answers()).toEqual(AWAY);
      expect(await ready()).toEqual({ status: 503, database: `no connection: ${code}` });
    }, 10_000);
    await wire.mend();
    await expectAway(code);
    way.end();
    await expectBack();
  });

  it.each(['EAI_AGAIN', 'CERT_HAS_EXPIRED', 'EMFILE'])(
    'that fails with %s for new connections leaves those in use that there are',
    async (code) => {
      const way = failToConnect(wire.url, code);
      await killAll(`application_name = 'latchkey health'`);
      await vi.waitFor(async () =>
        expect(await ready()).toEqual({ status: 503, database: `does not respond: ${code}` }),
      );
      // One at a time: each finds a connection.
      const me = await node.fetch('/auth/me', { headers: { 'x-api-key': key.secret } });
      expect(me.status).toBe(200);
      way.end();
      await expectBack();
    },
  );
});

const asSuperuser = (text: string) => query(elsewhere(), text);
const database = () => new URL(postgres.url).pathname.slice(1);
const role = () => new URL(postgres.url).username;

/** The database itself may let nobody in. */
function elsewhere(): string {
  return Object.assign(new URL(postgres.superuserUrl), { pathname: '/postgres' }).href;
}

const killAll = (which: string) =>
  asSuperuser(`select pg_terminate_backend(pid, 5000) from pg_stat_activity
    where datname in ('${database()}', 'moved') and pid <> pg_backend_pid() and ${which}`);

const REFUSALS: readonly (readonly [what: string, code: string, Closing])[] = [
  [
    'the right to connect is gone',
    '42501',
    () => [
      `revoke connect on database ${database()} from public, ${role()};
       alter database ${database()} owner to ${new URL(postgres.superuserUrl).username}`,
      `grant connect on database ${database()} to public;
       alter database ${database()} owner to ${role()}`,
    ],
  ],
  [
    'it takes no connections',
    '55000',
    () => [
      `alter database ${database()} allow_connections false`,
      `alter database ${database()} allow_connections true`,
    ],
  ],
  [
    'the database has no connections left',
    '53300',
    () => [
      `alter database ${database()} connection limit 0`,
      `alter database ${database()} connection limit -1`,
    ],
  ],
  [
    'the role has no connections left',
    '53300',
    () => [`alter role ${role()} connection limit 0`, `alter role ${role()} connection limit -1`],
  ],
  [
    'the role may not log in',
    '28000',
    () => [`alter role ${role()} nologin`, `alter role ${role()} login`],
  ],
  [
    'the database has another name',
    '3D000',
    () => [
      `alter database ${database()} rename to moved`,
      `alter database moved rename to ${database()}`,
    ],
  ],
];
type Closing = () => readonly [close: string, open: string];

describe('a database with all sessions killed, where', () => {
  it.each(REFUSALS)('%s, is away until it lets us in', async (what, code, statements) => {
    const [close, open] = statements();
    // A database that is in use keeps its name.
    const isFirst = what.includes('name');
    if (isFirst) await asSuperuser(`alter role ${role()} nologin`);
    if (isFirst) await killAll('true');
    for (const statement of close.split(';')) await asSuperuser(statement);
    if (isFirst) await asSuperuser(`alter role ${role()} login`);
    await killAll('true');
    await expectAway(code);
    for (const statement of open.split(';')) await asSuperuser(statement);
    await expectBack();
  });
});

describe('a database with one connection left, for the question how it is,', () => {
  it.each([
    ['role', () => `role ${role()}`],
    ['database', () => `database ${database()}`],
  ])('by the limit of the %s is not ready, and says why', async (_what, target) => {
    const statements = () => asSuperuser(`alter ${target()} connection limit 1`);
    await statements();
    await killAll(`application_name <> 'latchkey health'`);
    await vi.waitFor(async () => {
      expect(await answers()).toEqual(AWAY);
      expect(await ready()).toEqual({ status: 503, database: 'no connection: 53300' });
    }, 10_000);
    await asSuperuser(`alter ${target()} connection limit -1`);
    // Nobody else asks for anything: readiness itself finds out.
    await expectBack();
  });
});

describe('a statement that fails with', () => {
  it.each(['0A000', '22023', '54000', '55000', '58000', 'F0000'])(
    '%s is no database that is away',
    async (sqlState) => {
      await query(
        postgres.superuserUrl,
        `create function refused() returns trigger language plpgsql as
           $$ begin raise exception using errcode = '${sqlState}'; end $$;
         create trigger refused before insert on users for each row execute function refused()`,
      );
      onTestFinished(async () => {
        await query(postgres.superuserUrl, 'drop function refused cascade');
      });
      const [, , written] = await answers();
      expect(written).toEqual({ status: 500, retryAfter: null });
      expect(await ready()).toEqual({ status: 200, database: 'ok' });
    },
  );
});

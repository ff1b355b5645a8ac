import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { missingObjects, readTables } from '../../src/data/migrations/expected-tables.ts';
import { type SeededKey, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { query } from './scratch.ts';

// Somebody changes the database beneath the service: readiness, callers and the log say what is missing.

let server: TestServer;
let key: SeededKey;

beforeAll(async () => {
  server = await startServer();
  key = await seedKey(server, await seedUser(server));
});
afterAll(() => server.stop());
beforeEach(async () => {
  await untilComplete();
  server.logLines.length = 0;
});

type Readiness = { readonly status: number; readonly checks: Readonly<Record<string, string>> };

async function ready(): Promise<Readiness> {
  const response = await server.fetch('/health/ready');
  const { checks } = (await response.json()) as Pick<Readiness, 'checks'>;
  return { status: response.status, checks };
}

const untilComplete = () =>
  vi.waitFor(async () => expect((await ready()).status).toBe(200), 10_000);

/** Until the end of the test. */
async function change(there: string, back: string): Promise<void> {
  await query(server.databaseUrl, there);
  onTestFinished(async () => {
    await query(server.databaseUrl, back);
  });
}

const untilMissing = (what: string) =>
  vi.waitFor(async () => {
    const { status, checks } = await ready();
    expect([status, checks['schema']]).toEqual([200, expect.stringContaining(`missing: ${what}`)]);
  }, 10_000);

const tables = await readTables();

it('what is expected is what the migrations made', async () => {
  const there = await query(
    server.databaseUrl,
    `select c.relname::text as name, array_agg(a.attname::text order by a.attname collate "C") as columns
       from pg_class c join pg_attribute a on a.attrelid = c.oid
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
        and c.relname <> '_prisma_migrations' and a.attnum > 0 and not a.attisdropped
      group by c.relname order by c.relname collate "C"`,
  );
  const expected = tables.map(({ name, columns }) => ({ name, columns: columns.toSorted() }));
  expect(expected.toSorted((one, other) => (one.name < other.name ? -1 : 1))).toEqual(there);
  const views = await query(
    server.databaseUrl,
    `select relname::text as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('v', 'm')`,
  );
  expect(views).toEqual([{ name: 'counted_meetings' }]);
});

describe('what is missing is', () => {
  const missing = () => missingObjects(server.db.rows, tables);

  it.each(tables.map(({ name }) => name))('the table %s when it is gone', async (name) => {
    await change(`alter table ${name} rename to gone`, `alter table gone rename to ${name}`);
    expect(await missing()).toEqual([`table ${name}`]);
  });

  it.each(tables)('of the table $name each column that is gone', async ({ name, columns }) => {
    for (const column of columns) {
      await query(server.databaseUrl, `alter table ${name} rename column ${column} to gone`);
      expect(await missing()).toEqual([`column ${name}.${column}`]);
      await query(server.databaseUrl, `alter table ${name} rename column gone to ${column}`);
    }
  });

  it('a view that is gone', async () => {
    await change(
      'alter view counted_meetings rename to gone',
      'alter view gone rename to counted_meetings',
    );
    expect(await missing()).toEqual(['table counted_meetings']);
  });
});

describe('readiness names', () => {
  it.each([
    ['trigger fold_before_write on users', 'alter table users', 'trigger fold_before_write'],
    [
      'trigger summary_after_update on meetings',
      'alter table meetings',
      'trigger summary_after_update',
    ],
  ])('a disabled %s', async (what, table, trigger) => {
    await change(`${table} disable ${trigger}`, `${table} enable ${trigger}`);
    await untilMissing(what);
  });

  it('a function, a constraint and a unique index that are gone', async () => {
    await change(
      `alter function furthest_stage(text[]) rename to gone;
       alter index users_email_folded_key rename to gone;
       alter table meetings rename constraint meetings_user_id_fkey to gone`,
      `alter function gone(text[]) rename to furthest_stage;
       alter index gone rename to users_email_folded_key;
       alter table meetings rename constraint gone to meetings_user_id_fkey`,
    );
    await untilMissing('constraint meetings_user_id_fkey on meetings, function furthest_stage(');
  });
});

it('readiness finds out without a request that fails, and finds all that is gone', async () => {
  await change(
    'alter table sweeps rename to gone; alter table users rename column image_url to picture',
    'alter table gone rename to sweeps; alter table users rename column picture to image_url',
  );
  await untilMissing('table sweeps, column users.image_url');
});

/** A role that may do everything with the tables, but does not own them. */
async function lesserRole(): Promise<{ readonly role: string; readonly url: string }> {
  const role = new URL(server.databaseUrl).pathname.slice(1).replace('test_', 'lesser_');
  await query(
    server.databaseUrl,
    `create role ${role} login password 'poor';
     grant all on all tables in schema public to ${role};
     grant all on all sequences in schema public to ${role}`,
  );
  onTestFinished(async () => {
    await query(server.databaseUrl, `drop owned by ${role}; drop role ${role}`);
  });
  return {
    role,
    url: Object.assign(new URL(server.databaseUrl), { username: role, password: 'poor' }).href,
  };
}

it('readiness names each right on a table or a sequence that is gone', async () => {
  const { role, url } = await lesserRole();
  const lesser = await startServer({ beside: { databaseUrl: url } });
  const schemaOf = async () => {
    const response = await lesser.fetch('/health/ready');
    const { checks } = (await response.json()) as Pick<Readiness, 'checks'>;
    return [response.status, checks['schema']];
  };
  const complete = [200, 'ok'];
  expect(await schemaOf()).toEqual(complete);
  for (const [right, what, named] of [
    ['select', 'users', 'right to select on users'],
    ['insert', 'audit_events', 'right to insert on audit_events'],
    ['update', 'api_tokens', 'right to update on api_tokens'],
    ['delete', 'meetings', 'right to delete on meetings'],
    ['usage', 'sequence users_id_seq', 'right to use users_id_seq'],
  ] as const) {
    await query(server.databaseUrl, `revoke ${right} on ${what} from ${role}`);
    await vi.waitFor(
      async () => expect(await schemaOf()).toEqual([200, `missing: ${named}`]),
      10_000,
    );
    await query(server.databaseUrl, `grant ${right} on ${what} to ${role}`);
    await vi.waitFor(async () => expect(await schemaOf()).toEqual(complete), 10_000);
  }
  await lesser.stop();
});

const operator = () => ({
  'x-admin-api-key': server.adminKey,
  'content-type': 'application/json',
});
let serial = 0;
const createUser = () => {
  serial += 1;
  return server.fetch('/users', {
    method: 'POST',
    headers: operator(),
    body: JSON.stringify({ email: `new${serial}@example.com` }),
  });
};
const me = () => server.fetch('/auth/me', { headers: { 'x-api-key': key.secret } });
const logged = (text: string) => server.logLines.filter((line) => line.includes(text)).length;

/** What is taken away, and a request that needs it. */
const LOSSES: readonly (readonly [
  what: string,
  from: string,
  to: string,
  () => Promise<Response>,
])[] = [
  ['users', 'users rename to', 'gone', createUser],
  ['audit_events', 'audit_events rename to', 'gone', createUser],
  ['api_tokens', 'api_tokens rename to', 'gone', me],
  ['users.role', 'users rename column role to', 'gone', createUser],
  ['audit_events.actor', 'audit_events rename column actor_name to', 'gone', createUser],
];

describe('requests that need', () => {
  it.each(LOSSES)(
    '%s, which is gone, get 503, and one line is logged',
    async (_what, from, to, send) => {
      const [table = '', , , column] = from.split(' ');
      const isColumn = from.includes('column');
      await change(
        `alter table ${from} ${to}`,
        isColumn
          ? `alter table ${table} rename column ${to} to ${column}`
          : `alter table ${to} rename to ${table}`,
      );
      for (let request = 0; request < 5; request += 1) {
        const answer = await send();
        expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
        expect(await answer.text()).toContain('incomplete');
      }
      const answer = await server.graphql('{ users(first: 1) { nodes { id role } } }', {
        admin: server.adminKey,
      });
      const codes = new Set((answer.errors ?? []).map(({ extensions: { code } }) => code));
      codes.delete('SERVICE_UNAVAILABLE');
      expect([...codes]).toEqual([]);
      await untilMissing(isColumn ? `column ${table}.${column}` : `table ${table}`);
      expect([logged('the database is incomplete'), logged('unexpected error')]).toEqual([1, 0]);
    },
  );

  it('a function, which is gone, get 503, and one line is logged', async () => {
    await change(
      'alter function folded_address(text) rename to gone',
      'alter function gone(text) rename to folded_address',
    );
    for (let request = 0; request < 5; request += 1) expect((await createUser()).status).toBe(503);
    await untilMissing('function folded_address(t text)');
    expect([logged('the database is incomplete'), logged('unexpected error')]).toEqual([1, 0]);
  });

  it('a table that was never there are logged once, and change nothing', async () => {
    const failing = () => server.db.prisma.$queryRawUnsafe('select from nothing_like_it');
    for (let time = 0; time < 3; time += 1) await expect(failing()).rejects.toThrow();
    await vi.waitFor(() => expect(logged('nothing_like_it')).toBe(1), 10_000);
    expect(await ready()).toMatchObject({ status: 200, checks: { schema: 'ok' } });
  });
});

it.each(['token_usage', 'token_usage_days', 'usage_writers'])(
  'without %s, usage is not ok until it is written',
  async (name) => {
    await change(`alter table ${name} rename to gone`, `alter table gone rename to ${name}`);
    await me();
    await vi.waitFor(
      async () =>
        expect((await ready()).checks['usage']).toMatch(
          /^\d+ requests are not written yet: 42P01$/,
        ),
      10_000,
    );
    await query(server.databaseUrl, `alter table gone rename to ${name}`);
    await vi.waitFor(async () => expect((await ready()).checks['usage']).toBe('ok'), 10_000);
    await query(server.databaseUrl, `alter table ${name} rename to gone`);
  },
);

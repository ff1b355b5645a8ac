import pg from 'pg';
import sql from 'sql-template-tag';
import { afterAll, beforeAll, expect, inject, it, vi } from 'vitest';
import { verifyAuditLog } from '../../src/domain/audit/verify.ts';
import { auditEventSql } from '../../src/security/audit/log.ts';
import { onHost } from '../../src/security/callers/caller.ts';
import { runRetention } from '../retention/running.ts';
import { type Canaries, dumpOf, findIn } from '../support/canaries.ts';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { untilSealed } from '../support/unsealed.ts';
import { erase } from './erasing.ts';
import { CODES, EMPTIED, entries, LEFT, nameOf, SEARCHED } from './text-columns.ts';

// Every column that can hold a text, and what an erasure does about it. A new one has to be entered here.

const START = Date.UTC(2026, 4, 1);
const DAY_MS = 86_400_000;
let now = new Date(START);
let server: TestServer;
beforeAll(async () => {
  server = await startServer({ clock: () => now, env: { AUDIT_REFUSALS_DAYS: '0' } });
});
afterAll(() => server.stop());

it('every column that can hold a text is known to the erasure', async () => {
  const found = await server.db.rows<{ name: string }>(sql`
    select t.relname || '.' || a.attname as name from pg_attribute a join pg_class t on t.oid = a.attrelid
    where t.relnamespace = current_schema()::regnamespace and t.relkind in ('r', 'p') and a.attnum > 0
      and not a.attisdropped
      and a.atttypid in ('text'::regtype, 'varchar'::regtype, 'bpchar'::regtype, 'name'::regtype, 'json'::regtype,
        'jsonb'::regtype, 'text[]'::regtype, 'varchar[]'::regtype, 'inet'::regtype)`);
  const known = [EMPTIED, SEARCHED, CODES, LEFT].flatMap(entries).map(nameOf);
  expect(found.map(({ name }) => name).toSorted()).toEqual(known.toSorted());
});

/** What only rows say, and other rows mention. */
const SOURCES = {
  userName: 'only.provisioned@canary.example.com',
  fullName: 'Zaphoquux Canaryname',
  login: 'okta:canary-subject-9',
  address: 'row.canary@example.com',
};

it('a person whose events retention has dropped is in no table, statistic or file afterwards', async () => {
  const person = await seedUser(server, { email: SOURCES.address });
  await server.app.sealer.sealAll();
  await untilSealed(server);
  now = new Date(START + 100 * DAY_MS);
  // Sessions that are over by the clock are removed in the background.
  const canaries = { ...SOURCES, ...(await plant(person)) };
  const other = await seedUser(server);
  await mention(other);
  await server.app.sealer.sealAll();
  await untilSealed(server);
  await runRetention(server, { auditEvents: 50 });
  const gone = await server.db.rows(sql`
    select from audit_events where target_type = 'User' and target_id = ${person.databaseId}`);
  expect(gone).toEqual([]);
  await server.db.rows(sql`analyze`);

  const [row] = await server.db.rows<{ email: string }>(
    sql`select email from users where id = ${person.databaseId}`,
  );
  expect((await erase(server, person, row?.email ?? '')).__typename).toBe('EraseUserSuccess');
  await server.app.sealer.sealAll();
  await untilSealed(server);
  const dump = new Map(await dumpOf(server));
  const samples = await server.db.rows<{ text: string }>(
    sql`select s::text as text from pg_stats s where schemaname = current_schema()`,
  );
  dump.set('pg_stats', samples.map(({ text }) => text).join());
  for (const [table, text] of await filesOf(server)) dump.set(table, text);
  const login = { subject: 'canary-subject-9' };
  for (const [table, text] of dump)
    expect([table, findIn(text.toLowerCase(), lowered({ ...canaries, ...login }))]).toEqual([
      table,
      [],
    ]);
  expect((await verifyAuditLog(server.app)).findings).toEqual([]);
});

const lowered = (canaries: Canaries): Canaries =>
  Object.fromEntries(Object.entries(canaries).map(([name, text]) => [name, text.toLowerCase()]));

/** A row of the person in each table, and a text of its own in each column. */
async function plant(person: SeededUser): Promise<Canaries> {
  const { rows, prisma } = server.db;
  const id = person.databaseId;
  const key = await seedKey(server, person);
  const [meeting] = await rows<{ id: bigint }>(sql`
    insert into meetings (user_id, platform, status, created_at) values (${id}, 'zoom', 'completed', ${now}) returning id`);
  for (const statement of [
    sql`insert into provisioned_users (user_id, user_name, user_name_folded) values (${id}, 'a', 'a')`,
    sql`insert into token_usage (token_id, requests, first_at, last_at) values (${key.databaseId}, 1, ${now}, ${now})
      on conflict (token_id) do nothing`,
    sql`insert into token_usage_days (token_id, day, user_id, requests, first_at, last_at)
      values (${key.databaseId}, ${now}, ${id}, 1, ${now}, ${now})`,
    sql`insert into meeting_transitions (meeting_id, user_id, to_status, at) values (${meeting?.id}, ${id}, 'completed', ${now})`,
    sql`insert into meeting_sessions (meeting_id, user_id, session_uid, started_at) values (${meeting?.id}, ${id}, 'a', ${now})`,
    sql`insert into transcript_segments (meeting_id, user_id, start_offset, end_offset, text) values (${meeting?.id}, ${id}, 0, 1, 'a')`,
    sql`insert into past_meetings (user_id, platform, status, created_at) values (${id}, 'zoom', 'completed', ${now})`,
    sql`insert into sign_in_sessions (user_id, digest, provider, subject, id_subject, sealed, renew_at, created_at, used_at, ends_at)
      values (${id}, ${Buffer.alloc(32)}, 'okta', 'a', 'a', '', ${now}, ${now}, ${now}, ${END})`,
    sql`insert into summary_outcomes (day, place, platform, status, meetings, completed, failed, running, timed, duration_ms)
      values (date_trunc('day', ${now}::timestamptz, 'UTC'), 1, 'zoom', 'completed', 1, 1, 0, 0, 0, 0)`,
    sql`insert into meeting_figures (meeting_id) values (${meeting?.id}) on conflict do nothing`,
  ])
    await rows(statement);
  const planted: Record<string, string> = {};
  for (const { table, column } of entries(EMPTIED).filter(
    ({ column: name }) => !name.endsWith('_folded'),
  )) {
    const text = FIXED[`${table}.${column}`] ?? `canary ${table} ${column}@x`;
    planted[`${table}.${column}`] = text;
    const [{ type = '', owner = '' } = {}] = await rows<{ type: string; owner: string }>(sql`
      select a.atttypid::regtype::text as type, coalesce((select o.attname::text from pg_attribute o
        where o.attrelid = a.attrelid and o.attname in ('user_id', 'token_id', 'meeting_id')
        order by o.attname <> 'user_id' limit 1), case when ${table} = 'users' then 'id' else '' end) as owner
      from pg_attribute a where a.attrelid = ${table}::regclass and a.attname = ${column}`);
    const value = type === 'jsonb' ? JSON.stringify({ said: text }) : text;
    const number =
      owner === 'token_id' ? key.databaseId : owner === 'meeting_id' ? meeting?.id : id;
    const where = owner === '' ? '' : `where ${owner} = ${number}`;
    await prisma.$executeRawUnsafe(`update ${table} set ${column} = '${value}'::${type} ${where}`);
  }
  return planted;
}

const END = new Date(START + 100 * DAY_MS + 3_600_000);
const [given = '', family = ''] = SOURCES.fullName.split(' ');
/** Where a text is searched for elsewhere, or may not be any. */
const FIXED: Readonly<Record<string, string>> = {
  'users.email': SOURCES.address,
  'provisioned_users.user_name': SOURCES.userName,
  'provisioned_users.given_name': given,
  'provisioned_users.family_name': family,
  'sign_in_sessions.subject': 'canary-subject-9',
};

/** Rows about others that mention the person, each by one of its names. */
async function mention(other: SeededUser): Promise<void> {
  const { rows } = server.db;
  // PostgreSQL keeps the statistics of a table that is empty afterwards.
  await rows(
    sql`insert into provisioned_users (user_id, user_name, user_name_folded, given_name) values (${other.databaseId}, 'b', 'b', 'B')`,
  );
  await rows(sql`
    insert into sign_in_sessions (user_id, digest, provider, subject, id_subject, sealed, renew_at, created_at, used_at, ends_at)
    values (${other.databaseId}, ${Buffer.alloc(32, 2)}, 'okta', 'b', 'b', '', ${now}, ${now}, ${now}, ${END})`);
  for (const [place, text] of [SOURCES.userName, SOURCES.fullName, SOURCES.address].entries()) {
    await rows(sql`
      insert into admin_keys (name, digest, hint, access) values (${`for ${text}`}, ${Buffer.alloc(32, place)}, 'a', 'admin')`);
    await rows(
      sql`insert into legal_holds (user_id, reason, released_at) values (${other.databaseId}, ${`against ${text}`}, ${now})`,
    );
    await rows(
      sql`insert into audit_set_aside (event_id, event) values (${place}, ${`(1,"${text}")`})`,
    );
    await write(null, { reason: `asked by ${text}` });
  }
  // As a token leaves it that grants nothing, and an operator's session of the same person.
  await write(`${SOURCES.login} Somebody`, {});
  await write(null, { provider: 'okta', subject: 'canary-subject-9', how: 'by an operator' });
  await rows(sql`
    insert into sign_in_sessions (digest, provider, subject, id_subject, sealed, renew_at, created_at, used_at, ends_at)
    values (${Buffer.alloc(32, 1)}, 'okta', 'canary-subject-9', 'canary-subject-9', '', ${now}, ${now}, ${now}, ${END})`);
}

async function write(login: string | null, after: object): Promise<void> {
  const isOut = 'how' in after;
  const [provider = '', subject = ''] = (login?.split(' ', 1)[0] ?? '').split(':');
  const name = login?.split(' ').slice(1).join(' ') ?? null;
  const host = onHost('test');
  const caller =
    login === null
      ? host
      : {
          ...{ ip: null, requestId: 'a-request', idempotencyKey: null },
          viewer: {
            ...host.viewer,
            login: { provider, subject, name, address: null, expiresAt: new Date(0) },
          },
        };
  const text = JSON.stringify(after);
  await server.db.rows(
    auditEventSql(server.app, caller, {
      action: isOut ? 'SIGNED_OUT' : 'PLATFORM_SETTING_SET',
      target: null,
      rows: sql`(select) one`,
      isOne: true,
      id: sql`null::bigint`,
      after: sql`${text}::jsonb`,
    }),
  );
}

const WAIT = { timeout: 60_000, interval: 50 };

/** Deleted rows stay in their files as long as a transaction that began before may read them. */
async function untilNobodySeesOlder(client: pg.Client): Promise<void> {
  const { rows: now } = await client.query<{ id: string }>(
    'select pg_current_xact_id()::xid::text as id',
  );
  await vi.waitFor(async () => {
    const { rows: older } = await client.query(
      `select pid from pg_stat_activity where pid <> pg_backend_pid()
         and greatest(age(backend_xmin), age(backend_xid)) > age($1::text::xid)`,
      [now[0]?.id],
    );
    expect(older).toEqual([]);
  }, WAIT);
}

/** The bytes of all tables and indexes, once their free space is given back. */
async function filesOf({ databaseUrl }: TestServer): Promise<[string, string][]> {
  const url = new URL(inject('postgres').url);
  url.pathname = new URL(databaseUrl).pathname;
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  await untilNobodySeesOlder(client);
  await client.query('vacuum full');
  await client.query('checkpoint');
  const { rows } = await client.query<{ name: string; bytes: Buffer }>(`
    select c.relname as name, pg_read_binary_file(pg_relation_filepath(c.oid)) as bytes from pg_class c
    where c.relkind in ('r', 'i', 't') and pg_relation_filepath(c.oid) is not null
      and c.relnamespace in (select oid from pg_namespace where nspname in ('public', 'pg_toast'))`);
  await client.end();
  return rows.map(({ name, bytes }) => [`file of ${name}`, bytes.toString('latin1')]);
}

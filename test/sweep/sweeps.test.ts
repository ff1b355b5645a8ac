import { createHash } from 'node:crypto';
import sql, { raw } from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Rows } from '../../src/data/database.ts';
import { meetingSecrets } from '../../src/domain/sweep/secrets.ts';
import type { SweepStep } from '../../src/domain/sweep/sweeps.ts';
import { importVexa } from '../../src/domain/vexa-import/import.ts';
import { hiddenIn } from '../hostile/secret-places.ts';
import { dumpOf, findIn } from '../support/canaries.ts';
import { type SeededUser, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { sweepsDone } from '../support/sweeps.ts';
import { fillSmall } from '../vexa-import/fill.ts';
import { createVexaDatabase, type VexaDatabase } from '../vexa-import/source.ts';

// What an earlier version left in the clear is gone soon after a start of this one.

const SECRET = 'left-in-the-clear-7261';
const NEWER = 'set-since-with-this-version-7262';
const DIGITS = '12345678901234567890';
const ROWS = 450;
/** As only an import brings it. */
const DEEP = `{"deep": true, "hook": ${'['.repeat(2_500)}${JSON.stringify(SECRET)}${']'.repeat(2_500)}}`;

let server: TestServer;
let user: SeededUser;
let signed: SeededUser;
let source: VexaDatabase;

beforeAll(async () => {
  server = await startServer();
  source = await createVexaDatabase('0.10');
  await fillSmall(source, '0.10');
  await importVexa(server.app, { from: source.url });
  user = await seedUser(server, { data: { webhook_url: 'https://h.example.com/' } });
  signed = await seedUser(server, {
    data: { webhook_url: 'https://h.example.com/', webhook_secret: NEWER },
  });
  await stepBack();
  // As a process that is started after an update.
  const updated = await startServer({ beside: server });
  await sweepsDone(server);
  await updated.stop();
});
afterAll(async () => {
  await source?.drop();
  await server?.stop();
});

/** A user whose meetings are gone with the test. */
async function userOfTest(): Promise<number> {
  const { databaseId } = await seedUser(server);
  onTestFinished(async () => {
    await server.db.rows(sql`delete from meetings where user_id = ${databaseId}`);
  });
  return databaseId;
}

/** Rows as the version before wrote them. */
async function stepBack(): Promise<void> {
  // The server itself has nothing to clear any more, and does not look again.
  await sweepsDone(server);
  await server.db.rows(sql`delete from sweeps`);
  const hidden = hiddenIn(SECRET);
  const places = JSON.stringify(hidden);
  await server.db.rows(sql`
    insert into meetings (user_id, platform, status, data)
    select ${user.databaseId}, 'zoom', 'completed',
      p.value || jsonb_build_object('webhook_secret', ${SECRET}::text, 'kept', ${DIGITS}::numeric)
    from generate_series(1, ${Math.ceil(ROWS / hidden.length) + 1}) n, jsonb_array_elements(${places}::jsonb) p(value)`);
  await server.db.rows(sql`
    insert into meetings (user_id, platform, status, data)
    values (${user.databaseId}, 'zoom', 'completed', ${DEEP}::jsonb)`);
  await server.db.rows(sql`
    insert into meeting_transitions (meeting_id, user_id, to_status, at, data)
    select m.id, m.user_id, 'completed', now(), m.data from meetings m where m.user_id = ${user.databaseId}`);
  await server.db.rows(sql`
    update users set data = data || jsonb_build_object('webhook_secret', ${SECRET}::text, 'kept', ${DIGITS}::numeric,
      'deep', jsonb_build_array(jsonb_build_object('webhook', jsonb_build_object('secret', ${SECRET}::text))))
    where id in (${user.databaseId}, ${signed.databaseId})`);
  await server.db.rows(sql`
    insert into idempotent_requests (key, request, target_id, created)
    values ('\\x01', ${createHash('sha256').update(SECRET).digest()}, 1, true)`);
  await server.db.rows(sql`
    update imported_rows set state = decode(md5(local_id::text), 'hex') where kind = 'meeting'`);
}

describe('after a start of this version', () => {
  it('no secret is readable, and nothing else is lost', async () => {
    const dump = await dumpOf(server);
    const found = [...dump].flatMap(([table, text]) => findIn(text, { SECRET }).map(() => table));
    expect(found).toEqual([]);
    for (const table of ['users', 'meetings', 'meeting_transitions'])
      expect(dump.get(table)).toContain(DIGITS);
    const [kept] = await server.db.rows<{ meetings: number; transitions: number }>(sql`
      select (select count(*) from meetings where data ? 'kept')::int as meetings,
        (select count(*) from meeting_transitions where data ? 'kept')::int as transitions`);
    expect(kept?.meetings).toBeGreaterThan(ROWS);
    expect(kept?.transitions).toBe(kept?.meetings);
  });

  it('a user keeps the secret that was in its data, unless a newer one was set', async () => {
    const masked = async ({ id }: SeededUser) => {
      const { data } = await server.graphql<{ user: { webhook: { maskedSecret: string } } }>(
        `{ user(by: {id: "${id}"}) { webhook { maskedSecret } } }`,
        { admin: server.adminKey },
      );
      return data.user.webhook.maskedSecret;
    };
    expect(await masked(user)).toBe('********7261');
    expect(await masked(signed)).toBe('********7262');
  });

  it('no stored digest can be tried out without the key', async () => {
    const rows = await server.db.rows<{ bytes: number }>(sql`
      select octet_length(request) as bytes from idempotent_requests
      union select octet_length(state) from imported_rows`);
    expect(rows).toEqual([{ bytes: 33 }]);
  });

  it('data that is nested deeply is cleared as well, and holds up no other', async () => {
    const deep = await server.db.rows<{ data: string }>(sql`
      select left(data::text, 40) as data from meetings where data ? 'deep' and data ? 'hook'
      union all select left(data::text, 40) from meeting_transitions where data ? 'deep' and data ? 'hook'`);
    expect(deep).toEqual(Array(2).fill({ data: expect.stringContaining('[[[[') }));
  });

  it('how much was done is recorded', async () => {
    const changed = await server.db.prisma.sweep.findMany({ orderBy: { name: 'asc' } });
    const counts = Object.fromEntries(changed.map((row) => [row.name, Number(row.changed)]));
    expect(counts['users.data']).toBe(2);
    expect(counts['meetings.data']).toBeGreaterThan(ROWS);
    expect(counts['imported_rows.state']).toBeGreaterThan(100);
  });
});

it('an import after that takes over nothing again', async () => {
  // States as the version before kept them, of rows that did not change.
  const read = await source.client.query<{ id: number; state: string }>(
    `select id, md5(row(t.email, t.name, t.image_url, t.max_concurrent_bots, t.data, t.created_at)::text) as state
     from users t`,
  );
  await server.db.rows(sql`create table states as select * from imported_rows`);
  onTestFinished(async () => {
    await server.db.rows(sql`
      update imported_rows i set state = s.state from states s
      where (i.source_id, i.kind, i.foreign_id) = (s.source_id, s.kind, s.foreign_id)`);
    await server.db.rows(sql`drop table states`);
  });
  for (const { id, state } of read.rows)
    await server.db.rows(sql`
      update imported_rows set state = decode(${state}, 'hex') where kind = 'user' and foreign_id = ${id}`);
  const { tally } = await importVexa(server.app, { from: source.url });
  expect(tally.counts.users).toMatchObject({ written: 0, unchanged: read.rows.length });
  expect(tally.counts.keys.written).toBe(0);
});

it('a row that cannot be read is set aside, and said', async () => {
  const databaseId = await userOfTest();
  const [first, second] = await server.db.rows<{ id: bigint }>(sql`
    insert into meetings (user_id, platform, status, data)
    select ${databaseId}, 'zoom', 'completed', jsonb_build_object('hook', jsonb_build_object('secret', ${SECRET}::text))
    from generate_series(1, 2) returning id`);
  // As if the first could not be read.
  const rows: Rows = async <Row>(query: Parameters<Rows>[0]) => {
    const found = await server.db.rows<Row & { id?: bigint; data?: string }>(query);
    return found.map((row) => (row.data && row.id === first?.id ? { ...row, data: '{' } : row));
  };
  const step: SweepStep = { rows, vault: server.app.vault, secrets: server.app.secrets };
  const swept = await meetingSecrets.batch(step, String(Number(first?.id) - 1));
  expect(swept).toEqual({ after: String(second?.id), changed: 1, unread: [String(first?.id)] });
  const left = await server.db.rows<{ id: bigint }>(sql`
    select id from meetings where data::text like ${`%${SECRET}%`}`);
  expect(left).toEqual([{ id: first?.id }]);
});

/** Hashes cannot be compressed; one text, repeated, nearly vanishes. */
const LARGE = {
  hashes: raw("string_agg(md5(h.n::text || r.n::text), '')"),
  'one text again and again': raw("string_agg(md5('same'), '')"),
};

it.each(Object.entries(LARGE))(
  'rows that are large are cleared in smaller batches: %s',
  async (_, text) => {
    const databaseId = await userOfTest();
    const ids = await server.db.rows<{ id: bigint }>(sql`
    insert into meetings (user_id, platform, status, data)
    select ${databaseId}, 'zoom', 'completed', jsonb_build_object('webhook_secret', ${SECRET}::text, 'text',
      (select ${text} from generate_series(1, 30000) h(n)))
    from generate_series(1, 4) r(n) returning id`);
    const step: SweepStep = {
      rows: server.db.rows,
      vault: server.app.vault,
      secrets: server.app.secrets,
    };
    const [first, second] = ids;
    const swept = await meetingSecrets.batch(step, String(Number(first?.id) - 1));
    expect(swept).toEqual({ after: String(second?.id), changed: 2, unread: [] });
  },
);

it('what else the process has to do is done between two rows', async () => {
  const rows = Array.from({ length: 50 }, (_, place) => ({
    id: BigInt(place + 1),
    data: '{}',
    upTo: 50n,
  }));
  const step = {
    // All at once: what is counted are not the turns in which a database is waited for.
    rows: () => Promise.resolve(rows) as Promise<never[]>,
    vault: server.app.vault,
    secrets: server.app.secrets,
  };
  let turns = 0;
  let isOver = false;
  const count = () => {
    turns += 1;
    if (!isOver) setImmediate(count);
  };
  count();
  await meetingSecrets.batch(step, null);
  isOver = true;
  expect(turns).toBeGreaterThanOrEqual(rows.length);
});

import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MAX_SESSIONS } from '../../src/domain/ingest/session-limit.ts';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { ofMeeting, ofUser } from './subjects.ts';

// What may grow by repeated calls, and what ends its growth. Each row with a test below is proved there.
//
// users.data                  64 KiB and 10,000 values after each merge (here)
// users.data, webhook fields  one URL of 2,048 characters, 50 events of 100 (test/webhook)
// meetings.data               64 KiB and 10,000 values after each merge (here)
// meeting_sessions            10,000 for each meeting (here)
// meeting_transitions         the statuses that can follow each other: at most 8 for each meeting (here)
// webhook_secrets             one for each user (primary key)
// user_configs                four for each user (primary key); 10 calendars and 20 marks (test/platform), fields of 2,048
// platform_settings           four, with fields of 2,048 characters (primary key)
// api_tokens.scopes           the names of scopes, at most 32 (test/token)
// api_tokens                  TOKEN_MAX_PER_USER; without it as many as an operator makes (test/token/policy)
// token_usage, *_days         one row for each key, and for each of its days (primary keys)
// bot_refusals                one for each user and quarter of an hour (primary key)
// idempotent_requests         one for each header, for a day (test/idempotency)
// rate_limits                 one for each address and key, for a minute
// imported_rows               one for each row there (primary key); notes of a run name 10 examples each
// peppers, data_keys          one for each TOKEN_PEPPER that was ever used
// users, admin_keys           only operators make them
// meetings, segments, audit   to keep them is what the product is for

const KIB = 1_024;
const LIMIT = 64 * KIB;
let server: TestServer;
beforeAll(async () => {
  server = await startServer({ env: { DEFAULT_MAX_CONCURRENT_BOTS: '100' } });
});
afterAll(() => server.stop());

const bytesOf = (data: object) => Buffer.byteLength(JSON.stringify(data));

describe.each([
  ['users.data by REST', () => ofUser(server, 'REST')],
  ['users.data by GraphQL', () => ofUser(server, 'GraphQL')],
  ['meetings.data', () => ofMeeting(server)],
])('%s', (_name, subject) => {
  it('never grows beyond the limit of one input, whatever is merged', async () => {
    const { patch, stored } = await subject();
    const answers = [];
    for (let turn = 0; turn < 5; turn += 1)
      answers.push(await patch({ [`key${turn}`]: 'x'.repeat(60 * KIB) }));
    expect(answers.map(({ isTaken }) => isTaken)).toEqual([true, false, false, false, false]);
    expect(answers.at(-1)?.text).toMatch(/data/);
    expect(answers.at(-1)?.text).toContain('set unneeded keys to null');
    expect(bytesOf(await stored())).toBeLessThan(LIMIT);
    // Up to the last byte: what replaces or removes makes room.
    expect((await patch({ key0: 'y'.repeat(60 * KIB) })).isTaken).toBe(true);
    expect((await patch({ key0: null, key9: 'z'.repeat(60 * KIB) })).isTaken).toBe(true);
    const left = LIMIT - bytesOf({ ...(await stored()), a: '' });
    expect((await patch({ a: 'x'.repeat(left + 1) })).isTaken).toBe(false);
    expect((await patch({ a: 'x'.repeat(left) })).isTaken).toBe(true);
    expect(bytesOf(await stored())).toBe(LIMIT);
  });

  it('never holds more values than one input may', async () => {
    const { patch, stored } = await subject();
    const many = Array.from({ length: 4_000 }, () => 1);
    const taken = [];
    for (const name of ['a', 'b', 'c']) taken.push((await patch({ [name]: many })).isTaken);
    expect(taken).toEqual([true, true, false]);
    expect(Object.keys(await stored())).toEqual(['a', 'b']);
  });

  it('counts numbers as PostgreSQL answers them', async () => {
    const { patch } = await subject();
    const large = Array.from({ length: 100 }, () => 1e300);
    expect((await patch({ a: large })).isTaken).toBe(true);
    expect((await patch({ b: large })).isTaken).toBe(true);
    expect((await patch({ c: large })).isTaken).toBe(false);
    expect((await patch({ c: [...large, ...large, ...large] })).isTaken).toBe(false);
  });
});

it('200 patches of users at once leave no more than fits, and lose none that was taken', async () => {
  const { patch, stored } = await ofUser(server, 'REST');
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, place) => patch({ [`key${place}`]: 'x'.repeat(KIB) })),
  );
  const data = await stored();
  const taken = answers.flatMap(({ isTaken }, place) => (isTaken ? [`key${place}`] : []));
  expect(Object.keys(data).sort()).toEqual(taken.sort());
  expect(bytesOf(data)).toBeLessThanOrEqual(LIMIT);
  expect(taken.length).toBe(Math.floor(LIMIT / (KIB + 12)));
});

it('reports of one list count together, and a refused one does not stop the others', async () => {
  const user = await seedUser(server);
  const key = (await seedKey(server, user)).secret;
  const meeting = { native: { platform: 'ZOOM', nativeMeetingId: 'list' } };
  const change = (status: string, name: string, kib: number) => ({
    meeting,
    status,
    data: { [name]: 'x'.repeat(kib * KIB) },
  });
  const send = <Data>(field: string, type: string, input: object) =>
    server.graphql<Data>(
      `mutation ($input: ${type}Input!) { ${field}(input: $input) {
        ... on ${type}Success { receipts { state meeting { status data } } } } }`,
      { key, variables: { input } },
    );
  await send('recordMeeting', 'RecordMeeting', {
    meetings: [{ platform: 'ZOOM', nativeMeetingId: 'list', data: { first: 'x'.repeat(KIB) } }],
  });
  const { data } = await send<{
    updateMeetingStatus: {
      receipts: { state: string; meeting: { status: string; data: object } }[];
    };
  }>('updateMeetingStatus', 'UpdateMeetingStatus', {
    changes: [
      change('JOINING', 'a', 40),
      change('ACTIVE', 'b', 40),
      change('ACTIVE', 'c', 10),
      change('STOPPING', 'a', 50),
    ],
  });
  const { receipts } = data.updateMeetingStatus;
  expect(receipts.map(({ state }) => state)).toEqual(['UPDATED', 'REFUSED', 'UPDATED', 'UPDATED']);
  expect(receipts[0]?.meeting.status).toBe('stopping'.toUpperCase());
  expect(Object.keys(receipts[0]?.meeting.data ?? {}).sort()).toEqual(['a', 'c', 'first']);
});

it('what was imported larger may shrink and be changed within its size, but not grow', async () => {
  const { patch, stored } = await ofUser(server, 'REST');
  await patch({ mark: 1 });
  await server.db.rows(sql`
    update users set data = data || jsonb_build_object('big', repeat('x', 100000)) where data ? 'mark'`);
  expect((await patch({ more: 1 })).isTaken).toBe(false);
  expect((await patch({ mark: 2 })).isTaken).toBe(true);
  expect((await patch({ big: 'x' })).isTaken).toBe(true);
  expect((await patch({ more: 1 })).isTaken).toBe(true);
  expect(await stored()).toEqual({ mark: 2, big: 'x', more: 1 });
});

it('a full user can still be given a webhook', async () => {
  const user = await seedUser(server, { data: { big: 'x'.repeat(LIMIT - 10) } });
  const key = (await seedKey(server, user)).secret;
  const response = await server.fetch('/user/webhook', {
    method: 'PUT',
    headers: { 'x-api-key': key, 'content-type': 'application/json' },
    body: JSON.stringify({ webhook_url: `https://h.example.com/${'p'.repeat(2_000)}` }),
  });
  expect(response.status).toBe(200);
  const changed = await server.fetch(`/admin/users/${user.databaseId}`, {
    method: 'PATCH',
    headers: { 'x-admin-api-key': server.adminKey, 'content-type': 'application/json' },
    body: JSON.stringify({ data: { big: 'y'.repeat(LIMIT - 10) } }),
  });
  expect(changed.status).toBe(200);
});

it('a meeting has at most 10,000 sessions; those that are there can be reported again', async () => {
  const user = await seedUser(server);
  const key = (await seedKey(server, user)).secret;
  const { id } = await server.db.prisma.meeting.create({
    data: { userId: BigInt(user.databaseId), platform: 'zoom', status: 'active' },
  });
  await server.db.rows(sql`
    insert into meeting_sessions (meeting_id, user_id, session_uid, started_at)
    select ${id}, ${user.databaseId}, 's' || n, now() from generate_series(1, ${MAX_SESSIONS - 1}) n`);
  const uids = ['s1', 'new', 'new', 'beyond', 's2'];
  const sessions = uids.map((sessionUid) => ({ sessionUid, startedAt: '2026-01-01T00:00:00Z' }));
  const { data } = await server.graphql<{
    recordSessions: { receipts: { state: string; error: { code: string } | null }[] };
  }>(
    `mutation ($input: RecordSessionsInput!) { recordSessions(input: $input) {
      ... on RecordSessionsSuccess { receipts { state error { code } } } } }`,
    { key, variables: { input: { meeting: { databaseId: Number(id) }, sessions } } },
  );
  expect(data.recordSessions.receipts.map(({ state }) => state)).toEqual([
    'UPDATED',
    'CREATED',
    'CREATED',
    'REFUSED',
    'UPDATED',
  ]);
  expect(data.recordSessions.receipts[3]?.error).toEqual({ code: 'LIMIT_REACHED' });
  expect(await server.db.prisma.meetingSession.count({ where: { meetingId: id } })).toBe(
    MAX_SESSIONS,
  );
});

it('of many meetings together, no more sessions are read than an answer may hold', async () => {
  const user = await seedUser(server);
  const key = (await seedKey(server, user)).secret;
  await server.db.rows(sql`
    with made as (
      insert into meetings (user_id, platform, status, data, created_at, updated_at)
      select ${user.databaseId}, 'zoom', 'active', '{}', now(), now() from generate_series(1, 11) returning id)
    insert into meeting_sessions (meeting_id, user_id, session_uid, started_at)
    select made.id, ${user.databaseId}, 's' || n, now() from made, generate_series(1, 2000) n`);
  const found = await server.db.rows<{ id: bigint }>(
    sql`select id from meetings where user_id = ${user.databaseId} order by id`,
  );
  const read = (ids: readonly { id: bigint }[]) =>
    server.graphql<{ change: { receipts: { meeting: { sessions: unknown[] } | null }[] } }>(
      `mutation ($input: UpdateMeetingStatusInput!) { change: updateMeetingStatus(input: $input) {
        ... on UpdateMeetingStatusSuccess { receipts { meeting { sessions { databaseId } } } } } }`,
      {
        key,
        variables: {
          input: {
            changes: ids.map(({ id }) => ({
              meeting: { databaseId: Number(id) },
              status: 'ACTIVE',
            })),
          },
        },
      },
    );
  const some = await read(found.slice(0, 9));
  expect(some.data.change.receipts.map(({ meeting }) => meeting?.sessions.length)).toEqual(
    Array(9).fill(2_000),
  );
  const all = await read(found);
  expect(all.data.change.receipts.map(({ meeting }) => meeting)).toEqual(Array(11).fill(null));
  expect(all.errors?.[0]).toMatchObject({
    message: expect.stringContaining('20000 rows'),
    extensions: { code: 'BAD_USER_INPUT' },
  });
});

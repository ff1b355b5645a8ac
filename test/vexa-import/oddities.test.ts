import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importVexa } from '../../src/domain/vexa-import/import.ts';
import type { ImportReport } from '../../src/domain/vexa-import/options.ts';
import { formatReport } from '../../src/domain/vexa-import/report.ts';
import { seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { everythingHere } from './here.ts';
import { createVexaDatabase, type VexaDatabase } from './source.ts';

// One database with everything that older versions, other programs and people leave behind.

const KEY = `vxa_bot_${'AbCdEf12'.repeat(5)}`;
const ODD_KEY = 'our-very-own-secret_for_the_robot!';

const USERS = `
insert into users (id, email, name, created_at, max_concurrent_bots, data) values
  (1, 'ada@example.com', 'Ada', '2025-01-01 12:00:00.123456', 2, '{"webhook_url": "https://h.example.com/1", "webhook_secret": "hush"}'),
  (2, 'Ada@Example.com', 'Ada again', '2025-01-02', 1, '{}'),
  (3, 'bruno@example.com', 'Bruno', null, -3, '{"is_admin": true}'),
  (4, 'carla@example.com', 'Carla', '2025-01-04', 1, '{"is_admin": true}'),
  (5, 'dora@example.com', 'Dora', null, 1, '[1]'),
  (6, 'ada+2@example.com', 'Ada of the plus', '2025-01-06', 1, '{}'),
  (7, 'no address at all', 'Odd', 'infinity', 1, '{}')`;

const KEYS = `
alter table api_tokens drop constraint api_tokens_user_id_fkey;
insert into api_tokens (id, token, user_id, created_at, scopes, name, last_used_at, expires_at) values
  (1, '${KEY}', 1, '2025-02-01', '{bot,tx}', 'first', '2025-03-01 10:00', '2999-01-01'),
  (2, '${'AmPqRsTv'.repeat(5)}', 1, null, '{}', null, null, null),
  (3, 'vxa_tx_${'BmPqRsTv'.repeat(5)}', 2, '2025-02-03', '{user}', null, null, null),
  (4, 'vxa_user_${'CmPqRsTv'.repeat(5)}', 3, '2025-02-04', '{admin}', null, null, null),
  (5, 'vxa_tx_${'DmPqRsTv'.repeat(4)}', 3, '2025-02-05', '{tx,calendar}', null, null, null),
  (6, '${ODD_KEY}', 4, '2025-02-06', '{bot}', null, null, null),
  (7, 'short', 4, '2025-02-07', '{bot}', null, null, null),
  (8, 'vxa_bot_${'EmPqRsTv'.repeat(5)}', 4, '2025-02-08', '{bot}', null, null, '-infinity'),
  (9, 'vxa_bot_${'FmPqRsTv'.repeat(5)}', 99, '2025-02-09', '{bot}', null, null, null)`;

const MEETINGS = `
insert into meetings (id, user_id, platform, platform_specific_id, status, start_time, data, created_at, updated_at) values
  (1, 1, 'google_meet', 'abc-defg-hij', 'completed', '2025-03-01 10:00', '{"completion_reason": "stopped", "failure_stage": {"no": "text"}, "big": 12345678901234567890, "status_transition": [
    {"from": "requested", "to": "active", "timestamp": "2025-03-01T10:00:00.123456", "source": "bot_callback", "extra": 1},
    {"from": "requested", "to": "active", "timestamp": "2025-03-01T10:00:00.123456", "source": "bot_callback", "extra": 1},
    {"from": "active", "to": "completed", "timestamp": "2025-03-01T13:00:00+02:00", "reason": "stop"},
    {"from": "active", "timestamp": "2025-03-01T10:00:00"},
    {"to": "failed", "timestamp": "yesterday"},
    "nonsense"]}', '2025-03-01 09:59', null),
  (2, 1, 'webex', null, 'reticulating', null, '{"status_transition": {"to": "requested", "timestamp": "2025-03-02T08:00:00Z"}}', null, null),
  (3, 3, 'zoom', '123', 'scheduled', null, '{}', '2025-03-03', '2025-03-04'),
  (4, 98, 'zoom', '124', 'active', null, '{"status_transition": [{"to": "active", "timestamp": "2025-03-02T08:00:00"}]}', '2025-03-03', null),
  (5, 5, 'zoom', '125', 'active', '-infinity', '"text"', '2025-03-05', null)`;

const CHILDREN = `
alter table meeting_sessions drop constraint meeting_sessions_meeting_id_fkey;
alter table transcriptions drop constraint transcriptions_meeting_id_fkey;
insert into meeting_sessions (id, meeting_id, session_uid, session_start_time) values
  (1, 1, 'one', '2025-03-01 12:00+02'), (2, 4, 'of an orphan', now()), (3, 97, 'of nobody', now());
insert into transcriptions (id, meeting_id, start_time, end_time, text, speaker, language, session_uid, segment_id) values
  (1, 1, 0, 2.5, 'hello', 'Ada', 'en', 'one', 's1'),
  (2, 1, 6, 5, 'backwards', null, null, 'one', null),
  (3, 1, 'NaN', 5, 'never', null, null, 'one', null),
  (4, 1, 0, 'Infinity', 'always', null, null, 'one', null),
  (5, 4, 0, 1, 'of an orphan', null, null, null, null),
  (6, 3, 0, 1, 'in no session', null, null, null, ''),
  (7, 1, -2e9, 1, 'before all time', null, null, null, null)`;

let server: TestServer;
let source: VexaDatabase;
let rehearsed: ImportReport;
let report: ImportReport;
let ownId: number;

let importedAt: number;
beforeAll(async () => {
  server = await startServer();
  // Carla runs the place: she was here before, under number 1, and a Vexa user has that number, too.
  ownId = (await seedUser(server, { email: 'CARLA@example.com', name: 'Carla Own' })).databaseId;
  source = await createVexaDatabase('0.10', { timezone: 'America/New_York' });
  for (const statements of [USERS, KEYS, MEETINGS, CHILDREN]) await source.client.query(statements);
  await source.client.query(
    `insert into recordings (user_id, source, status) values (1, 'bot', 'completed')`,
  );
  const before = await everythingHere(server);
  // Whoever connects so lives in Tokyo, whatever the import asks for.
  const from = `${source.url}?options=${encodeURIComponent('-c timezone=Asia/Tokyo')}`;
  rehearsed = await importVexa(server.app, { from, renumber: true, dryRun: true });
  expect(await everythingHere(server)).toEqual(before);
  importedAt = Date.now();
  report = await importVexa(server.app, { from, renumber: true });
});
afterAll(async () => {
  await source.drop();
  await server.stop();
});

/** How many rows a note is about, and its examples. */
function noteOf(text: string): unknown {
  const note = report.tally.notes.find((candidate) => candidate.text.includes(text));
  return note && [note.count, ...note.examples];
}

async function userBy(email: string) {
  return await server.db.prisma.user.findFirstOrThrow({ where: { email } });
}

describe('what is odd there', () => {
  it('is counted, all of it', () => {
    expect(report.tally.counts).toEqual({
      users: { written: 7, unchanged: 0, skipped: 0 },
      webhooks: { written: 1, unchanged: 0, skipped: 0 },
      keys: { written: 8, unchanged: 0, skipped: 1 },
      meetings: { written: 4, unchanged: 0, skipped: 1 },
      transitions: { written: 3, unchanged: 0, skipped: 5 },
      sessions: { written: 1, unchanged: 0, skipped: 2 },
      segments: { written: 3, unchanged: 0, skipped: 4 },
    });
  });

  it('is told the same by a dry run', () => {
    expect(rehearsed.tally).toEqual(report.tally);
  });

  it('is told in words, without a secret', () => {
    const text = formatReport(report);
    expect(text).toContain('1 skipped: their user does not exist: 9');
    expect(text).toMatch(/meetings +5 +4 +0 +1/);
    for (const secret of [KEY, ODD_KEY, 'hush', 'AmPqRsTv'.repeat(5)])
      expect(text).not.toContain(secret);
  });
});

describe('users', () => {
  it('keep their number unless it is in use here', async () => {
    expect(noteOf('new id here')).toEqual([1, '1']);
    expect((await userBy('ada@example.com')).id).toBeGreaterThan(7n);
    expect((await userBy('bruno@example.com')).id).toBe(3n);
  });

  it('whose addresses differ in case alone: the lowest keeps it, the other gets a plus-address', async () => {
    expect(noteOf('plus-address')).toEqual([1, '2']);
    expect(await userBy('Ada+2.2@example.com')).toMatchObject({
      id: 2n,
      name: 'Ada again',
      data: { imported_email: 'Ada@Example.com' },
    });
    expect(await userBy('ada+2@example.com')).toMatchObject({ id: 6n });
  });

  it('who are here already are the same person, and keep what they are here', async () => {
    expect(noteOf('were merged with an existing user')).toEqual([1, `4 (${ownId} here)`]);

    const { databaseId, name, role } = await onlyCarla();
    expect([databaseId, name, role]).toEqual([ownId, 'Carla Own', 'user']);
    const response = await server.fetch('/auth/me', { headers: { 'x-api-key': ODD_KEY } });
    expect(await response.json()).toMatchObject({ user_id: ownId });
  });

  it('without a date have that of their first meeting, else today', async () => {
    expect(noteOf('no usable date there: the date of')).toEqual([3, '3', '5', '7']);
    expect((await userBy('bruno@example.com')).createdAt).toEqual(new Date('2025-03-03'));
    expect((await userBy('dora@example.com')).createdAt).toEqual(new Date('2025-03-05'));
    const { createdAt } = await userBy('no address at all');
    expect(createdAt.getTime()).toBeGreaterThanOrEqual(importedAt);
    expect(createdAt.getTime()).toBeLessThanOrEqual(Date.now());
  });

  it('with a negative limit have none running; odd data is kept under a name', async () => {
    expect(noteOf('negative limit')).toEqual([1, '3']);
    expect((await userBy('bruno@example.com')).maxConcurrentBots).toBe(0);
    expect(noteOf('data that is not an object')).toEqual([1, '5']);
    expect((await userBy('dora@example.com')).data).toEqual({ imported_data: [1] });
  });

  it('who are administrators there are none here, where an administrator says who is', async () => {
    expect(noteOf('administrators there')).toEqual([2, '3', '4']);
    expect(await server.db.prisma.user.count({ where: { role: 'admin' } })).toBe(0);
    const { data } = await userBy('bruno@example.com');
    expect(data).toEqual({ is_admin: true });
  });

  it('keep their webhook', async () => {
    const { data } = await userBy('ada@example.com');
    expect(data).toEqual({ webhook_url: 'https://h.example.com/1' });
  });
});

async function onlyCarla() {
  const found = await server.db.prisma.user.findMany({
    where: { email: { equals: 'carla@example.com', mode: 'insensitive' } },
  });
  expect(found).toHaveLength(1);
  return { databaseId: Number(found[0]?.id), name: found[0]?.name, role: found[0]?.role };
}

describe('keys', () => {
  const scopesOf = async (id: bigint) =>
    (await server.db.prisma.apiToken.findUniqueOrThrow({ where: { id } })).scopes;

  it('have the scopes that they had after a start of Vexa', async () => {
    expect(noteOf('no scopes there')).toEqual([3, '2', '3', '4']);
    expect(await scopesOf(1n)).toEqual(['bot', 'tx']);
    expect(await scopesOf(2n)).toEqual(['bot', 'tx', 'browser']);
    expect(await scopesOf(3n)).toEqual(['tx']);
    expect(await scopesOf(4n)).toEqual(['bot', 'tx', 'browser']);
  });

  it('keep scopes of the future, which open nothing', async () => {
    expect(noteOf('scopes that are not known')).toEqual([1, 'calendar']);
    expect(await scopesOf(5n)).toEqual(['tx', 'calendar']);
  });

  it('keep name, dates and expiry', async () => {
    expect(await server.db.prisma.apiToken.findUnique({ where: { id: 1n } })).toMatchObject({
      name: 'first',
      createdAt: new Date('2025-02-01'),
      lastUsedAt: new Date('2025-03-01T10:00:00Z'),
      expiresAt: new Date('2999-01-01'),
      hint: 'vxa_bot_…Ef12',
      isOddForm: false,
    });
  });

  it('that ended before all dates do not live for ever', async () => {
    const response = await server.fetch('/auth/me', {
      headers: { 'x-api-key': `vxa_bot_${'EmPqRsTv'.repeat(5)}` },
    });
    expect(response.status).toBe(401);
  });

  it('of an odd form work, and those that no request can bring are named', async () => {
    expect(noteOf('in an unknown format')).toEqual([1, '6']);
    expect(noteOf('do not work here')).toEqual([1, '7']);
    const odd = await server.db.prisma.apiToken.findUniqueOrThrow({ where: { id: 6n } });
    expect(odd).toMatchObject({ isOddForm: true, hint: '…bot!' });
  });

  it('of nobody are skipped', () => {
    expect(noteOf('their user does not exist')).toEqual([1, '9']);
  });
});

describe('meetings', () => {
  const meetingBy = (id: bigint) => server.db.prisma.meeting.findUnique({ where: { id } });

  it('keep words that are not known here', async () => {
    expect(noteOf('status that is not known')).toEqual([2, '"reticulating"', '"scheduled"']);
    expect(await meetingBy(2n)).toMatchObject({ platform: 'webex', status: 'reticulating' });
  });

  it('without a date have the earliest other one', async () => {
    expect(noteOf('the earliest of their other dates')).toEqual([1, '2']);
    const first = new Date('2025-03-02T08:00:00Z');
    expect(await meetingBy(2n)).toMatchObject({ createdAt: first, updatedAt: first });
    expect(noteOf('outside the years')).toEqual([1, '5']);
    expect(await meetingBy(5n)).toMatchObject({ startTime: null, data: { imported_data: 'text' } });
  });

  it('keep their data to the last digit, and in it what could not be read', async () => {
    const [row] = await server.db.prisma.$queryRawUnsafe<{ data: string }[]>(
      'select data::text as data from meetings where id = 1',
    );
    expect(row?.data).toContain('12345678901234567890');
    expect(JSON.parse(row?.data ?? '')['status_transition']).toEqual([
      { from: 'active', timestamp: '2025-03-01T10:00:00' },
      { to: 'failed', timestamp: 'yesterday' },
      'nonsense',
    ]);
    expect(await meetingBy(1n)).toMatchObject({ completionReason: 'stopped', failureStage: null });
  });

  it('of nobody are skipped, with all that belongs to them', () => {
    const orphans = report.tally.notes.filter(({ text }) => text.includes('meeting is not here'));
    expect(orphans).toMatchObject([
      { table: 'transitions', count: 1, examples: ['of meeting 4'] },
      { table: 'sessions', count: 2, examples: ['2', '3'] },
      { table: 'segments', count: 1, examples: ['5'] },
    ]);
  });

  it('have their changes of status once each, in UTC', async () => {
    expect(noteOf('same time')).toEqual([1, 'of meeting 1']);
    expect(noteOf('valid date')).toEqual([3, 'of meeting 1']);
    const rows = await server.db.prisma.meetingTransition.findMany({
      where: { meetingId: 1n },
      orderBy: { at: 'asc' },
    });
    expect(rows).toMatchObject([
      { toStatus: 'active', at: new Date('2025-03-01T10:00:00.123Z'), data: { extra: 1 } },
      { toStatus: 'completed', at: new Date('2025-03-01T11:00:00Z'), reason: 'stop' },
    ]);
  });

  it('have their segments, but for those that begin or end nowhere', async () => {
    expect(noteOf('not a valid number of seconds')).toEqual([3, '3', '4', '7']);
    const rows = await server.db.prisma.transcriptSegment.findMany({
      orderBy: [{ meetingId: 'asc' }, { startOffset: 'asc' }],
    });
    expect(rows).toMatchObject([
      { segmentId: 's1', createdAt: new Date('2025-03-01T10:00:00Z'), language: 'en' },
      {
        segmentId: 'import:2',
        startOffset: 6,
        endOffset: 5,
        createdAt: new Date('2025-03-01T10:00:00Z'),
      },
      { segmentId: '', sessionUid: null, createdAt: new Date('2025-03-03') },
    ]);
  });
});

it('names the tables that have no place here', () => {
  expect(report.tally.notes).toContainEqual({
    table: 'recordings',
    text: 'rows are not imported: this service has no such data',
    count: 1,
    examples: [],
  });
});

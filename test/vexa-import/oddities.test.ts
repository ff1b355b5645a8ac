import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importVexa } from '../../src/domain/vexa-import/import.ts';
import type { ImportReport } from '../../src/domain/vexa-import/options.ts';
import { formatReport } from '../../src/domain/vexa-import/report.ts';
import { seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { everythingHere } from './here.ts';
import { noteIn } from './notes.ts';
import { createVexaDatabase, type VexaDatabase } from './source.ts';
import { fillOddities, KEY, UNUSUAL_KEY } from './unusual-rows.ts';

// One database with everything that older versions, other programs and people leave behind.

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
  await fillOddities(source);
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

const noteOf = (text: string) => noteIn(report, text);

const userBy = (email: string) => server.db.prisma.user.findFirstOrThrow({ where: { email } });

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
    for (const secret of [KEY, UNUSUAL_KEY, 'hush', 'AmPqRsTv'.repeat(5)])
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
    const found = await server.db.prisma.user.findMany({
      where: { email: { equals: 'carla@example.com', mode: 'insensitive' } },
    });
    expect(found).toHaveLength(1);
    const [{ id, name, role } = {}] = found;
    expect([Number(id), name, role]).toEqual([ownId, 'Carla Own', 'user']);
    const response = await server.fetch('/auth/me', { headers: { 'x-api-key': UNUSUAL_KEY } });
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
    const createdAt = new Date('2025-03-01T10:00:00Z');
    expect(rows).toMatchObject([
      { segmentId: 's1', createdAt, language: 'en' },
      { segmentId: 'import:2', startOffset: 6, endOffset: 5, createdAt },
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

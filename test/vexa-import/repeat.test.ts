import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importVexa } from '../../src/domain/vexa-import/import.ts';
import type { ImportOptions, ImportReport } from '../../src/domain/vexa-import/options.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { fillSmall, SMALL } from './fill.ts';
import { everythingHere } from './here.ts';
import { createVexaDatabase, type VexaDatabase } from './source.ts';

let server: TestServer;
let source: VexaDatabase;
let keys: readonly string[];
let first: ImportReport;

beforeEach(async () => {
  server = await startServer();
  source = await createVexaDatabase('0.10');
  keys = await fillSmall(source, '0.10');
  first = await run();
});
afterEach(async () => {
  await source.drop();
  await server.stop();
});

function run(options: Partial<ImportOptions> = {}): Promise<ImportReport> {
  return importVexa(server.app, { from: source.url, ...options });
}

function written({ tally }: ImportReport): Record<string, number> {
  return Object.fromEntries(
    Object.entries(tally.counts)
      .map(([table, counts]) => [table, counts.written] as const)
      .filter(([, rows]) => rows > 0),
  );
}

/** How many rows a note is about, and its first examples. */
function noteOf({ tally }: ImportReport, text: string): unknown {
  const note = tally.notes.find((candidate) => candidate.text.includes(text));
  return note && [note.count, ...note.examples.slice(0, 3)];
}

describe('a second run', () => {
  it('finds everything unchanged and writes nothing', async () => {
    const before = await everythingHere(server);
    const again = await run();
    expect(written(again)).toEqual({});
    expect(again.tally.counts.segments).toEqual({
      written: 0,
      unchanged: first.tally.counts.segments.written,
      skipped: 0,
    });
    expect(await everythingHere(server)).toEqual(before);
  });

  it('takes over what is new, and tells so in a dry run before', async () => {
    await source.client.query(`
      insert into users (email) values ('new@example.com');
      insert into api_tokens (token, user_id, scopes) values ('${'NmPqRsTv'.repeat(5)}', ${SMALL.users + 1}, '{bot}');
      insert into meetings (user_id, platform, status, data)
        values (${SMALL.users + 1}, 'zoom', 'active', '{"status_transition": [{"to": "active", "timestamp": "2026-01-01T10:00:00"}]}');
      insert into meeting_sessions (meeting_id, session_uid) values (${SMALL.meetings + 1}, 'new');
      insert into transcriptions (meeting_id, start_time, end_time, text) values (${SMALL.meetings + 1}, 0, 1, 'new')`);
    const rehearsed = await run({ dryRun: true });
    const again = await run();
    const one = { users: 1, keys: 1, meetings: 1, transitions: 1, sessions: 1, segments: 1 };
    expect(written(again)).toEqual(one);
    expect(rehearsed.tally).toEqual(again.tally);
    expect(written(await run())).toEqual({});
  });

  it('takes over what changed there, but for whose a key is', async () => {
    const { userId } = await server.db.prisma.apiToken.findUniqueOrThrow({ where: { id: 4n } });
    expect(userId).not.toBe(5n);
    await source.client.query(`
      update users set name = 'Changed', data = '{"webhook_url": "https://h.example.com"}' where id = 3;
      update api_tokens set scopes = '{bot}', last_used_at = '2027-01-01', user_id = 5 where id = 4;
      update meetings set status = 'failed', user_id = 5, data = jsonb_set(data, '{name}', '"Changed"') where id = 3;
      update meeting_sessions set session_start_time = '2027-01-01Z' where id = 3;
      update transcriptions set text = 'changed', speaker = null where id in (4, 5)`);
    const rehearsed = await run({ dryRun: true });
    const again = await run();
    expect(written(again)).toEqual({
      users: 1,
      webhooks: 1,
      keys: 1,
      meetings: 1,
      sessions: 1,
      segments: 2,
    });
    expect(rehearsed.tally).toEqual(again.tally);
    const { user, apiToken, meeting, meetingSession, transcriptSegment } = server.db.prisma;
    expect(await user.findUnique({ where: { id: 3n } })).toMatchObject({ name: 'Changed' });
    expect(await apiToken.findUnique({ where: { id: 4n } })).toMatchObject({
      scopes: ['bot'],
      userId,
      lastUsedAt: new Date('2027-01-01'),
    });
    expect(await meeting.findUnique({ where: { id: 3n } })).toMatchObject({
      status: 'failed',
      userId: 5n,
      data: { name: 'Changed' },
    });
    expect(await meetingSession.findUnique({ where: { id: 3n } })).toMatchObject({
      userId: 5n,
      startedAt: new Date('2027-01-01'),
    });
    expect(await transcriptSegment.count({ where: { text: 'changed', speaker: null } })).toBe(2);
    expect(await transcriptSegment.count({ where: { meetingId: 3n, userId: { not: 5n } } })).toBe(
      0,
    );
  });

  it('counts another end of a key from when it heard of it: a life cut short stays short', async () => {
    await source.client.query(`
      update api_tokens set expires_at = now() + interval '1 hour' where id = 3;
      update api_tokens set name = 'Changed' where id = 4`);
    await run();
    const { apiToken } = server.db.prisma;
    const cut = await apiToken.findUniqueOrThrow({ where: { id: 3n } });
    const lifetime = Number(cut.expiresAt) - Number(cut.livesFrom);
    expect(lifetime).toBeGreaterThan(3_500_000);
    expect(lifetime).toBeLessThanOrEqual(3_600_000);
    expect((await apiToken.findUniqueOrThrow({ where: { id: 4n } })).livesFrom).toBeNull();
  });

  it('leaves alone what changed here', async () => {
    await server.db.prisma.user.update({
      where: { id: 3n },
      data: { name: 'Ours', role: 'admin' },
    });
    await server.db.prisma.meeting.update({ where: { id: 3n }, data: { data: { ours: true } } });
    expect(written(await run())).toEqual({});
    expect(await server.db.prisma.user.findUnique({ where: { id: 3n } })).toMatchObject({
      name: 'Ours',
      role: 'admin',
    });
    expect(await server.db.prisma.meeting.findUnique({ where: { id: 3n } })).toMatchObject({
      data: { ours: true },
    });
  });

  it('revives no key that was revoked here, and no user who was deleted here', async () => {
    const revoked = await server.fetch('/admin/tokens/3', {
      method: 'DELETE',
      headers: { 'x-admin-api-key': server.adminKey },
    });
    expect(revoked.status).toBe(204);
    await server.db.prisma.user.update({ where: { id: 5n }, data: { deletedAt: new Date() } });
    await source.client.query(`
      update api_tokens set name = 'changed' where id = 3;
      update users set name = 'changed' where id = 5;
      insert into api_tokens (token, user_id, scopes) values ('${'NmPqRsTv'.repeat(5)}', 5, '{bot}')`);
    const again = await run();
    expect(noteOf(again, 'deleted here and stay deleted')).toEqual([1, '5']);
    expect(noteOf(again, 'their user is deleted here')).toEqual([4, '5', '25', '45']);
    expect(written(again)).toEqual({ keys: 1 });
    expect(again.tally.counts.users).toEqual({ written: 0, unchanged: 19, skipped: 1 });
    expect(await server.db.prisma.apiToken.count()).toBe(SMALL.tokens);
    for (const key of [keys[2] ?? '', keys[4] ?? '', 'NmPqRsTv'.repeat(5)]) {
      const response = await server.fetch('/auth/me', { headers: { 'x-api-key': key } });
      expect(response.status).toBe(401);
    }
  });

  it('names keys that are no longer exist there, and leaves them working', async () => {
    await source.client.query('delete from api_tokens where id in (2, 7, 60)');
    const rehearsed = await run({ dryRun: true });
    const again = await run();
    expect(noteOf(again, 'no longer exist there')).toEqual([3, '2 here', '7 here', '60 here']);
    expect(rehearsed.tally).toEqual(again.tally);
    const response = await server.fetch('/auth/me', { headers: { 'x-api-key': keys[1] ?? '' } });
    expect(response.status).toBe(200);
  });

  it('does not name keys that no longer exist there and do not work here either', async () => {
    await source.client.query('delete from api_tokens where id in (2, 7, 60)');
    const over = { retiresAt: new Date(Date.now() - 60_000) };
    await server.db.prisma.apiToken.update({ where: { id: 7n }, data: over });
    expect(noteOf(await run(), 'no longer exist there')).toEqual([2, '2 here', '60 here']);
  });
});

describe('an import under another name', () => {
  it('finds the same users by address and the same keys by text, and gives meetings new numbers', async () => {
    const rehearsed = await run({ name: 'other', renumber: true, dryRun: true });
    const other = await run({ name: 'other', renumber: true });
    expect(noteOf(other, 'were merged with an existing user')).toEqual([
      SMALL.users,
      '1',
      '2',
      '3',
    ]);
    expect(noteOf(other, 'already exist here')).toEqual([SMALL.tokens, '1', '2', '3']);
    expect(noteOf(other, 'new id here')).toEqual([SMALL.meetings, '1', '2', '3']);
    expect(rehearsed.tally).toEqual(other.tally);
    expect(await server.db.prisma.user.count()).toBe(SMALL.users);
    expect(await server.db.prisma.apiToken.count()).toBe(SMALL.tokens);
    expect(await server.db.prisma.transcriptSegment.count()).toBe(SMALL.segments * 2);
    expect(written(await run({ name: 'other' }))).toEqual({});
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { importVexa } from '../../src/domain/vexa-import/import.ts';
import type { ImportOptions } from '../../src/domain/vexa-import/options.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { everythingHere } from './here.ts';
import { createVexaDatabase, type VexaDatabase } from './source.ts';

// A database that was restored from an older backup gives the numbers of rows that were lost to new
// rows: what belonged to one person must not become another one's.

const OF_BOB = `vxa_tx_${'KmPqRsTv'.repeat(5)}`;
const OF_CAROL = `vxa_tx_${'LmPqRsTv'.repeat(5)}`;

let server: TestServer;
let source: VexaDatabase;

beforeEach(async () => {
  server = await startServer();
  source = await createVexaDatabase('0.12');
  await source.client.query(`
    insert into users (id, email, created_at) values (1, 'bob@example.com', '2025-01-01'), (2, 'carol@example.com', '2025-01-01');
    insert into api_tokens (id, token, user_id, scopes) values (9, '${OF_BOB}', 1, '{tx}');
    insert into meetings (id, user_id, platform, platform_specific_id, status, created_at) values (4, 1, 'zoom', 'of bob', 'completed', '2025-01-02');
    insert into meeting_sessions (meeting_id, session_uid) values (4, 'bob');
    insert into transcriptions (meeting_id, start_time, end_time, text) values (4, 0, 1, 'bob spoke')`);
  await run();
});
afterEach(async () => {
  await source.drop();
  await server.stop();
});

function run(options: Partial<ImportOptions> = {}) {
  return importVexa(server.app, { from: source.url, ...options });
}

async function userOf(key: string): Promise<unknown> {
  const response = await server.fetch('/auth/me', { headers: { 'x-api-key': key } });
  return response.status === 200 ? ((await response.json()) as { email: string }).email : null;
}

/** That it stops, before anything is written. */
async function stopsWith(text: string, options: Partial<ImportOptions> = {}): Promise<void> {
  const before = await everythingHere(server);
  await expect(run({ ...options, dryRun: true })).rejects.toThrow(text);
  await expect(run(options)).rejects.toThrow(text);
  expect(await everythingHere(server)).toEqual(before);
}

describe('a number that another user has there by now', () => {
  const REUSED = `
    truncate users, api_tokens, meetings, transcriptions, meeting_sessions;
    insert into users (id, email, created_at) values (1, 'dora@example.com', '2026-01-01');
    insert into api_tokens (id, token, user_id, scopes) values (10, '${OF_CAROL}', 1, '{tx}')`;

  it.each([{}, { renumber: true }, { followDeletions: true }])(
    'stops the import: %s',
    async (options) => {
      await source.client.query(REUSED);
      await stopsWith('users 1 (dora@example.com; was bob@example.com) of the source', options);
      expect([await userOf(OF_BOB), await userOf(OF_CAROL)]).toEqual(['bob@example.com', null]);
    },
  );

  it.each([
    `update users set email = 'robert@example.com' where id = 1`,
    `update users set email = 'BOB@example.com', created_at = '2025-03-01' where id = 1`,
    `update users set created_at = null, email = 'robert@example.com' where id = 1`,
  ])('is not one of the same user who changed: %s', async (statement) => {
    await source.client.query(statement);
    expect((await run()).tally.counts.users).toEqual({ written: 1, unchanged: 1, skipped: 0 });
  });
});

it('a number that a key of another user has there by now opens nothing here', async () => {
  await source.client.query(`update api_tokens set token = '${OF_CAROL}', user_id = 2`);
  const { tally } = await run();
  expect(tally.notes.map(({ text }) => text)).toContainEqual(
    expect.stringContaining('refused: have another text and another user there than here'),
  );
  expect([await userOf(OF_BOB), await userOf(OF_CAROL)]).toEqual(['bob@example.com', null]);
});

describe('a number that another meeting has there by now', () => {
  const REUSED = {
    'of another user': [2, 'of carol'],
    'of the same user': [1, 'another of bob'],
  } as const;

  async function reuse([userId, nativeId]: readonly [number, string]): Promise<void> {
    await source.client.query(
      'truncate api_tokens, meetings, transcriptions, meeting_sessions restart identity',
    );
    await source.client.query(
      `insert into meetings (id, user_id, platform, platform_specific_id, status, created_at) values (4, $1, 'zoom', $2, 'completed', '2026-01-02')`,
      [userId, nativeId],
    );
    await source.client.query(
      `insert into transcriptions (id, meeting_id, start_time, end_time, text) values (8, 4, 0, 1, 'later')`,
    );
  }

  it.each(Object.entries(REUSED))('stops the import: %s', async (_, reused) => {
    await reuse(reused);
    await stopsWith('meetings 4 of the source are other meetings');
  });

  it.each(Object.entries(REUSED))(
    'takes its place with --follow-deletions, and has nothing of it: %s',
    async (_, reused) => {
      await reuse(reused);
      const rehearsed = await run({ followDeletions: true, dryRun: true });
      const { tally } = await run({ followDeletions: true });
      expect(rehearsed.tally.counts).toEqual(tally.counts);
      const [meeting, ...others] = await server.db.prisma.meeting.findMany({
        include: { segments: true, sessions: true },
      });
      expect(others).toEqual([]);
      expect(meeting).toMatchObject({
        id: 4n,
        userId: BigInt(reused[0]),
        nativeMeetingId: reused[1],
        sessions: [],
        segments: [{ text: 'later', userId: BigInt(reused[0]) }],
      });
    },
  );

  it('does not take the place of one on hold, by itself or with its user', async () => {
    await reuse(REUSED['of the same user']);
    for (const held of ['(user_id, reason) values (1,', '(meeting_id, reason) values (4,']) {
      await server.db.prisma.$executeRawUnsafe(`insert into legal_holds ${held} 'case')`);
      await stopsWith('meetings 4 of the source are other meetings', { followDeletions: true });
      await stopsWith('under a legal hold here', { followDeletions: true });
      await server.db.prisma.$executeRawUnsafe('delete from legal_holds');
    }
  });

  it.each([
    `update meetings set platform_specific_id = null, data = '{"redacted": true}'`,
    `update meetings set status = 'active', updated_at = now()`,
    `update meetings set user_id = 2`,
  ])('is not one of the same meeting that changed: %s', async (statement) => {
    await source.client.query(statement);
    expect((await run()).tally.counts.meetings).toMatchObject({ written: 1 });
  });
});

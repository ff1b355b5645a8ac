import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importVexa } from '../../src/domain/vexa-import/import.ts';
import { askerOf } from '../graphql/pages.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { createVexaDatabase, type VexaDatabase } from './source.ts';

// Columns of the database that is imported from: what Python writes for the latest and the earliest time, and more.

const LAST = '9999-12-31T23:59:59.999Z';

/** What stands there, and here; null for what is not taken over. */
const STORED: readonly (readonly [there: string, here: string | null])[] = [
  ['9999-12-31 23:59:59.999999', LAST],
  ['9999-12-31 23:59:59.9995', LAST],
  ['9999-12-31 23:59:59.999499', LAST],
  ['9999-12-31 23:59:59.998500', '9999-12-31T23:59:59.999Z'],
  ['9999-12-31 23:59:59', '9999-12-31T23:59:59.000Z'],
  ['10000-01-01 00:00:00', null],
  ['123456-01-01 00:00:00', null],
  ['infinity', null],
  ['0001-01-01 00:00:00', '0001-01-01T00:00:00.000Z'],
  ['0001-12-31 23:59:59.999999 BC', null],
  ['0044-03-15 12:00:00 BC', null],
  ['-infinity', null],
  ['2026-06-18 10:00:00.123456', '2026-06-18T10:00:00.123Z'],
  ['2026-06-18 10:00:00.9996', '2026-06-18T10:00:01.000Z'],
];

let server: TestServer;
let source: VexaDatabase;
beforeAll(async () => {
  server = await startServer();
  source = await createVexaDatabase('0.12');
  for (const [place, [there]] of STORED.entries()) await fill(place + 1, there);
  await importVexa(server.app, { from: source.url });
});
afterAll(async () => {
  await source.drop();
  await server.stop();
});

async function fill(id: number, there: string): Promise<void> {
  const insert = (text: string) => source.client.query(text, [id, there]);
  await insert(`insert into users (id, email, max_concurrent_bots, data, created_at)
    values ($1::int, 'edge' || $1::int || '@example.com', 3, '{}', $2)`);
  await insert(`insert into api_tokens (id, user_id, token, scopes, created_at, last_used_at, expires_at)
    values ($1::int, $1, 'vxa_bot_' || left(md5($1::int::text) || md5('x'), 40), '{bot}', $2::timestamp, $2::timestamp, $2::timestamp)`);
  await insert(`insert into meetings (id, user_id, platform, platform_specific_id, status, data, created_at, updated_at, start_time, end_time)
    values ($1::int, $1, 'zoom', 'edge-' || $1::int, 'completed', '{}', $2::timestamp, $2::timestamp, $2::timestamp, $2::timestamp)`);
  await insert(`insert into meeting_sessions (id, meeting_id, session_uid, session_start_time)
    values ($1::int, $1, 's', $2::timestamp at time zone 'UTC')`);
  await insert(`insert into transcriptions (id, meeting_id, start_time, end_time, text, session_uid, segment_id)
    select $1::int, $1, 1, 2, $2::text, 's', 'one'`);
}

describe('a row of Vexa', () => {
  it.each(STORED.map((stored, place) => [place + 1, ...stored] as const))(
    'number %i of %s is of %s here',
    async (number, there, here) => {
      const { prisma } = server.db;
      const id = BigInt(number);
      const iso = (date: Date | null | undefined) => date?.toISOString() ?? null;
      const meeting = await prisma.meeting.findUniqueOrThrow({ where: { id } });
      expect([iso(meeting.startTime), iso(meeting.endTime)]).toEqual([here, here]);
      const token = await prisma.apiToken.findUniqueOrThrow({ where: { id } });
      expect(iso(token.lastUsedAt)).toBe(here);
      // What ended before all dates stays over.
      const ended = /BC|^-/.test(there) ? '0001-01-01T00:00:00.000Z' : here;
      expect(iso(token.expiresAt)).toBe(ended);
      if (here === null) return;
      const user = await prisma.user.findUniqueOrThrow({ where: { id } });
      const session = await prisma.meetingSession.findFirstOrThrow({ where: { meetingId: id } });
      const { createdAt, updatedAt } = meeting;
      const all = [user.createdAt, token.createdAt, createdAt, updatedAt, session.startedAt];
      expect(all.map(iso)).toEqual(all.map(() => here));
    },
  );

  it.each(['users', 'meetings', 'apiTokens'])('is on a page of %s', async (list) => {
    const { throughPages } = askerOf(server);
    const args = 'orderBy: {field: CREATED_AT, direction: DESC}';
    const ids = await throughPages<{ id: string }>(list, args, 'id', 1);
    expect(new Set(ids.map(({ id }) => id)).size).toBe(STORED.length);
  });
});

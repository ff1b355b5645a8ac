import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importVexa } from '../../src/domain/vexa-import/import.ts';
import { recordOne, sendReport } from '../recording/reports.ts';
import { dumpOf, findIn } from '../support/canaries.ts';
import { seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { createVexaDatabase, type VexaDatabase } from '../vexa-import/source.ts';
import { erase } from './erasing.ts';

const PAUSE = 4_243;
const CANARIES = { text: 'canary said this', reason: 'canary-reason', native: 'canary-call' };

let server: TestServer;
let source: VexaDatabase;
beforeAll(async () => {
  server = await startServer();
  source = await createVexaDatabase('0.12');
  // The last thing that an erasure does: all of its locks are held.
  await server.db.prisma.$executeRawUnsafe(`
    create function pause() returns trigger language plpgsql as
      $$ begin perform pg_advisory_xact_lock_shared(${PAUSE}); return new; end $$`);
  await server.db.prisma.$executeRawUnsafe(
    'create trigger pause before insert on erasures for each row execute function pause()',
  );
});
afterAll(async () => {
  await source.drop();
  await server.stop();
});

async function untilWaiting(count: number): Promise<void> {
  for (;;) {
    const waiting = await server.db.rows(sql`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);
    if (waiting.length >= count) return;
  }
}

/** Sends these while an erasure is about to be committed, each once the one before it has to wait. */
async function during(
  erasure: () => Promise<unknown>,
  sent: readonly (() => Promise<unknown>)[],
  hasToWait: (place: number) => Promise<void> = (place) => untilWaiting(2 + place),
) {
  const all: Promise<unknown>[] = [];
  await server.db.transaction(async (rows) => {
    await rows(sql`select pg_advisory_xact_lock(${PAUSE})`);
    all.push(erasure());
    await untilWaiting(1);
    server.statements.length = 0;
    for (const [place, send] of sent.entries()) {
      all.push(send());
      await hasToWait(place);
    }
  });
  return await Promise.all(all);
}

/** No statement of it does: an erasure may take longer than a statement. */
async function untilImportComesBack(): Promise<void> {
  const tries = () =>
    server.statements.filter((text) => text.includes('pg_try_advisory_xact_lock_shared'));
  while (tries().length < 2) await server.db.rows(sql`select`);
}

const found = async () =>
  [...(await dumpOf(server))].flatMap(([table, text]) =>
    findIn(text, CANARIES).map((canary) => `${table}: ${canary}`),
  );

describe('what overlaps an erasure leaves no text behind', () => {
  it('in a report of a bot', async () => {
    const user = await seedUser(server);
    const databaseId = await recordOne(server, user, { nativeMeetingId: CANARIES.native });
    const meeting = { databaseId };
    const reports = [
      () =>
        sendReport(server, 'updateMeetingStatus', {
          changes: [
            { meeting, status: 'FAILED', reason: CANARIES.reason, data: { said: CANARIES.text } },
          ],
        }),
      () =>
        sendReport(server, 'recordSegments', {
          meeting,
          segments: [{ segmentId: '1', startOffset: 0, endOffset: 1, text: CANARIES.text }],
        }),
      () =>
        sendReport(server, 'recordSessions', {
          meeting,
          sessions: [{ sessionUid: CANARIES.text, startedAt: '2026-11-02T10:00:00Z' }],
        }),
    ];
    const [erased, status, segments, sessions] = await during(
      () => erase(server, user, user.email),
      reports,
    );
    expect(erased).toMatchObject({ __typename: 'EraseUserSuccess' });
    expect(status).toMatchObject({
      data: {
        updateMeetingStatus: {
          receipts: [{ state: 'REFUSED', error: { __typename: 'NotFoundError' } }],
        },
      },
    });
    expect([segments, sessions]).toMatchObject([
      { data: { recordSegments: { __typename: 'NotFoundError' } } },
      { data: { recordSessions: { __typename: 'NotFoundError' } } },
    ]);
    expect(await found()).toEqual([]);
  });

  it('in a batch of an import', async () => {
    await source.client.query(`
      insert into users (id, email) values (7, 'overlapping@example.com');
      insert into meetings (id, user_id, platform, platform_specific_id, status, created_at)
        values (5, 7, 'google_meet', 'first', 'completed', '2026-05-01')`);
    const importAll = () => importVexa(server.app, { from: source.url, renumber: true });
    await importAll();
    const [imported] = await server.db.rows<{ id: bigint }>(
      sql`select id from users where email = 'overlapping@example.com'`,
    );
    await source.client.query(
      `update meetings set platform_specific_id = '${CANARIES.native}', data = '{"said": "${CANARIES.text}"}'`,
    );
    const id = Buffer.from(`User:${imported?.id}`).toString('base64url');
    const [erased] = await during(
      () => erase(server, { id }, 'overlapping@example.com'),
      [importAll],
      untilImportComesBack,
    );
    expect(erased).toMatchObject({ __typename: 'EraseUserSuccess' });
    expect(await found()).toEqual([]);
  });
});

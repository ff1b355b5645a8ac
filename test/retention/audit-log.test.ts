import sql from 'sql-template-tag';
import { beforeEach, describe, expect, it } from 'vitest';
import { exportAuditLog } from '../../src/domain/audit/export.ts';
import { findInAuditLog, verifyAuditLog } from '../../src/domain/audit/verify.ts';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { untilSealed } from '../support/unsealed.ts';
import { countOf, hold, release, runRetention } from './running.ts';

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 4, 1);

describe('old events of the audit log', () => {
  let server: TestServer;
  let now: Date;
  let users: SeededUser[];
  beforeEach(async () => {
    now = new Date(START);
    users = [];
    server = await startServer({ clock: () => now, env: { AUDIT_REFUSALS_DAYS: '0' } });
    for (const day of [0, 1, 2, 3, 100, 101]) {
      now = new Date(START + day * DAY_MS);
      users.push(await seedUser(server));
      await seal();
    }
  });

  async function seal(): Promise<void> {
    await server.app.sealer.sealAll();
    await untilSealed(server);
  }
  const drop = async (days = 50) => {
    await runRetention(server, { auditEvents: days });
    await seal();
  };
  const created = async () => {
    const rows = await server.db.rows<{ id: bigint }>(
      sql`select target_id as id from audit_events where action = 'USER_CREATED' order by id`,
    );
    return rows.map(({ id }) => Number(id));
  };
  const idsOf = (...places: number[]) => places.map((place) => users[place]?.databaseId);
  const userAt = (place: number) => {
    const user = users[place];
    if (user === undefined) throw new Error('there is none');
    return { id: user.id };
  };
  const kinds = async () => (await verifyAuditLog(server.app)).findings.map(({ kind }) => kind);

  it('are dropped, and the log proves the rest and says what is gone', async () => {
    const before = await verifyAuditLog(server.app);
    await drop();
    expect(await created()).toEqual(idsOf(4, 5));
    const after = await verifyAuditLog(server.app);
    expect(after).toMatchObject({ findings: [], prefix: { events: 4, through: 4n } });
    expect(await findInAuditLog(server.app, before.head)).toBe('FOUND');
    // Again, some time later, with a drop that covers the first one and what said so.
    now = new Date(START + 300 * DAY_MS);
    await seedUser(server);
    await seal();
    await drop();
    const later = await verifyAuditLog(server.app);
    expect(later.findings).toEqual([]);
    expect(later.prefix.events).toBeGreaterThan(6);
    expect(await findInAuditLog(server.app, before.head)).toBe('DROPPED');
    const last = later.prefix.through;
    const [event] = await server.db.rows<{ hash: string }>(sql`
      select after ->> 'hash' as hash from audit_events where action = 'EVENTS_DROPPED' order by id desc limit 1`);
    expect(await findInAuditLog(server.app, { position: last, hash: event?.hash ?? '' })).toBe(
      'FOUND',
    );
    expect(await findInAuditLog(server.app, { position: last, hash: 'f'.repeat(64) })).toBe(
      'MISSING',
    );
  });

  it('of a user on hold stay, and its keys; they go when the hold is released', async () => {
    now = new Date(START + 3 * DAY_MS);
    const [, second] = users;
    if (second === undefined) throw new Error('there is none');
    await seedKey(server, second);
    now = new Date(START + 101 * DAY_MS);
    const id = await hold(server, { user: userAt(1) });
    await seal();
    await drop();
    expect(await created()).toEqual(idsOf(1, 4, 5));
    expect(await verifyAuditLog(server.app)).toMatchObject({
      findings: [],
      prefix: { events: 3 },
    });
    // Where a hold keeps one, it is missed.
    await server.db.rows(sql`delete from audit_events where position = 2`);
    expect(await kinds()).toEqual(['MISSING']);
    await release(server, id);
  });

  it('that a released hold had kept are dropped by the next run', async () => {
    const id = await hold(server, { user: userAt(0) });
    await seal();
    await drop();
    expect(await created()).toEqual(idsOf(0, 4, 5));
    await release(server, id);
    await drop();
    expect(await created()).toEqual(idsOf(4, 5));
    expect(await verifyAuditLog(server.app)).toMatchObject({ findings: [], prefix: { events: 4 } });
  });

  it('are not dropped behind one that was altered or removed', async () => {
    await server.db.rows(sql`update audit_events set ip = '192.0.2.66' where position = 3`);
    await drop();
    expect(await created()).toEqual(idsOf(2, 3, 4, 5));
    expect(await kinds()).toEqual(['CHANGED']);
    await server.db.rows(sql`delete from audit_events where position = 3`);
    await drop();
    expect(await created()).toEqual(idsOf(3, 4, 5));
    expect(await kinds()).toEqual(['MISSING']);
  });

  it('are missed when what says that they were dropped is altered or removed, or more is gone', async () => {
    await drop();
    const [more] = await server.db.rows<{ event: unknown }>(
      sql`delete from audit_events e where position = 5 returning to_jsonb(e) as event`,
    );
    expect(await kinds()).toEqual(['MISSING']);
    await server.db.rows(
      sql`insert into audit_events select * from jsonb_populate_record(null::audit_events, ${JSON.stringify(more?.event)}::jsonb)`,
    );
    expect(await kinds()).toEqual([]);
    await server.db.rows(
      sql`update audit_events set after = after || '{"through": 5}' where action = 'EVENTS_DROPPED'`,
    );
    expect(await kinds()).toEqual(expect.arrayContaining(['CHANGED', 'MISSING']));
  });

  it('are not in an export, which can be read to restore a backup', async () => {
    await drop();
    const lines: string[] = [];
    for await (const line of exportAuditLog(server.db.rows, 0n)) lines.push(line);
    expect(lines).toHaveLength(await countOf(server, 'audit_events'));
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ position: 5 });
  });
});

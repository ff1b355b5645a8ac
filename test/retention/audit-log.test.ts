import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sql from 'sql-template-tag';
import { beforeEach, describe, expect, it } from 'vitest';
import { exportAuditLog } from '../../src/domain/audit/export.ts';
import { findInAuditLog, verifyAuditLog } from '../../src/domain/audit/verify.ts';
import { readLaterEvents } from '../../src/domain/backup/audit-export.ts';
import { runSome } from '../../src/domain/retention/run.ts';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { untilSealed } from '../support/unsealed.ts';
import { countOf, hold, release, retentionOf, runRetention } from './running.ts';

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

  it('that a hold has kept are missed for good once they are gone, however much is dropped later', async () => {
    await hold(server, { user: userAt(1) });
    await seal();
    await drop();
    await server.db.rows(sql`delete from audit_events where position = 2`);
    expect(await kinds()).toEqual(['MISSING']);
    now = new Date(START + 300 * DAY_MS);
    await seedUser(server);
    await seal();
    await drop();
    expect(await verifyAuditLog(server.app)).toMatchObject({
      findings: [{ kind: 'MISSING', position: 2n }],
    });
  });

  it('are not passed over because the database says that a run has come further', async () => {
    await server.db.rows(sql`delete from audit_events where position = 2`);
    const before = new Date(START + 51 * DAY_MS);
    await server.db.rows(sql`
      insert into retention_runs (kind, started_at, before, after) values ('AUDIT_EVENTS', ${now}, ${before}, '3')`);
    const options = retentionOf(server, { auditEvents: 50 });
    while (await runSome(options));
    await seal();
    expect(await created()).toEqual(idsOf(2, 3, 4, 5));
    expect(await kinds()).toEqual(['MISSING']);
  });

  it('stay if all of them are on hold, and each goes once it is released', async () => {
    const holds: string[] = [];
    for (const place of [0, 1, 2, 3]) holds.push(await hold(server, { user: userAt(place) }));
    await seal();
    await drop();
    expect(await created()).toEqual(idsOf(0, 1, 2, 3, 4, 5));
    expect(await verifyAuditLog(server.app)).toMatchObject({
      findings: [],
      prefix: { events: 0, through: 4n },
    });
    for (const [place, id] of holds.entries()) {
      await release(server, id);
      await drop();
      expect(await created()).toEqual(idsOf(...[0, 1, 2, 3, 4, 5].slice(place + 1)));
      expect((await verifyAuditLog(server.app)).findings).toEqual([]);
    }
  });

  it('are dropped after the clock was set back, too', async () => {
    const { head } = await verifyAuditLog(server.app);
    now = new Date(START + 2_000 * DAY_MS);
    await drop(1_950);
    now = new Date(START + 101 * DAY_MS);
    await drop();
    now = new Date(START + 200 * DAY_MS);
    await seal();
    await drop(98);
    const { findings, prefix } = await verifyAuditLog(server.app);
    expect([findings, prefix]).toMatchObject([[], { events: 6, through: 6n }]);
    expect(await findInAuditLog(server.app, head)).toBe('FOUND');
  });

  it('are not passed over in an export with which a backup is restored', async () => {
    const { head } = await verifyAuditLog(server.app);
    const [second] = await server.db.rows<{ hash: string }>(
      sql`select encode(hash, 'hex') as hash from audit_events where position = 2`,
    );
    await hold(server, { user: userAt(0) });
    await seal();
    await drop();
    const lines: string[] = [];
    for await (const line of exportAuditLog(server.db.rows, 0n)) lines.push(line);
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-export-'));
    const file = join(folder, 'audit.jsonl');
    const { vault } = server.app;
    writeFileSync(file, lines.join(''));
    // What happened between the second event and the fifth is not known any more.
    await expect(readLaterEvents(file, { head: `2:${second?.hash}`, vault })).rejects.toThrow(
      /lacks events that happened after the backup, from event 3 on: line \d+ says that they were dropped/,
    );
    const { events } = await readLaterEvents(file, {
      head: `${head.position}:${head.hash}`,
      vault,
    });
    expect(events.map(({ action }) => action)).toContain('EVENTS_DROPPED');
    rmSync(folder, { recursive: true });
  });

  it('are not in an export, which can be read to restore a backup', async () => {
    await drop();
    const lines: string[] = [];
    for await (const line of exportAuditLog(server.db.rows, 0n)) lines.push(line);
    expect(lines).toHaveLength(await countOf(server, 'audit_events'));
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ position: 5 });
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyAuditLog } from '../../src/domain/audit/verify.ts';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { untilSealed } from '../support/unsealed.ts';

describe('the sealed chain of the audit log', () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await startServer();
    const user = await seedUser(server);
    for (let turn = 0; turn < 9; turn += 1) await seedKey(server, user);
    await server.app.sealer.sealAll();
    await untilSealed(server);
  });
  afterEach(() => server.stop());

  const tamper = (statement: string) => server.db.prisma.$executeRawUnsafe(statement);
  async function findings() {
    const found = await verifyAuditLog(server.app);
    return found.findings.map((finding) => ({
      ...finding,
      position: Number(finding.position),
      ...('id' in finding && { id: Number(finding.id) }),
      ...('through' in finding && { through: Number(finding.through) }),
      ...('from' in finding && { from: Number(finding.from) }),
    }));
  }

  it('is whole when nobody touched it, and counts on', async () => {
    expect(await verifyAuditLog(server.app)).toMatchObject({ events: 10, findings: [] });
    await seedUser(server);
    expect(await verifyAuditLog(server.app)).toMatchObject({ events: 11, findings: [] });
  });

  it.each([
    ['at', `at = at + interval '1 second'`],
    ['actor_name', `actor_name = 'somebody else'`],
    ['actor_kind', `actor_kind = 'HOST'`],
    ['action', `action = 'USER_DELETED'`],
    ['target_id', 'target_id = target_id + 1'],
    ['ip', `ip = '203.0.113.1'`],
    ['request_id', `request_id = null`],
    ['after', `after = after || '{"name": "x"}'`],
    ['before', `before = '{}'`],
    ['hash', `hash = decode(repeat('00', 32), 'hex')`],
    ['previous', `previous = decode(repeat('00', 32), 'hex')`],
  ])('names the row of which %s was changed', async (_column, assignment) => {
    await tamper(`update audit_events set ${assignment} where position = 4`);
    expect(await findings()).toEqual([{ kind: 'CHANGED', position: 4, id: 4 }]);
  });

  it('names a row that was deleted, and a stretch of them', async () => {
    await tamper('delete from audit_events where position in (3, 6, 7)');
    expect(await findings()).toEqual([
      { kind: 'MISSING', position: 3, through: 3 },
      { kind: 'MISSING', position: 6, through: 7 },
    ]);
  });

  it('misses what was cut off its end', async () => {
    await tamper('delete from audit_events where position > 8');
    expect(await findings()).toEqual([{ kind: 'MISSING', position: 9, through: 10 }]);
  });

  it('names two rows that were swapped, and where each came from', async () => {
    await tamper('update audit_events set position = -1 where position = 2');
    await tamper('update audit_events set position = 2 where position = 5');
    await tamper('update audit_events set position = 5 where position = -1');
    expect(await findings()).toEqual([
      { kind: 'MOVED', position: 2, id: 5, from: 5 },
      { kind: 'MOVED', position: 5, id: 2, from: 2 },
    ]);
  });

  it('names two rows whose contents were swapped', async () => {
    await tamper(`
      update audit_events e set action = o.action, after = o.after, target_id = o.target_id
      from audit_events o where (e.position, o.position) in ((2, 5), (5, 2))`);
    expect((await findings()).map(({ position }) => position)).toEqual([2, 5]);
  });

  it('names what was put in between by somebody without the key', async () => {
    await tamper(`
      insert into audit_events (actor_kind, action, position, previous, hash, key_id)
      select 'HOST', 'USER_DELETED', 11, hash, hash, key_id from audit_events where position = 10`);
    expect((await findings()).map(({ kind, position }) => [kind, position])).toContainEqual([
      'CHANGED',
      11,
    ]);
  });

  it('is one chain, whichever of two processes seals', async () => {
    const other = await startServer({ beside: server });
    const users = await Promise.all(
      Array.from({ length: 20 }, (_, place) => seedUser(place % 2 === 0 ? server : other)),
    );
    expect(users).toHaveLength(20);
    await Promise.all([server.app.sealer.sealAll(), other.app.sealer.sealAll()]);
    await untilSealed(server);
    expect(await verifyAuditLog(other.app)).toMatchObject({ events: 30, findings: [] });
    await other.stop();
  });

  it('is sealed within seconds by itself', async () => {
    await seedUser(server);
    await untilSealed(server);
  });

  it('is whole at every moment while a service writes and seals', async () => {
    const other = await startServer({ beside: server });
    let isDone = false;
    const writing = (async () => {
      while (!isDone) {
        await Promise.all([seedUser(other), seedUser(other), seedUser(other)]);
        await other.app.sealer.sealAll();
      }
    })();
    for (let turn = 0; turn < 20; turn += 1) expect(await findings()).toEqual([]);
    isDone = true;
    await writing;
    await other.stop();
  });
});

import sql from 'sql-template-tag';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { resumeAuditLog } from '../../src/domain/audit/resume.ts';
import { isInAuditLog, verifyAuditLog } from '../../src/domain/audit/verify.ts';
import { onHost } from '../../src/security/callers/caller.ts';
import { unwrap, wrap } from '../../src/security/vault/wrapped-key.ts';
import { seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { untilSealed } from '../support/unsealed.ts';

// Somebody who can write to the database, and has no key, makes the service itself seal what he wrote.

const SET_BACK = `update audit_heads set position = 5,
  hash = (select hash from audit_events where position = 5)`;

describe('an audit log whose end was tampered with', () => {
  let server: TestServer;
  let now: Date | null = null;
  beforeEach(async () => {
    now = null;
    server = await startServer({ clock: () => now });
    for (let turn = 0; turn < 9; turn += 1) await seedUser(server);
    await server.app.sealer.sealAll();
    await untilSealed(server);
  });
  afterEach(() => server.stop());

  /** At once: the service seals in the background what it finds in between. */
  const tamper = async (...statements: string[]) => {
    await server.db.transaction(async (_rows, prisma) => {
      for (const statement of statements) await prisma.$executeRawUnsafe(statement);
    });
  };
  const UNSEAL =
    'update audit_events set position = null, previous = null, hash = null, key_id = null';
  const unseal = (condition: string) =>
    `${UNSEAL}, actor_name = 'somebody else' where ${condition}`;
  const kinds = async (of = server) => {
    const { findings } = await verifyAuditLog(of.app);
    return findings.map(({ kind, position }) => [kind, Number(position)]);
  };
  const unsealed = async () => {
    const rows = await server.db.rows(sql`select id from audit_events where position is null`);
    return rows.length;
  };
  /** What a restart comes to: a process that has seen nothing yet. */
  async function restarted<Result>(work: (other: TestServer) => Promise<Result>): Promise<Result> {
    const other = await startServer({ beside: server });
    try {
      return await work(other);
    } finally {
      await other.stop();
    }
  }

  it.each([
    ['set back', SET_BACK, 5],
    ['set back without its proof', `${SET_BACK}, mac = null, key_id = null`, 5],
    ['set back under a key that there is not', `${SET_BACK}, key_id = 9`, 5],
    ['removed', 'delete from audit_heads', 0],
  ])('is not sealed anew when it was %s, also after a restart', async (_how, statement, place) => {
    await tamper(unseal('position > 5'), statement);
    await seedUser(server);
    const expected = [...Array(4).fill(['FORGED', 0]), ['END', place]].sort();
    expect((await kinds()).sort()).toEqual(expected);
    expect(await unsealed()).toBe(5);
    expect(server.logLines.join('')).toContain('Sealing of the audit log has stopped: its head');
    expect((await restarted(kinds)).sort()).toEqual(expected);
    expect(await unsealed()).toBe(5);
  });

  it('is told from a row that lost its seal, which is sealed again and reported', async () => {
    now = new Date(Date.now() + 86_400_000);
    await seedUser(server);
    await server.app.sealer.sealAll();
    await untilSealed(server);
    await tamper(`${UNSEAL} where position = 4`);
    await server.app.sealer.sealAll();
    expect(await kinds()).toEqual([
      ['MISSING', 4],
      ['LATE', 11],
    ]);
    expect(server.logLines.join('')).toContain('had lost their seal');
  });

  it('is told from a row that lost its seal and was altered, which is set aside', async () => {
    await tamper(unseal('position = 4'));
    await server.app.sealer.sealAll();
    expect(await kinds()).toEqual([
      ['MISSING', 4],
      ['SET_ASIDE', 10],
    ]);
    expect(server.logLines.join('')).toContain('were set aside');
  });

  it('is not sealed anew under an end that it once had, while the process remembers', async () => {
    await tamper('create table kept as select * from audit_heads');
    for (let turn = 0; turn < 3; turn += 1) await seedUser(server);
    const { head } = await verifyAuditLog(server.app);
    await tamper(
      'delete from audit_events where position > 9',
      'delete from audit_heads',
      'insert into audit_heads select * from kept',
    );
    await seedUser(server);
    await server.app.sealer.sealAll();
    expect(await unsealed()).toBe(1);
    expect(server.logLines.join('')).toContain('set back from position 12 to 9');
    // What only an end that was noted elsewhere shows.
    await restarted(async (other) => {
      expect(await kinds(other)).toEqual([]);
      expect(await isInAuditLog(other.app, head)).toBe(false);
    });
  });

  it('goes on when the host says so, and says so itself', async () => {
    await tamper(unseal('position > 5'), SET_BACK);
    await restarted(async (other) => {
      expect(await kinds(other)).toContainEqual(['END', 5]);
      expect(await resumeAuditLog(other.app, onHost('latchkey audit'))).toBe(5n);
      expect(await kinds(other)).toEqual([]);
      const { data } = await other.graphql<Record<string, unknown>>(
        '{ auditEvents(first: 1) { edges { node { action actor { kind } position after } } } }',
        { admin: other.adminKey },
      );
      expect(data).toMatchObject({
        auditEvents: {
          edges: [
            {
              node: {
                action: 'TRAIL_ACCEPTED',
                actor: { kind: 'HOST' },
                position: 10,
                after: { from: 5, unsealed: 4 },
              },
            },
          ],
        },
      });
    });
  });

  it('of a database from before the proof is taken over once', async () => {
    const { peppers } = server.app;
    const [key] = await server.db.rows<{ id: number; wrapped: Uint8Array; pepperId: number }>(
      sql`select id, wrapped, pepper_id as "pepperId" from data_keys`,
    );
    const opened = key ? unwrap(key, peppers) : null;
    if (opened === null) throw new Error('there is no data key');
    expect(opened.isSettled).toBe(true);
    const old = wrap({ ...opened, isSettled: false }, peppers.current);
    await server.db.rows(sql`update data_keys set wrapped = ${old}`);
    await tamper('update audit_heads set mac = null, key_id = null');
    expect(await restarted(kinds)).toEqual([]);
    await tamper('update audit_heads set mac = null, key_id = null');
    expect(await restarted(kinds)).toEqual([['END', 9]]);
  });
});

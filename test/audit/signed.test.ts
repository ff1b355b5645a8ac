import sql from 'sql-template-tag';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mintToken } from '../../src/domain/api-keys/mint.ts';
import type { AuditFinding } from '../../src/domain/audit/findings.ts';
import { verifyAuditLog } from '../../src/domain/audit/verify.ts';
import { revokeAllTokens } from '../../src/domain/revocation/families.ts';
import { type EventRow, eventColumns } from '../../src/security/audit/event-text.ts';
import { isGenuine } from '../../src/security/audit/signature.ts';
import { onHost } from '../../src/security/callers/caller.ts';
import { byItself } from '../../src/security/unit-of-work.ts';
import { type SeededUser, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { untilSealed, whileUnsealed } from '../support/unsealed.ts';

// Somebody who can write to the database, and has no key, before the service has sealed its events.

/** Its place comes only once it is sealed. */
function nameOf({ position: _position, ...finding }: AuditFinding): string {
  return JSON.stringify(finding, (_key, value) => (typeof value === 'bigint' ? `${value}` : value));
}

/** To be revoked with one statement. */
async function mintKeys(
  { app }: TestServer,
  { databaseId }: SeededUser,
  keys: number,
): Promise<void> {
  const unit = byItself(app, onHost('test'));
  for (let count = 0; count < keys; count += 1) await mintToken(unit, BigInt(databaseId), {});
  await app.sealer.sealAll();
}

const LAST = `(select max(id) from audit_events)`;

describe('an unsealed event', () => {
  let server: TestServer;
  /** What was found so far: it stays in the log for good. */
  const known = new Set<string>();
  beforeAll(async () => {
    server = await startServer();
    await seedUser(server);
  });
  beforeEach(async () => {
    await server.app.sealer.sealAll();
    await untilSealed(server);
  });
  afterAll(() => server.stop());

  const tamper = async (...statements: string[]) => {
    await server.db.transaction(async (_rows, prisma) => {
      for (const statement of statements) await prisma.$executeRawUnsafe(statement);
    });
  };
  /** What is found now, and was not before. */
  async function kinds(of = server): Promise<string[]> {
    const { findings } = await verifyAuditLog(of.app);
    const fresh = findings.filter((finding) => !known.has(nameOf(finding)));
    for (const finding of fresh) known.add(nameOf(finding));
    return fresh.map(({ kind }) => kind).sort();
  }
  const readiness = async () => (await (await server.fetch('/health/ready')).json()) as object;
  async function count() {
    const [row] = await server.db.rows<{ sealed: number; aside: number }>(sql`
      select (select count(*) from audit_events where action = 'USER_CREATED' and position is not null)::int as sealed,
        (select count(*) from audit_set_aside)::int as aside`);
    return row ?? { sealed: 0, aside: 0 };
  }
  /** Three users, and what is done to their events before they are sealed. */
  async function meddle(...statements: string[]): Promise<void> {
    await whileUnsealed(server, async () => {
      for (let turn = 0; turn < 3; turn += 1) await seedUser(server);
      await tamper(...statements);
    });
  }

  it('is sealed, and nothing is found, when nobody touched it', async () => {
    const { events } = await verifyAuditLog(server.app);
    await meddle();
    expect(await kinds()).toEqual([]);
    expect((await verifyAuditLog(server.app)).events).toBe(events + 3);
  });

  it.each([
    ['id', 'id = id + 1000'],
    ['at', `at = at + interval '1 second'`],
    ['actor_kind', `actor_kind = 'HOST'`],
    ['actor_id', 'actor_id = 7'],
    ['actor_name', `actor_name = 'somebody else'`],
    ['actor_name, to nothing', 'actor_name = null'],
    ['actor_user_id', 'actor_user_id = 1'],
    ['action', `action = 'USER_DELETED'`],
    ['target_type', `target_type = 'ApiToken'`],
    ['target_id', 'target_id = target_id + 1'],
    ['ip', `ip = '203.0.113.1'`],
    ['request_id', 'request_id = null'],
    ['what divides two columns', `request_id = ip || request_id, ip = ''`],
    ['before', `before = '{}'`],
    ['after', `after = after || '{"name": "x"}'`],
    ['writer', 'writer = gen_random_uuid()'],
    ['number', 'number = number + 1'],
    ['part', 'part = part + 1'],
    ['parts', 'parts = parts + 1'],
    ['mac', `mac = decode(repeat('00', 32), 'hex')`],
    ['mac, to nothing', 'mac = null'],
    ['all of the signature', 'writer = null, number = null, part = null, parts = null, mac = null'],
  ])('is set aside, and missed, when its %s was altered', async (_column, assignment) => {
    const before = await count();
    await meddle(`update audit_events set ${assignment} where id = ${LAST}`);
    expect(await kinds()).toEqual(['REMOVED', 'SET_ASIDE']);
    // The others are sealed.
    expect(await count()).toEqual({ sealed: before.sealed + 2, aside: before.aside + 1 });
    expect(JSON.stringify(await readiness())).toMatch(/\d+ events were set aside/);
  });

  const COLUMNS = `at, actor_kind, actor_id, actor_name, action, target_type, target_id, ip, request_id, before, after`;
  it.each([
    [
      'accepted unsigned events',
      `insert into audit_events (actor_kind, action) values ('HOST', 'USER_DELETED')`,
    ],
    [
      'a copy accepted unsigned events',
      `insert into audit_events (${COLUMNS}) select ${COLUMNS} from audit_events where id = ${LAST}`,
    ],
    [
      'a copy with its signature',
      `insert into audit_events (${COLUMNS}, writer, number, part, parts, mac)
       select ${COLUMNS}, writer, number, part, parts, mac from audit_events where id = ${LAST}`,
    ],
    [
      'as a statement that is to come',
      `insert into audit_events (${COLUMNS}, writer, number, part, parts, mac)
       select ${COLUMNS}, writer, number + 1, part, parts, mac from audit_events where id = ${LAST}`,
    ],
    [
      'from before all others',
      `insert into audit_events (id, at, actor_kind, action) values (-5, '2020-01-01', 'HOST', 'USER_DELETED')`,
    ],
    [
      'with what nobody can read',
      `insert into audit_events (actor_kind, action, writer, number, part, parts, mac)
       values ('X', 'Y', gen_random_uuid(), 9223372036854775807, -1, 0, '')`,
    ],
  ])('is told from one that was put in, %s', async (_how, statement) => {
    await meddle(statement);
    expect(await kinds()).toEqual(['SET_ASIDE']);
    expect(server.logLines.join('')).toContain('were set aside');
  });

  it.each([
    ['one', `id = ${LAST}`],
    ['several', 'position is null'],
  ])('is missed when it was removed: %s', async (_how, condition) => {
    await meddle(`delete from audit_events where ${condition}`);
    expect(await kinds()).toEqual(['REMOVED']);
    expect(JSON.stringify(await readiness())).toMatch(/events of \d+ changes were removed/);
  });

  it('is missed when one of several that a statement wrote was removed', async () => {
    const user = await seedUser(server);
    await mintKeys(server, user, 3);
    await whileUnsealed(server, async () => {
      await revokeAllTokens(server.app, onHost('test'), BigInt(user.databaseId));
      await tamper(`delete from audit_events where id = ${LAST}`);
    });
    expect(await kinds()).toContain('REMOVED');
  });

  it('is missed by what it was written with, when the process that wrote it is gone', async () => {
    const user = await seedUser(server);
    const other = await startServer({ beside: server });
    await mintKeys(other, user, 4);
    await whileUnsealed(server, async () => {
      await revokeAllTokens(other.app, onHost('test'), BigInt(user.databaseId));
      await tamper(`delete from audit_events where id = ${LAST}`);
      expect(await kinds()).toContain('INCOMPLETE');
    });
    // While that process lives, it misses them itself.
    await other.stop();
    await kinds();
  });

  it('is missed when two that were written changed their contents', async () => {
    await meddle(`
      update audit_events e set after = o.after, target_id = o.target_id, request_id = o.request_id
      from audit_events o where e.id = ${LAST} and o.id = ${LAST} - 1`);
    expect(await kinds()).toEqual(['REMOVED', 'SET_ASIDE']);
  });

  it('is set aside under the writer of another process', async () => {
    const other = await startServer({ beside: server });
    await seedUser(other);
    await other.app.sealer.sealAll();
    await meddle(
      `update audit_events set writer = '${other.app.sealer.writer}' where id = ${LAST}`,
    );
    expect(await kinds()).toEqual(['REMOVED', 'SET_ASIDE']);
    await other.stop();
  });

  it('has a signature that the service makes alike, whatever its texts are', async () => {
    const texts = [
      '',
      ' ',
      '"',
      '\\',
      ',',
      ':',
      '\n\r\t\u0001\u007f',
      '\u2028é漢𝒳',
      'a,1:2',
      'x'.repeat(250),
    ];
    const caller = (command: string) => ({ ...onHost(command), requestId: command });
    for (const [place, text] of texts.entries()) {
      const user = await seedUser(server, {
        email: `text${place}@example.com`,
        data: { [text]: text },
      });
      await mintToken(byItself(server.app, caller(text)), BigInt(user.databaseId), {});
    }
    const events = await server.db.rows<EventRow>(sql`select ${eventColumns} from audit_events e`);
    expect(events.length).toBeGreaterThan(texts.length * 2);
    expect(events.filter((event) => !isGenuine(server.app.vault, event))).toEqual([]);
  });
});

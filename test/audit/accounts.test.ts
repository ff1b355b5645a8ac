import { fork } from 'node:child_process';
import { once } from 'node:events';
import sql from 'sql-template-tag';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mintToken } from '../../src/domain/api-keys/mint.ts';
import { verifyAuditLog } from '../../src/domain/audit/verify.ts';
import { onHost } from '../../src/security/callers/caller.ts';
import { byItself } from '../../src/security/unit-of-work.ts';
import { HANG_UP, spoilRows } from '../support/bursts.ts';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { untilSealed } from '../support/unsealed.ts';

// What each process keeps about its own events, and what it makes of failures that are nobody's attack.

const DAY_MS = 86_400_000;

describe('what a process knows of its events', () => {
  let server: TestServer;
  let now: Date | null;
  beforeEach(async () => {
    now = null;
    server = await startServer({ clock: () => now });
    await seedUser(server);
    await server.app.sealer.sealAll();
    await untilSealed(server);
  });
  afterEach(() => server.stop());

  const tamper = (statement: string) => server.db.prisma.$executeRawUnsafe(statement);
  const kinds = async (of = server) =>
    (await verifyAuditLog(of.app)).findings.map((finding) =>
      'what' in finding ? `${finding.kind} ${finding.what}` : finding.kind,
    );
  const own = () => `id = '${server.app.sealer.writer}'`;

  it.each([
    ['set back', 'update audit_writers set through = 0 where WRITER'],
    ['set on', 'update audit_writers set through = through + 100 where WRITER'],
    ['closed', 'update audit_writers set is_closed = true where WRITER'],
    ['moved in time', `update audit_writers set at = at + interval '1 day' where WRITER`],
    ['put under another key', 'update audit_writers set key_id = 7 where WRITER'],
    ['written anew', `update audit_writers set mac = decode(repeat('00', 32), 'hex') where WRITER`],
  ])('is missed when it was %s, at once and by the process itself', async (_how, statement) => {
    await tamper(statement.replace('WRITER', own()));
    expect(await kinds()).toContain('CHECKPOINT ALTERED');
  });

  it.each([
    ['altered', 'update audit_writers set through = 0, mac = mac || mac where WRITER'],
    ['removed', 'delete from audit_writers where WRITER'],
    [
      'the one that it was before',
      'update audit_writers w set through = k.through, at = k.at, mac = k.mac from kept k where w.WRITER',
    ],
  ])('leaves an event, and is written anew, when it was found %s', async (_how, statement) => {
    await tamper('create table kept as select * from audit_writers');
    await seedUser(server);
    await server.app.sealer.sealAll();
    await tamper(statement.replace('WRITER', own()));
    await seedUser(server);
    await server.app.sealer.sealAll();
    expect(await kinds()).toEqual(['CHECKPOINT_ALTERED']);
  });

  it.each([
    [
      'the one that it was before',
      'update audit_writers w set through = k.through, at = k.at, is_closed = k.is_closed, mac = k.mac from kept k where w.id = k.id',
      'CHECKPOINT OLD',
    ],
    ['removed', 'delete from audit_writers where ENDED', 'CHECKPOINT GONE'],
  ])('is missed when its process is gone and it is %s', async (_how, statement, kind) => {
    const other = await startServer({ beside: server, clock: () => now });
    const { writer } = other.app.sealer;
    await seedUser(other);
    await other.app.sealer.sealAll();
    await tamper(`create table kept as select * from audit_writers where id = '${writer}'`);
    now = new Date(Date.now() + DAY_MS / 2);
    await seedUser(other);
    // The clock has leapt: what it knows is to be of the new time, whoever seals its last event.
    await other.app.sealer.sealAll();
    await other.stop();
    expect(await kinds()).toEqual([]);
    await tamper(statement.replace('ENDED', `id = '${writer}'`));
    expect(await kinds()).toEqual([kind]);
  });

  it.each([
    ['removed', 'delete from audit_marks'],
    ['moved', 'update audit_marks set position = 1000'],
  ])(
    'the mark up to which unsigned events are accepted is missed when it was %s',
    async (_how, statement) => {
      await tamper(statement);
      expect(await kinds()).toEqual(['MARK']);
      const other = await startServer({ beside: server });
      expect(await kinds(other)).toEqual(['MARK']);
      await other.stop();
    },
  );

  it('takes what an older version wrote as it stands, once', async () => {
    const INSERT = `insert into audit_events (actor_kind, action) values ('HOST', 'USER_DELETED')`;
    // As the older version leaves a database.
    await server.stop();
    server = await startServer();
    await tamper('delete from audit_events');
    await tamper('delete from audit_writers');
    await tamper('delete from audit_marks');
    await tamper(INSERT);
    const other = await startServer({ beside: server });
    const [first] = await other.db.rows<{ position: bigint }>(
      sql`select position from audit_events`,
    );
    expect(first?.position).not.toBeNull();
    await tamper(INSERT);
    expect(await kinds(other)).toEqual(['SET_ASIDE']);
    await other.stop();
  });

  it('finds nothing after statements that failed, wrote nothing, or were rolled back', async () => {
    const step = byItself(server.app, onHost('test'));
    const user = await seedUser(server);
    const key = await seedKey(server, user);
    const gql = (document: string) => server.graphql(document, { admin: server.adminKey });
    // Nothing to write: no such user, a user that is there already.
    await Promise.allSettled([
      mintToken(step, 987_654n, {}),
      mintToken(step, BigInt(user.databaseId), {}),
      gql(`mutation { createUser(input: {email: "${user.email}"}) { __typename } }`),
      gql('mutation { revokeToken(input: {id: "QXBpVG9rZW46OTk5"}) { __typename } }'),
    ]);
    // Two at once, of which one loses.
    await Promise.all(
      [1, 2, 3].map(() => gql(`mutation { rotateKey(input: {id: "${key.id}"}) { __typename } }`)),
    );
    await expect(
      server.db.transaction(async (rows) => {
        await mintToken({ ...step, rows }, BigInt(user.databaseId), {});
        throw new Error('not this time');
      }),
    ).rejects.toThrow('not this time');
    // The connection breaks in the middle.
    await spoilRows(server, { table: 'api_tokens', column: 'name', value: 'lost' }, HANG_UP);
    const lost = mintToken(step, BigInt(user.databaseId), { name: 'lost' });
    await expect(lost).rejects.toThrow();
    expect(await kinds()).toEqual([]);
    expect((await verifyAuditLog(server.app)).endedWriters).toBe(0);
  });

  it('finds nothing in what two processes write at once, and what a third seals', async () => {
    const others = await Promise.all([1, 2].map(() => startServer({ beside: server })));
    await Promise.all([0, 1, 2, 3].map((turn) => seedUser(others[turn % 2] ?? server)));
    for (const other of others) await other.stop();
    expect(await kinds()).toEqual([]);
    expect((await verifyAuditLog(server.app)).endedWriters).toBe(0);
  });

  it('says of a process that was killed that its last second is unaccounted, and no more', async () => {
    const child = fork(new URL('../support/killed-writer.ts', import.meta.url), [], {
      env: {
        PATH: process.env['PATH'],
        DATABASE_URL: server.databaseUrl,
        TOKEN_PEPPER: server.app.peppers.current.text,
      },
    });
    await once(child, 'message');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await kinds()).toEqual([]);
    await tamper(
      `update audit_writers set seen_at = now() - interval '5 minutes' where not is_closed and not ${own()}`,
    );
    expect(await verifyAuditLog(server.app)).toMatchObject({ findings: [], endedWriters: 1 });
    await tamper(
      `update audit_writers set seen_at = now() - interval '1 hour' where not is_closed and not ${own()}`,
    );
    await server.app.sealer.forgetEnded();
    expect(await verifyAuditLog(server.app)).toMatchObject({ findings: [], endedWriters: 1 });
    const [event] = await server.db.rows<{ after: object }>(
      sql`select after from audit_events where action = 'WRITER_ENDED'`,
    );
    expect(event?.after).toMatchObject({ accountedThrough: expect.any(Number) });
  });
});

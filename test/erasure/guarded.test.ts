import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyAuditLog } from '../../src/domain/audit/verify.ts';
import { eraseLeftovers } from '../../src/domain/erasure/leftovers.ts';
import { noteErasure } from '../../src/domain/erasure/receipt.ts';
import { encodeId } from '../../src/kit/graphql/ids.ts';
import { dumpOf, findIn } from '../support/canaries.ts';
import { seedKey, seedMeetings, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { untilSealed } from '../support/unsealed.ts';
import { erase } from './erasing.ts';

describe('an erasure', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.stop());

  const mutate = (mutation: string) =>
    server.graphql<Record<string, { hold?: { id: string } }>>(`mutation { ${mutation} }`, {
      admin: server.adminKey,
    });
  const hold = async (what: string) => {
    const { data } = await mutate(
      `placeLegalHold(input: {${what}, reason: "case"}) { ... on LegalHoldSuccess { hold { id } } }`,
    );
    return data['placeLegalHold']?.hold?.id;
  };
  const stateOf = async () => {
    await server.app.sealer.sealAll();
    await untilSealed(server);
    const dump = new Map(await dumpOf(server));
    // What every process writes about itself, and a program's dump that has a different key each time.
    for (const name of ['audit_writers', 'usage_writers', 'sweeps', 'summary_days', 'pg_dump'])
      dump.delete(name);
    return dump;
  };

  it('needs the address of the user, and repeats nothing that was sent', async () => {
    const user = await seedUser(server);
    const before = await stateOf();
    const { __typename, message } = await erase(server, user, 'somebody@example.com');
    expect(__typename).toBe('InvalidInputError');
    expect(message).not.toContain('somebody');
    expect(await stateOf()).toEqual(before);
  });

  it('is refused under a hold of the user or of one of its meetings', async () => {
    const user = await seedUser(server);
    const [, meeting = 0n] = await seedMeetings(server, user.databaseId, 2);
    for (const what of [
      `user: {id: "${user.id}"}`,
      `meetingId: "${encodeId('Meeting', meeting)}"`,
    ]) {
      const id = await hold(what);
      const before = await stateOf();
      expect(await erase(server, user, user.email)).toMatchObject({
        __typename: 'ConflictError',
        message: expect.stringContaining('legal hold'),
      });
      expect(await stateOf()).toEqual(before);
      await mutate(`releaseLegalHold(input: {id: "${id}"}) { __typename }`);
    }
    expect((await erase(server, user, user.email)).__typename).toBe('EraseUserSuccess');
    expect(await hold(`user: {id: "${user.id}"}`)).toBeUndefined();
  });

  it('that fails at its end leaves everything as it was', async () => {
    const user = await seedUser(server, { name: 'Half Erased' });
    await seedKey(server, user);
    await seedMeetings(server, user.databaseId, 2);
    const run = (statement: string) => server.db.prisma.$executeRawUnsafe(statement);
    await run(`create function fail() returns trigger language plpgsql as
      $$ begin raise exception 'the database stops'; end $$`);
    await run('create trigger fail before insert on erasures execute function fail()');
    const before = await stateOf();
    const reply = await server.graphql(
      `mutation { eraseUser(input: {user: {id: "${user.id}"}, confirmEmail: "${user.email}"}) { __typename } }`,
      { admin: server.adminKey },
    );
    expect(reply.errors).toHaveLength(1);
    expect(await stateOf()).toEqual(before);
    await run('drop trigger fail on erasures');
    await run('drop function fail');
    expect((await erase(server, user, user.email)).__typename).toBe('EraseUserSuccess');
    expect((await verifyAuditLog(server.app)).findings).toEqual([]);
  });

  it('of a user who was deleted before takes its address from the log', async () => {
    const user = await seedUser(server, { email: 'deleted-canary@example.com' });
    await mutate(`deleteUser(input: {user: {id: "${user.id}"}}) { __typename }`);
    expect((await erase(server, user, user.email)).__typename).toBe('EraseUserSuccess');
    for (const [table, text] of await dumpOf(server))
      expect([table, findIn(text, { address: user.email })]).toEqual([table, []]);
  });

  it('leaves the address alone that another user has by now', async () => {
    const first = await seedUser(server, { email: 'shared-canary@example.com' });
    await mutate(`deleteUser(input: {user: {id: "${first.id}"}}) { __typename }`);
    const second = await seedUser(server, { email: 'Shared-Canary@example.com' });
    await erase(server, first, first.email);
    const { data } = await server.graphql<{ auditEvents: { nodes: unknown[] } }>(
      `{ auditEvents(filter: {targetId: "${second.id}"}) { nodes { action after } } }`,
      { admin: server.adminKey },
    );
    expect(data.auditEvents.nodes).toMatchObject([
      { action: 'USER_CREATED', after: { email: 'Shared-Canary@example.com' } },
    ]);
    const [kept] = await server.db.rows(
      sql`select from erased_addresses where user_id = ${first.databaseId}`,
    );
    expect(kept).toBeUndefined();
  });

  it('of an administrator ends what depends on the role, and keeps whose doing it was', async () => {
    const admin = await seedUser(server, { role: 'ADMIN', name: 'Ada Canary-Root' });
    const key = await seedKey(server, admin, { name: 'root laptop' });
    const rotated = await seedKey(server, admin);
    await mutate(`rotateKey(input: {token: {id: "${rotated.id}"}, overlap: 60}) { __typename }`);
    const created = await server.graphql<{ createUser: { user: { id: string } } }>(
      'mutation { createUser(input: {email: "made-by-admin@example.com"}) { ... on CreateUserSuccess { user { id } } } }',
      { key: key.secret },
    );
    const { erasure } = await erase(server, admin, admin.email);
    const keys = await server.db.rows(
      sql`select from api_tokens where user_id = ${admin.databaseId}`,
    );
    expect(keys).toEqual([]);
    const { data } = await server.graphql<{ auditEvents: { nodes: unknown[] } }>(
      `{ auditEvents(filter: {targetId: "${created.data.createUser.user.id}"}) { nodes {
        ip actor { kind name token { id } user { email name } } after } } }`,
      { admin: server.adminKey },
    );
    expect(data.auditEvents.nodes).toEqual([
      {
        ip: erasure.pseudonym,
        actor: {
          kind: 'USER_KEY',
          name: erasure.pseudonym,
          token: null,
          user: { email: `${erasure.pseudonym}@erased.invalid`, name: null },
        },
        after: expect.objectContaining({ email: 'made-by-admin@example.com' }),
      },
    ]);
  });

  it('hides no event that somebody altered before, and none that is altered afterwards', async () => {
    const user = await seedUser(server, { name: 'Altered Canary' });
    await seedKey(server, user, { name: 'altered key' });
    await server.app.sealer.sealAll();
    await untilSealed(server);
    const { rows } = server.db;
    await rows(sql`
      update audit_events set after = after || '{"role": "admin"}'
      where action = 'USER_CREATED' and target_id = ${user.databaseId}`);
    await erase(server, user, user.email);
    const altered = await verifyAuditLog(server.app);
    expect(altered.findings).toMatchObject([{ kind: 'CHANGED' }]);
    await rows(sql`
      update audit_events set actor_name = 'nobody'
      where action = 'TOKEN_MINTED' and erased_mac is not null
        and id = (select max(id) from audit_events where action = 'TOKEN_MINTED' and erased_mac is not null)`);
    const twice = await verifyAuditLog(server.app);
    expect(twice.findings).toMatchObject([{ kind: 'CHANGED' }, { kind: 'CHANGED' }]);
    for (const [table, text] of await dumpOf(server))
      expect([table, findIn(text, { name: 'Altered Canary' })]).toEqual([table, []]);
  });
});

it('an erasure that a restore noted touches nobody who is here', async () => {
  const server = await startServer();
  const user = await seedUser(server);
  const [meeting] = await server.db.rows<{ id: bigint }>(sql`
    insert into meetings (user_id, platform, native_meeting_id)
    values (${user.databaseId}, 'zoom', 'of-somebody-else') returning id`);
  const { vault, clock, sealer, db } = server.app;
  const noted = {
    userId: BigInt(user.databaseId),
    pseudonym: 'erased-0',
    at: new Date(),
    addresses: [],
  };
  await noteErasure(db.rows, noted);
  await eraseLeftovers({ db, vault, clock, sealer });
  const [left] = await db.rows(
    sql`select native_meeting_id as native from meetings where id = ${meeting?.id}`,
  );
  expect(left).toEqual({ native: 'of-somebody-else' });
});

describe('another process', () => {
  it('refuses the keys at once, and what it had noted of the person goes, too', async () => {
    const server = await startServer();
    const beside = await startServer({ beside: server });
    const user = await seedUser(server);
    const key = await seedKey(server, user, { name: 'canary-of-another-process' });
    const headers = { 'x-api-key': key.secret };
    expect((await beside.fetch('/auth/me', { headers })).status).toBe(200);
    expect((await beside.fetch('/users', { headers })).status).toBe(403);
    await erase(server, user, user.email);
    expect((await beside.fetch('/auth/me', { headers })).status).toBe(401);
    await beside.app.refusals.flush();
    await beside.app.usage.flush();
    await beside.app.sealer.sealAll();
    await untilSealed(server);
    const { vault, clock, sealer, db } = server.app;
    await eraseLeftovers({ db, vault, clock, sealer });
    const canaries = { address: user.email, key: 'canary-of-another-process' };
    for (const [table, text] of await dumpOf(server))
      expect([table, findIn(text, canaries)]).toEqual([table, []]);
    expect((await verifyAuditLog(server.app)).findings).toEqual([]);
  });
});

import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mintToken } from '../../src/domain/api-keys/mint.ts';
import { verifyAuditLog } from '../../src/domain/audit/verify.ts';
import { onHost } from '../../src/security/callers/caller.ts';
import { byItself } from '../../src/security/unit-of-work.ts';
import { eventsOf, HANG_UP, REFUSE, type Sent, sendAll, spoilRows } from '../support/bursts.ts';
import { untilSomebodyWaits } from '../support/locks.ts';
import { type SeededUser, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

const KEY = 'an-operator-key-of-31-characters';
const OTHER_KEY = 'another-operator-key-of-37-characters';
/** More than there are connections. */
const WAITING = 30;

describe('keys that are minted at the same time', () => {
  let server: TestServer;
  let limited: TestServer;
  const users: SeededUser[] = [];
  beforeAll(async () => {
    const env = { TRUST_PROXY: 'true', ADMIN_API_TOKEN: `${KEY},${OTHER_KEY}` };
    server = await startServer({ env: { ...env, SHORT_CUTS: 'true' } });
    limited = await startServer({ env: { ...env, TOKEN_MAX_PER_USER: '3' }, beside: server });
    for (let count = 0; count < 8; count += 1) users.push(await seedUser(server));
  });
  afterAll(async () => {
    await limited.stop();
    await server.stop();
  });

  let serial = 0;
  function minting(userId: number | undefined, more: Sent['body'] = {}): Sent {
    serial += 1;
    return {
      path: `/admin/users/${userId}/tokens`,
      body: { name: `Key ${serial}`, ...more },
      requestId: `mint-${String(serial).padStart(5, '0')}`,
      ip: `198.51.100.${serial % 250}`,
      headers: { 'x-admin-api-key': KEY },
    };
  }
  const many = (count: number) =>
    Array.from({ length: count }, (_, place) => minting(users[place % 8]?.databaseId));
  const holderOf = async (secret: unknown) => {
    const { data } = await server.graphql<{ viewer: { user: { databaseId: number } } }>(
      '{ viewer { user { databaseId } } }',
      { key: String(secret) },
    );
    return data.viewer.user.databaseId;
  };

  it('take one statement each, with the audit event', async () => {
    const step = byItself(server.app, onHost('test'));
    server.statements.length = 0;
    const minted = await Promise.all(
      users.map(({ databaseId }) => mintToken(step, BigInt(databaseId), {})),
    );
    expect(server.statements).toHaveLength(users.length);
    expect(minted.map(({ token }) => Number(token.userId))).toEqual(
      users.map(({ databaseId }) => databaseId),
    );
  });

  it('are each answered, and put on the audit log, as their own', async () => {
    const wishes = [{}, { scopes: ['tx', 'bot'] }, { scopes: ['browser'], expires_in: 3_600 }];
    const sent = Array.from({ length: 60 }, (_, place) =>
      minting(users[place % 8]?.databaseId, wishes[place % 3]),
    );
    const answers = await sendAll(server, sent);

    expect(answers.map(({ status, body }) => [status, body['user_id'], body['name']])).toEqual(
      sent.map(({ body }, place) => [201, users[place % 8]?.databaseId, body['name']]),
    );
    expect(answers.map(({ body }) => body['scopes'])).toEqual(
      sent.map((_, place) => wishes[place % 3]?.scopes ?? ['bot']),
    );
    expect(answers.map(({ body }) => body['expires_at'] !== null)).toEqual(
      sent.map((_, place) => place % 3 === 2),
    );
    expect(await Promise.all(answers.map(({ body }) => holderOf(body['token'])))).toEqual(
      sent.map((_, place) => users[place % 8]?.databaseId),
    );
    expect(await eventsOf(server, 'TOKEN_MINTED', sent)).toEqual(
      sent.map(({ requestId, ip }, place) => ({
        requestId,
        ip,
        actor: 'ADMIN_KEY ADMIN_API_TOKEN',
        targetId: BigInt(Number(answers[place]?.body['id'])),
      })),
    );
  });

  it('cost one another nothing when some of their users are gone or never were', async () => {
    const gone = await seedUser(server);
    await server.graphql(`mutation { deleteUser(input: {id: "${gone.id}"}) { __typename } }`, {
      admin: server.adminKey,
    });
    const sent = many(24).flatMap((one) => [one, minting(gone.databaseId), minting(987_654_321)]);
    const answers = await sendAll(server, sent);
    expect(answers.map(({ status }) => status)).toEqual(
      sent.map((_, place) => (place % 3 === 0 ? 201 : 404)),
    );
    expect(await eventsOf(server, 'TOKEN_MINTED', sent)).toHaveLength(24);
  });

  it('cost one another nothing when the database refuses one of them', async () => {
    await spoilRows(server, { table: 'api_tokens', column: 'name', value: 'refused' }, REFUSE);
    const refused = minting(users[0]?.databaseId, { name: 'refused' });
    const answers = await sendAll(server, [...many(10), refused, ...many(10)]);
    expect(answers.map(({ status }) => status)).toEqual(
      answers.map(({ requestId }) => (requestId === refused.requestId ? 500 : 201)),
    );
  });

  it('do not wait for those of another caller whose user somebody else is changing, or has just deleted', async () => {
    const held = await seedUser(server);
    const waiting = await server.db.transaction(async (rows) => {
      await rows(sql`update users set deleted_at = now() where id = ${held.databaseId}`);
      const late = Array.from({ length: WAITING }, async () => {
        const [answer] = await sendAll(server, [minting(held.databaseId)]);
        return answer;
      });
      await untilSomebodyWaits(server.db);
      const headers = { 'x-admin-api-key': OTHER_KEY };
      const others = await sendAll(
        server,
        many(20).map((one) => ({ ...one, headers })),
      );
      expect(others.map(({ status }) => status)).toEqual(Array(20).fill(201));
      return late;
    });
    const answers = await Promise.all(waiting);
    expect(answers.map((answer) => answer?.status)).toEqual(Array(WAITING).fill(404));
  });

  it('are no more than a user may have, of any number at once', async () => {
    const full = await seedUser(server);
    const free = await seedUser(server);
    const sent = [...Array(12).keys()].map(() => minting(full.databaseId));
    const answers = await sendAll(limited, [...sent, minting(free.databaseId)]);
    const statuses = answers.map(({ status }) => status);
    expect(statuses.at(-1)).toBe(201);
    expect(statuses.slice(0, -1).sort()).toEqual([...Array(3).fill(201), ...Array(9).fill(409)]);
  });

  it('are there if they were answered, and none is there twice, when connections are lost', async () => {
    const sent = Array.from({ length: 400 }, (_, place) => minting(users[place % 8]?.databaseId));
    const answering = sendAll(server, sent);
    for (let round = 0; round < 5; round += 1) {
      await limited.db.rows(sql`
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and query like '%insert into api_tokens%' and pid <> pg_backend_pid()`);
    }
    const answers = await answering;
    const names = sent.map(({ body }) => String(body['name']));
    const stored = await limited.db.rows<{ name: string; keys: number; events: number }>(sql`
      select t.name, count(distinct t.id)::int as keys, count(e.id)::int as events
      from api_tokens t left join audit_events e on e.target_type = 'ApiToken' and e.target_id = t.id
      where t.name = any(${names}::text[]) group by t.name`);
    expect(stored.filter(({ keys, events }) => keys !== 1 || events !== 1)).toEqual([]);
    const there = new Set(stored.map(({ name }) => name));
    const lost = answers.filter(
      ({ status }, place) => status === 201 && !there.has(names[place] ?? ''),
    );
    expect(lost).toEqual([]);
    expect(answers.filter(({ status }) => status !== 201 && status !== 503)).toEqual([]);
  });

  it('are not tried again when nobody knows what became of them', async () => {
    await spoilRows(server, { table: 'api_tokens', column: 'name', value: 'lost' }, HANG_UP);
    const step = byItself(server.app, onHost('test'));
    const names = ['before', 'lost', 'after'];
    const [{ databaseId }] = users as [SeededUser];
    server.statements.length = 0;
    const minted = await Promise.allSettled(
      names.map((name) => mintToken(step, BigInt(databaseId), { name })),
    );
    expect(minted.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(server.statements).toHaveLength(names.length);
    const [answer] = await sendAll(server, [minting(databaseId, { name: 'lost again' })]);
    expect(answer?.status).toBe(503);
  });

  it('leave an audit log that holds', async () => {
    expect((await verifyAuditLog(server.app)).findings).toEqual([]);
  });
});

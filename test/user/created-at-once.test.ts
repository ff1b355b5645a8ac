import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createUser } from '../../src/domain/accounts/new-users.ts';
import { verifyAuditLog } from '../../src/domain/audit/verify.ts';
import { onHost } from '../../src/security/callers/caller.ts';
import { byItself } from '../../src/security/unit-of-work.ts';
import { eventsOf, REFUSE, type Sent, sendAll, spoilRows } from '../support/bursts.ts';
import { untilSomebodyWaits } from '../support/locks.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { untilSealed } from '../support/unsealed.ts';

const KEY = 'an-operator-key-of-31-characters';
const OTHER_KEY = 'another-operator-key-of-37-characters';
/** More than there are connections. */
const WAITING = 15;

describe('users that are created at the same time', () => {
  let server: TestServer;
  let second: TestServer;
  beforeAll(async () => {
    const env = { TRUST_PROXY: 'true', ADMIN_API_TOKEN: `${KEY},${OTHER_KEY}` };
    server = await startServer({ env: { ...env, SHORT_CUTS: 'true' } });
    second = await startServer({ env, beside: server });
  });
  afterAll(async () => {
    await second.stop();
    await server.stop();
  });

  let serial = 0;
  function creating(email: string, more: Partial<Sent> = {}): Sent {
    serial += 1;
    return {
      path: '/admin/users',
      body: { email, name: `Name of ${serial}` },
      requestId: `create-${String(serial).padStart(5, '0')}`,
      ip: `192.0.2.${serial % 250}`,
      headers: { 'x-admin-api-key': KEY },
      ...more,
    };
  }
  const many = (count: number, name: string) =>
    Array.from({ length: count }, (_, place) => creating(`${name}${place}@example.com`));

  it('take one statement each, with the audit event', async () => {
    const step = byItself(server.app, onHost('test'));
    const addresses = [...Array(20).keys()].map((place) => `turn${place}@example.com`);
    server.statements.length = 0;
    const created = await Promise.all(addresses.map((email) => createUser(step, { email })));
    expect(server.statements).toHaveLength(20);
    expect(created.map(({ user }) => user.email)).toEqual(addresses);
  });

  it('are each answered, and put on the audit log, as their own', async () => {
    const sent = many(60, 'own').map((one, place) =>
      place % 2 === 0 ? one : { ...one, headers: { 'x-admin-api-key': OTHER_KEY } },
    );
    const answers = await sendAll(server, sent);

    expect(answers.map(({ status }) => status)).toEqual(sent.map(() => 201));
    expect(answers.map(({ body }) => [body['email'], body['name']])).toEqual(
      sent.map(({ body }) => [body['email'], body['name']]),
    );
    expect(await eventsOf(server, 'USER_CREATED', sent)).toEqual(
      sent.map(({ requestId, ip }, place) => ({
        requestId,
        ip,
        actor: place % 2 === 0 ? 'ADMIN_KEY ADMIN_API_TOKEN' : 'ADMIN_KEY ADMIN_API_TOKEN 2',
        targetId: BigInt(Number(answers[place]?.body['id'])),
      })),
    );
  });

  it('are one user where they have one address, whoever wrote it how and in which process', async () => {
    const names = ['Equal', 'eQUAL', 'equal', 'EQUAL', 'equaL'];
    const addresses = names.flatMap((name) => [0, 1, 2].map((n) => `${name}${n}@example.com`));
    const here = addresses.map((address) => creating(address));
    const there = addresses.toReversed().map((address) => creating(address));
    const both = await Promise.all([sendAll(server, here), sendAll(second, there)]);
    const answers = both.flat();

    const created = answers.filter(({ status }) => status === 201);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(27);
    expect(created).toHaveLength(3);
    expect(new Set(answers.map(({ body }) => body['id'])).size).toBe(3);
    // The audit log names the request that was told so.
    const trail = await eventsOf(server, 'USER_CREATED', [...here, ...there]);
    expect(trail.map(({ requestId }) => requestId)).toEqual(
      created.map(({ requestId }) => requestId).sort(),
    );
  });

  it('cost one another nothing when the database refuses one of them', async () => {
    await spoilRows(server, { table: 'users', column: 'email', value: 'refused' }, REFUSE);
    const sent = [...many(15, 'left'), creating('refused@example.com'), ...many(15, 'right')];
    const answers = await sendAll(server, sent);
    const expected = sent.map(({ body }) => (body['email'] === 'refused@example.com' ? 500 : 201));
    expect(answers.map(({ status }) => status)).toEqual(expected);
    expect(await eventsOf(server, 'USER_CREATED', sent)).toHaveLength(30);
  });

  it('do not wait for those of another caller whose address somebody else is about to take', async () => {
    const waiting = await server.db.transaction(async (rows) => {
      await rows(sql`insert into users (email) values ('Taken@example.com')`);
      const late = Array.from({ length: WAITING }, async () => {
        const [answer] = await sendAll(server, [creating('taken@example.com')]);
        return answer;
      });
      await untilSomebodyWaits(server.db);
      const headers = { 'x-admin-api-key': OTHER_KEY };
      const free = many(20, 'free').map((one) => ({ ...one, headers }));
      const others = await sendAll(server, free);
      expect(others.map(({ status }) => status)).toEqual(Array(20).fill(201));
      return late;
    });
    const answers = await Promise.all(waiting);
    expect(answers.map((answer) => answer?.status)).toEqual(Array(WAITING).fill(200));
    expect(answers.map((answer) => answer?.body['email'])).toEqual(
      Array(WAITING).fill('Taken@example.com'),
    );
  });

  it('leave an audit log that holds, one after the other', async () => {
    const answers = await sendAll(server, many(300, 'chain'));
    const created = answers.filter(({ status }) => status === 201);
    // On a busy machine, some of so many wait too long for a place.
    const refused = answers.filter(({ status }) => status === 503);
    expect(created.length + refused.length).toBe(300);
    expect(created).not.toEqual([]);
    await untilSealed(server);
    const { findings, events } = await verifyAuditLog(server.app);
    expect(findings).toEqual([]);
    expect(events).toBeGreaterThan(created.length);
  });
});

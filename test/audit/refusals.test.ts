import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

type Event = {
  at: string;
  requestId: string;
  ip: string;
  actor: { kind: string; name: string | null };
  after: { what: string; why: string; times: number };
};

const START = new Date('2026-05-01T08:00:00.000Z');

describe('refused requests', () => {
  let server: TestServer;
  let now = START;
  beforeAll(async () => {
    server = await startServer({ clock: () => now, env: { TRUST_PROXY: 'true' } });
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    await server.app.refusals.flush();
    await server.db.prisma.$executeRawUnsafe('delete from audit_events');
  });

  const ask = (path: string, address: string, requestId: string) =>
    server.fetch(path, { headers: { 'x-forwarded-for': address, 'x-request-id': requestId } });

  async function noted(): Promise<Event[]> {
    const { data } = await server.graphql<{ auditEvents: { edges: { node: Event }[] } }>(
      `{ auditEvents(first: 100, filter: {action: {eq: REQUEST_REFUSED}}) { edges { node {
        at requestId ip actor { kind name } after } } } }`,
      { admin: server.adminKey },
    );
    return data.auditEvents.edges.map(({ node }) => node);
  }

  it('that are equal are one event, with the id of the first and how many there were', async () => {
    for (let turn = 0; turn < 30; turn += 1)
      await ask('/admin/users', '192.0.2.1', `flood-${turn}`);
    await ask('/admin/users', '192.0.2.2', 'another');
    const events = await noted();
    const flood = events.filter(({ ip }) => ip === '192.0.2.1');
    // A second that ends meanwhile divides them.
    expect(flood.length).toBeLessThan(5);
    expect(flood.reduce((sum, { after }) => sum + after.times, 0)).toBe(30);
    expect(flood.map(({ requestId }) => requestId)).toContain('flood-0');
    expect(events.filter(({ ip }) => ip === '192.0.2.2')).toMatchObject([
      { requestId: 'another', after: { what: 'GET /admin/users', times: 1 } },
    ]);
  });

  describe('of a flood are a row for the first of each kind, and one for the rest of the minute', () => {
    type Sent = { readonly key: string | null; readonly from: number };
    const SECONDS = 6;
    const PER_SECOND = 40;
    const [people, keysOfOne] = [12, 12];
    /** The keys of one user, then one key of each of the others. */
    const keys: string[] = [];
    beforeAll(async () => {
      const first = await seedUser(server);
      for (let place = 0; place < keysOfOne; place += 1)
        keys.push((await seedKey(server, first)).secret);
      for (let person = 1; person < people; person += 1)
        keys.push((await seedKey(server, await seedUser(server))).secret);
    });

    const keyAt = (place: number) => keys[place] ?? null;

    it.each<[string, (turn: number) => Sent, number, number]>([
      ['nobody', () => ({ key: null, from: 0 }), 1, 1],
      ['nobody, from many addresses', (turn) => ({ key: null, from: turn % 100 }), 40, 51],
      ['one key', () => ({ key: keyAt(0), from: 0 }), 1, 1],
      ['one key, from many addresses', (turn) => ({ key: keyAt(0), from: turn % 100 }), 11, 11],
      ['many keys of one user', (turn) => ({ key: keyAt(turn % keysOfOne), from: 0 }), 11, 11],
      [
        'many keys of one user, from many addresses',
        (turn) => ({ key: keyAt(turn % keysOfOne), from: turn % 100 }),
        11,
        11,
      ],
      [
        'many users, from many addresses',
        (turn) => ({ key: keyAt(keysOfOne - 1 + (turn % people)), from: turn % 100 }),
        40,
        101,
      ],
    ])('%s', async (_name, sentAt, inFirstSecond, inFirstMinute) => {
      await sendForASecond(sentAt, 0);
      expect(await rows()).toBe(inFirstSecond);
      for (let second = 1; second < SECONDS; second += 1) await sendForASecond(sentAt, second);
      expect(await rows()).toBe(inFirstMinute);
      expect(server.app.refusals.unwritten()).toBeGreaterThan(0);
      now = new Date(START.getTime() + 60_000);
      await server.app.refusals.write();
      now = START;
      expect(await rows()).toBeLessThanOrEqual(2 * inFirstMinute);
      const all = await server.db.prisma.auditEvent.findMany({
        where: { action: 'REQUEST_REFUSED' },
      });
      const times = all.map(({ after }) => (after as { times: number }).times);
      expect(times.reduce((sum, one) => sum + one, 0)).toBe(SECONDS * PER_SECOND);
      expect(server.app.refusals.unwritten()).toBe(0);
    });

    const rows = () => server.db.prisma.auditEvent.count({ where: { action: 'REQUEST_REFUSED' } });

    async function sendForASecond(sentAt: (turn: number) => Sent, second: number): Promise<void> {
      for (let turn = 0; turn < PER_SECOND; turn += 1) {
        const { key, from } = sentAt(second * PER_SECOND + turn);
        const headers = key === null ? {} : { 'x-api-key': key };
        await server.fetch('/admin/users', {
          headers: { ...headers, 'x-forwarded-for': `10.0.0.${from}` },
        });
      }
      // What the background does once a second.
      await server.app.refusals.write();
    }
  });

  it('have the time of the request, not that at which they are written', async () => {
    now = new Date('2026-05-01T09:00:00.000Z');
    await ask('/admin/users', '192.0.2.3', 'early');
    now = new Date('2026-05-01T09:30:00.000Z');
    expect(await noted()).toMatchObject([{ requestId: 'early', at: '2026-05-01T09:00:00.000Z' }]);
    now = START;
  });

  it.each([
    ['Query.users', '{ users(first: 1) { totalCount } }'],
    ['Query.user', '{ user(by: {databaseId: 1}) { id } }'],
    [
      'Query.analytics',
      '{ analytics(range: {start: "2026-01-01T00:00:00Z", end: "2026-02-01T00:00:00Z"}) { totals { activeUsers } } }',
    ],
    ['Mutation.rotateKey', 'mutation { rotateKey(input: {id: "TOKEN"}) { __typename } }'],
    ['Mutation.finishRotation', 'mutation { finishRotation(input: {id: "TOKEN"}) { __typename } }'],
    ['Mutation.revokeToken', 'mutation { revokeToken(input: {id: "TOKEN"}) { __typename } }'],
    [
      'Mutation.setWebhook',
      'mutation { setWebhook(input: {userId: "USER", url: "https://example.com"}) { __typename } }',
    ],
    [
      'Mutation.removeWebhook',
      'mutation { removeWebhook(input: {userId: "USER"}) { __typename } }',
    ],
    [
      'Mutation.recordMeeting',
      'mutation { recordMeeting(input: {userId: "USER", meetings: [{platform: ZOOM, nativeMeetingId: "1234567890"}]}) { __typename } }',
    ],
  ])('of a user key for what is not its own leave an event: %s', async (what, document) => {
    const other = await seedUser(server);
    const { id } = await seedKey(server, other);
    const own = await seedKey(server, await seedUser(server), { name: 'laptop' });
    const text = document.replace('TOKEN', id).replace('USER', other.id);
    await server.graphql(text, { key: own.secret });
    expect(await noted()).toMatchObject([
      { actor: { kind: 'USER_KEY', name: 'laptop' }, after: { what, times: 1 } },
    ]);
  });

  it('name the user whose key had the right, not the reading key beside it', async () => {
    const key = await seedKey(server, await seedUser(server, { role: 'ADMIN' }), {
      name: 'laptop',
    });
    const { data } = await server.graphql<{ createUser: object }>(
      'mutation { createUser(input: {email: "beside@example.com"}) { __typename } }',
      { admin: server.analyticsKey, key: key.secret },
    );
    expect(data.createUser).toEqual({ __typename: 'CreateUserSuccess' });
    const { data: trail } = await server.graphql<{ auditEvents: unknown }>(
      '{ auditEvents(first: 1) { edges { node { actor { kind name } } } } }',
      { admin: server.adminKey },
    );
    expect(trail.auditEvents).toEqual({
      edges: [{ node: { actor: { kind: 'USER_KEY', name: 'laptop' } } }],
    });
  });
});

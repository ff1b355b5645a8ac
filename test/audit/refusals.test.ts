import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { anonymousTally } from '../../src/security/audit/anonymous-tally.ts';
import { type Refused, refusalTally } from '../../src/security/audit/refusal-tally.ts';
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

  it('of strangers are one row for the first, and one for the rest of the minute', async () => {
    const rows = async () =>
      (await server.db.prisma.auditEvent.findMany({ where: { action: 'REQUEST_REFUSED' } })).length;
    for (let second = 0; second < 6; second += 1) {
      for (let turn = 0; turn < 20; turn += 1)
        await ask('/admin/users', '192.0.2.8', `second-${second}`);
      // What the background does once a second.
      await server.app.refusals.write();
    }
    expect(await rows()).toBe(1);
    now = new Date(START.getTime() + 60_000);
    await server.app.refusals.write();
    now = START;
    expect(await rows()).toBe(2);
    expect((await noted()).reduce((sum, { after }) => sum + after.times, 0)).toBe(120);
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

describe('the tally of refused requests of known keys', () => {
  const holder = { kind: 'USER_KEY', id: 7n, name: 'laptop', userId: 1n } as const;
  const one = (fields: Partial<Refused>): Refused => ({
    actor: holder,
    ip: '192.0.2.1',
    requestId: 'r',
    what: 'GET /admin/users',
    why: 'no key',
    times: 1,
    at: null,
    seenAt: 0,
    ...fields,
  });
  const timesOf = (all: readonly Refused[]) => all.reduce((sum, { times }) => sum + times, 0);

  it('lists so many of one key, and says how many more there were', () => {
    const tally = refusalTally();
    for (let turn = 0; turn < 500; turn += 1) tally.add(one({ what: `field ${turn}` }));
    tally.add(one({ actor: { ...holder, id: 8n }, what: 'of another' }));
    const all = tally.all();
    expect(all).toHaveLength(22);
    expect(all).toContainEqual(expect.objectContaining({ what: 'other requests', times: 480 }));
    expect(all.map(({ what }) => what)).toContain('of another');
  });

  it('names no more than so many keys, and counts the others', () => {
    const tally = refusalTally();
    for (let turn = 0; turn < 5_000; turn += 1)
      tally.add(one({ actor: { ...holder, id: BigInt(turn) } }));
    const all = tally.all();
    expect(all).toHaveLength(501);
    expect(timesOf(all)).toBe(5_000);
    expect(all.find(({ actor }) => actor.id === null)).toMatchObject({ times: 4_500 });
  });
});

describe('the tally of what strangers were refused', () => {
  const MINUTE = 29_000_000;
  const one = (fields: Partial<Refused>, minute = MINUTE): Refused => ({
    actor: { kind: 'NOBODY', id: null, name: null, userId: null },
    ip: '192.0.2.1',
    requestId: 'r',
    what: 'GET /admin/users',
    why: 'no key',
    times: 1,
    at: new Date(minute * 60_000 + 1),
    seenAt: 0,
    ...fields,
  });
  const timesOf = (all: readonly Refused[]) => all.reduce((sum, { times }) => sum + times, 0);

  it('gives the first of a minute and a network at once, and the rest in one when the minute is over', () => {
    const tally = anonymousTally();
    tally.add(one({ requestId: 'first' }));
    expect(tally.take(MINUTE, false)).toMatchObject([{ requestId: 'first', times: 1 }]);
    for (let turn = 0; turn < 500; turn += 1) tally.add(one({ requestId: `more ${turn}` }));
    expect(tally.take(MINUTE, false)).toEqual([]);
    expect(tally.waiting()).toBe(500);
    tally.add(one({}, MINUTE + 1));
    expect(tally.take(MINUTE + 1, false)).toMatchObject([
      { requestId: 'more 0', times: 500 },
      { times: 1 },
    ]);
    expect([tally.waiting(), tally.take(MINUTE + 2, true)]).toEqual([0, []]);
  });

  it('gives the rest when all is asked for', () => {
    const tally = anonymousTally();
    tally.add(one({}));
    tally.take(MINUTE, false);
    tally.add(one({}));
    tally.add(one({}));
    expect(tally.take(MINUTE, true)).toMatchObject([{ times: 2 }]);
  });

  it('takes the addresses of one network for one, and names it', () => {
    const tally = anonymousTally();
    for (let turn = 0; turn < 500; turn += 1)
      tally.add(one({ ip: `2001:db8::${turn.toString(16)}` }));
    expect(tally.take(MINUTE, true)).toMatchObject([{ ip: '2001:db8::', times: 500 }]);
  });

  it('has no more than so many rows a minute, whatever is asked for from wherever', () => {
    const tally = anonymousTally();
    let taken: Refused[] = [];
    for (let turn = 0; turn < 20_000; turn += 1) {
      tally.add(one({ ip: `10.0.${turn >> 8}.${turn & 255}`, what: `field ${turn}` }));
      tally.add(one({ ip: '192.0.2.9', what: `other field ${turn}` }));
      if (turn % 1_000 === 0) taken = [...taken, ...tally.take(MINUTE, false)];
    }
    const rest = tally.take(MINUTE + 1, false);
    expect(taken.length).toBeLessThan(60);
    expect(rest.length).toBeLessThan(60);
    expect(timesOf([...taken, ...rest])).toBe(40_000);
    expect([...taken, ...rest].map(({ what }) => what)).toContain('requests from other networks');
  });

  it('holds no more than so many rows, however long none can be written', () => {
    const tally = anonymousTally();
    for (let turn = 0; turn < 6_000; turn += 1) {
      const minute = MINUTE + Math.floor(turn / 60);
      tally.add(one({ ip: `192.0.2.${turn % 60}` }, minute));
      // What could not be written comes back.
      if (turn % 600 === 0) for (const refused of tally.take(minute, true)) tally.add(refused);
    }
    const all = tally.take(MINUTE + 200, true);
    expect(all.length).toBeLessThan(1_010);
    expect(timesOf(all)).toBe(6_000);
    expect(tally.take(MINUTE + 201, true)).toEqual([]);
  });
});

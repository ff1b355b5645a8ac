import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { seedKey, seedUser } from '../support/seed.ts';
import {
  emptyTheLine,
  pass,
  repeat,
  SECRET,
  type Send,
  sentTo,
  serve,
  statusesOf,
} from './guessing.ts';

// What counts as a guess, and for whom.

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
});
afterEach(() => {
  vi.useRealTimers();
});

it('both headers count together, on REST and GraphQL alike', async () => {
  const { me, users, inOtherHeader, graphql, validate, fillTheLine } = await serve({
    GUESS_LIMIT: '4',
  });
  const ways: readonly Send[] = [
    () => me('wrong'),
    () => users('wrong'),
    () => graphql({ 'x-api-key': 'wrong' }),
    () => graphql({ 'x-admin-api-key': 'wrong' }),
    () => validate('wrong'),
  ];
  expect(await statusesOf(ways)).toEqual([401, 403, 401, 401, 403]);
  const answers = await fillTheLine(() => 'wrong');
  expect(await statusesOf([...ways, () => inOtherHeader('wrong')])).toEqual(repeat(6, () => 429));
  await emptyTheLine(answers);
});

it('a missing or an expired key is no guess', async () => {
  const { server, me, validate } = await serve({ GUESS_LIMIT: '2' });
  const key = await seedKey(server, await seedUser(server), { expiresIn: 60 });
  await server.db.prisma.apiToken.updateMany({ data: { expiresAt: new Date(0) } });
  const none = [() => me(key.secret), () => server.fetch('/auth/me'), () => validate('')];
  expect(await statusesOf([...none, ...none, ...none])).toEqual([
    401, 401, 403, 401, 401, 403, 401, 401, 403,
  ]);
  const right = await seedKey(server, await seedUser(server));
  const other = await seedKey(server, await seedUser(server));
  expect(await statusesOf([() => me(right.secret), () => me(other.secret)])).toEqual([200, 200]);
});

it('each address counts for itself', async () => {
  const { me } = await serve({ GUESS_LIMIT: '1', TRUST_PROXY: '1' });
  const from = (address: string) => () => me('wrong', { 'x-forwarded-for': address });
  expect(await statusesOf([from('192.0.2.1'), from('192.0.2.1')])).toEqual([401, 401]);
  const answers: string[] = [];
  const late = sentTo(answers)('late', from('192.0.2.1'));
  expect(await statusesOf([from('192.0.2.2'), from('192.0.2.2')])).toEqual([401, 401]);
  expect(answers).toEqual([]);
  pass();
  await late;
});

it('the internal secrets are guarded, and each has a quota of its own', async () => {
  const { server, validate } = await serve();
  expect(await statusesOf(repeat(20, () => () => validate('wrong')))).toEqual(
    repeat(20, () => 403),
  );
  const noted = await server.graphql<{ auditEvents: { edges: { node: { after: unknown } }[] } }>(
    '{ auditEvents(first: 100, filter: {action: {eq: REQUEST_REFUSED}}) { edges { node { after } } } }',
    { admin: server.adminKey },
  );
  const events = noted.data.auditEvents.edges.map(
    ({ node }) => node.after as { what: string; why: string; times: number },
  );
  expect(new Set(events.map(({ what, why }) => `${what}: ${why}`))).toEqual(
    new Set(['POST /internal/validate: Invalid internal secret']),
  );
  expect(events.reduce((sum, { times }) => sum + times, 0)).toBe(20);
  // Both secrets open it during a change. The clock passes, so that their turns come.
  for (const secret of [SECRET, 'second-one']) {
    pass();
    const answer = await validate(secret);
    expect([answer.status, answer.headers.get('ratelimit-policy')]).toEqual([
      401,
      '"internal";q=1200000;w=60',
    ]);
  }
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SeededUser, seedKey, seedMeetings, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

type Listed = { readonly id: number }[];
type List = {
  readonly of: 'all' | 'one';
  readonly path: (user: SeededUser, skip: number) => string;
  readonly read: (body: never) => Listed;
};

const LIMIT = 7;
const EACH = 1_250;

/** Every list of meetings that takes an offset. */
const LISTS: Readonly<Record<string, List>> = {
  'all meetings': {
    of: 'all',
    path: (_user, skip) => `/admin/stats/meetings-users?limit=${LIMIT}&skip=${skip}`,
    read: (body: { items: Listed }) => body.items,
  },
  'all meetings with their figures': {
    of: 'all',
    path: (_user, skip) => `/admin/analytics/meetings?limit=${LIMIT}&skip=${skip}`,
    read: (body: Listed) => body,
  },
  'the meetings of a user, for operators': {
    of: 'one',
    path: ({ databaseId }, skip) =>
      `/admin/analytics/users/${databaseId}/details?limit=${LIMIT}&skip=${skip}`,
    read: (body: { meetings: Listed }) => body.meetings,
  },
  'own meetings': {
    of: 'one',
    path: (_user, skip) => `/meetings?limit=${LIMIT}&offset=${skip}`,
    read: (body: { meetings: Listed }) => body.meetings,
  },
};

describe('pages far into a list', () => {
  let server: TestServer;
  let user: SeededUser;
  let key: string;
  const newestFirst: Record<List['of'], number[]> = { all: [], one: [] };
  beforeAll(async () => {
    server = await startServer();
    user = await seedUser(server);
    // Each moment has a meeting of either, so that ids decide between equal times.
    const [own, others] = [
      await seedMeetings(server, user.databaseId, EACH),
      await seedMeetings(server, (await seedUser(server)).databaseId, EACH),
    ];
    newestFirst.one = own.map(Number).toReversed();
    newestFirst.all = own.flatMap((id, place) => [Number(id), Number(others[place])]).toReversed();
    key = (await seedKey(server, user)).secret;
  });
  afterAll(() => server.stop());

  describe.each(Object.entries(LISTS))('%s', (_name, { of, path, read }) => {
    it.each([0, 1, 998, 999, 1_000, 1_001, 1_243, 1_249, 1_250, 2_495, 9_000])(
      'after %i rows begins where the page before ended',
      async (skip) => {
        const response = await server.fetch(path(user, skip), {
          headers: { 'x-admin-api-key': server.adminKey, 'x-api-key': key },
        });
        const found = read((await response.json()) as never);
        expect(found.map(({ id }) => id)).toEqual(newestFirst[of].slice(skip, skip + LIMIT));
      },
    );
  });
});

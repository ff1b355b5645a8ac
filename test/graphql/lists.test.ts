import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SeededUser, seedMeetings, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

type Page = {
  users: {
    totalCount: number;
    edges: { cursor: string; node: { email: string } }[];
    pageInfo: {
      hasNextPage: boolean;
      hasPreviousPage: boolean;
      startCursor: string;
      endCursor: string;
    };
  };
};

const PAGE = `query ($first: Int, $last: Int, $after: String, $before: String, $filter: UserFilter, $orderBy: UserOrder) {
  users(first: $first, last: $last, after: $after, before: $before, filter: $filter, orderBy: $orderBy) {
    totalCount edges { cursor node { email } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;

const NAMES = Array.from(
  { length: 25 },
  (_, place) => `p${String(place).padStart(2, '0')}@list.example.com`,
);
const FILTER = { email: { contains: '@LIST.' } };

let server: TestServer;
let first: SeededUser;

beforeAll(async () => {
  server = await startServer();
  for (const email of NAMES) first ??= await seedUser(server, { email });
  for (const email of NAMES) await seedUser(server, { email });
});
afterAll(() => server.stop());

function read(variables: Readonly<Record<string, unknown>>) {
  return server.graphql<Page>(PAGE, {
    admin: server.adminKey,
    variables: { filter: FILTER, ...variables },
  });
}

async function emails(variables: Readonly<Record<string, unknown>>): Promise<string[]> {
  return (await read(variables)).data.users.edges.map(({ node }) => node.email);
}

describe('a connection', () => {
  it('runs through the whole list, each row once, in either order', async () => {
    for (const orderBy of [
      undefined,
      { field: 'EMAIL', direction: 'ASC' },
      { field: 'CREATED_AT', direction: 'ASC' },
      { field: 'UPDATED_AT', direction: 'DESC' },
    ]) {
      const seen: string[] = [];
      let after: string | null = null;
      do {
        const { users }: Page = (await read({ first: 7, after, orderBy })).data;
        seen.push(...users.edges.map(({ node }) => node.email));
        after = users.pageInfo.hasNextPage ? users.pageInfo.endCursor : null;
      } while (after !== null);
      expect(seen.toSorted()).toEqual(NAMES);
    }
  });

  it('gives the last rows in the order of the list, and pages backwards', async () => {
    const orderBy = { field: 'EMAIL', direction: 'ASC' };
    const { users } = (await read({ last: 3, orderBy })).data;
    expect(users.edges.map(({ node }) => node.email)).toEqual(NAMES.slice(-3));
    expect(users.pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: false });
    expect(await emails({ last: 3, before: users.pageInfo.startCursor, orderBy })).toEqual(
      NAMES.slice(-6, -3),
    );
  });

  it('counts the whole list, whatever the page', async () => {
    expect((await read({ first: 0 })).data.users).toMatchObject({ totalCount: 25, edges: [] });
  });

  it('neither repeats nor skips when rows come in between', async () => {
    const orderBy = { field: 'EMAIL', direction: 'ASC' };
    const { users } = (await read({ first: 10, orderBy })).data;
    await seedUser(server, { email: 'a-newcomer@list.example.com' });
    expect((await emails({ first: 10, after: users.pageInfo.endCursor, orderBy }))[0]).toBe(
      NAMES[10],
    );
    await server.db.prisma.user.deleteMany({ where: { email: 'a-newcomer@list.example.com' } });
  });

  it.each([
    ['a page over 100', { first: 101 }],
    ['a negative page', { first: -1 }],
    ['first and last together', { first: 1, last: 1 }],
    ['a text that is no cursor', { after: 'zzz' }],
    [
      'a cursor of another order',
      { after: Buffer.from(JSON.stringify(['EMAIL', 'a', '1'])).toString('base64url') },
    ],
    [
      'a forged date in a cursor',
      { after: Buffer.from(JSON.stringify(['CREATED_AT', 'infinity', '1'])).toString('base64url') },
    ],
    ['a text that is no id', { filter: { id: { eq: 'zzz' } } }],
  ])('refuses %s, and names the argument', async (_what, variables) => {
    const reply = await read(variables);
    expect(reply.errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      issues: [{ path: expect.any(Array) }],
    });
  });
});

describe('a filter', () => {
  it('matches nothing with an empty list, and everything with null', async () => {
    expect(await emails({ filter: { email: { in: [] } } })).toEqual([]);
    expect(await emails({ filter: null, first: 100 })).toHaveLength(25);
  });

  it('takes wildcards for the characters that they are', async () => {
    expect(await emails({ filter: { email: { contains: '%' } } })).toEqual([]);
    expect(await emails({ filter: { email: { startsWith: 'p_' } } })).toEqual([]);
  });

  it('combines its conditions', async () => {
    const one = NAMES[3] ?? '';
    expect(
      await emails({ filter: { email: { in: [one, NAMES[4]] }, id: { eq: first.id } } }),
    ).toEqual([]);
    expect(
      await emails({
        filter: {
          email: { eq: one.toUpperCase() },
          isActive: true,
          role: { in: ['USER'] },
          createdAt: { gte: '2020-01-01T00:00:00Z' },
        },
      }),
    ).toEqual([one]);
  });

  it('finds odd platforms and statuses under OTHER and UNKNOWN', async () => {
    const [known, odd] = await seedMeetings(server, first.databaseId, 2);
    await server.db.prisma.meeting.update({
      where: { id: odd ?? 0n },
      data: { platform: 'webex', status: 'idle' },
    });
    const find = async (filter: object) =>
      (
        await server.graphql<{
          meetings: { edges: { node: { databaseId: number; platformName: string } }[] };
        }>(
          'query ($filter: MeetingFilter) { meetings(filter: $filter) { edges { node { databaseId platformName } } } }',
          { admin: server.adminKey, variables: { filter } },
        )
      ).data.meetings.edges.map(({ node }) => BigInt(node.databaseId));
    expect(await find({ platform: { eq: 'OTHER' } })).toEqual([odd]);
    expect(await find({ status: { in: ['UNKNOWN'] } })).toEqual([odd]);
    expect(await find({ platform: { in: ['OTHER', 'GOOGLE_MEET'] } })).toHaveLength(2);
    expect(await find({ platform: { eq: 'GOOGLE_MEET' } })).toEqual([known]);
  });
});

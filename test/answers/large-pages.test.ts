import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type SeededUser, seedKey, seedMeetings, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

// What may be asked for at once is bounded in rows. What these rows hold is bounded too: 16 MiB.

const MEETINGS = 300;
const USERS = 300;
/** More than 16 MiB in 300 rows, less in 200. */
const LARGE = { notes: 'n'.repeat(65_000) };

let server: TestServer;
let user: SeededUser;
let other: SeededUser;
let key: string;
let otherKey: string;

beforeAll(async () => {
  // Where the machine is busy, reads of this size take their time.
  server = await startServer({ env: { DATABASE_STATEMENT_TIMEOUT_MS: '60000' } });
  user = await seedUser(server);
  other = await seedUser(server);
  key = (await seedKey(server, user)).secret;
  otherKey = (await seedKey(server, other)).secret;
  await seedMeetings(server, user.databaseId, MEETINGS);
  await seedMeetings(server, other.databaseId, 3);
  await fillMeetings();
  await server.db.rows(sql`insert into users (email, data)
    select 'large' || n || '@example.com', ${JSON.stringify(LARGE)}::jsonb
    from generate_series(1, ${USERS}) n`);
});
afterAll(() => server.stop());

async function fillMeetings(): Promise<void> {
  await server.db.rows(sql`update meetings set data = ${JSON.stringify(LARGE)}::jsonb
    where user_id = ${user.databaseId}`);
}

type Page = {
  readonly path: string;
  readonly headers: () => Record<string, string>;
  readonly limit: number;
};

/** Every list of rows with free-form data, with the longest page that it gives. */
const PAGES: readonly Page[] = [
  { path: '/meetings', headers: () => ({ 'x-api-key': key }), limit: 1_000 },
  { path: '/admin/users', headers: admin, limit: 1_000 },
  { path: '/admin/stats/meetings-users', headers: admin, limit: 1_000 },
];

function admin(): Record<string, string> {
  return { 'x-admin-api-key': server.adminKey };
}

type Body = { readonly detail: readonly { readonly loc: unknown; readonly msg: string }[] };

async function get(path: string, headers: Record<string, string>) {
  const response = await server.fetch(path, { headers });
  const text = await response.text();
  return { status: response.status, size: text.length, body: JSON.parse(text) as Body };
}

describe('a page of rows that hold much', () => {
  it.each(PAGES)('$path names the limit that would do, and that one does', async (page) => {
    const { path, headers, limit } = page;
    const refused = await get(`${path}?limit=${limit}`, headers());
    expect(refused.status).toBe(422);
    expect(refused.size).toBeLessThan(2_000);
    const [problem] = refused.body.detail;
    expect(problem?.loc).toEqual(['query', 'limit']);
    const most = Number(/at most (\d+) of them/.exec(problem?.msg ?? '')?.[1]);
    expect(most).toBeGreaterThan(100);

    const answered = await get(`${path}?limit=${most}`, headers());
    expect(answered.status).toBe(200);
    expect(answered.size).toBeGreaterThan(12_000_000);
  });

  it('costs nothing where the rows are answered without it', async () => {
    for (const path of ['/admin/analytics/meetings', '/admin/analytics/users', '/users']) {
      const { status, size } = await get(`${path}?limit=1000`, admin());
      expect([path, status]).toEqual([path, 200]);
      expect(size).toBeLessThan(1_000_000);
    }
  });

  it('is refused to one alone of those who share a statement', async () => {
    onTestFinished(fillMeetings);
    const list = (secret: string) =>
      server.graphql<{ viewer: { user: { meetings: { edges: unknown[] } } } }>(
        'query ($n: Int!) { viewer { user { meetings(first: $n) { edges { node { data } } } } } }',
        { key: secret, variables: { n: 100 } },
      );
    await server.db.rows(sql`update meetings set data = ${JSON.stringify({ n: 'n'.repeat(400_000) })}::jsonb
      where id in (select id from meetings where user_id = ${user.databaseId} order by created_at desc limit 60)`);
    const [mine, theirs] = await Promise.all([list(key), list(otherKey)]);
    expect(mine.errors?.[0]).toMatchObject({
      extensions: { code: 'BAD_USER_INPUT', issues: [{ path: ['first'] }] },
    });
    expect(theirs.errors).toBeUndefined();
    expect(theirs.data.viewer.user.meetings.edges).toHaveLength(3);
  });
});

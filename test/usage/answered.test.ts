import sql from 'sql-template-tag';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { follow } from '../support/events.ts';
import { type SeededKey, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

// What counts over REST counts in GraphQL, where nearly every answer is a 200.

describe.each([
  { way: 'the short way', env: { SHORT_CUTS: 'true' } },
  { way: "the library's way", env: { SHORT_CUTS: 'false' } },
])('on $way a request', ({ env }) => {
  let server: TestServer;
  let key: SeededKey;
  beforeAll(async () => {
    server = await startServer({ env });
  });
  afterAll(() => server.stop());
  beforeEach(async () => {
    key = await seedKey(server, await seedUser(server), { scopes: ['BOT'] });
  });

  async function counted(by = server): Promise<number> {
    await by.app.usage.flush();
    const [row] = await server.db.rows<{ sum: number }>(sql`
      select coalesce(sum(requests), 0)::int as sum from token_usage_days
      where token_id = ${key.databaseId}`);
    return row?.sum ?? 0;
  }

  async function codesOf(document: string, of = server): Promise<(string | undefined)[]> {
    const ask = () => of.graphql(document, { key: key.secret });
    await ask();
    await ask();
    // A compiled query is another road to the same rule: the third time, it is taken.
    const { errors = [] } = await ask();
    return errors.map(({ extensions }) => extensions.code);
  }

  const SOME_USER = 'user(by: {databaseId: 1}) { email }';
  const SOME_MEETING = 'meeting(by: {databaseId: 1}) { status }';

  it.each([
    ['of a field that must not be null', '{ users { totalCount } }'],
    ['of a field that may be null', `{ ${SOME_USER} }`],
    ['of all fields', `{ a: ${SOME_USER} b: ${SOME_USER} }`],
    ['of a mutation', 'mutation { createUser(input: {email: "a@example.com"}) { __typename } }'],
  ])('does not count when it was refused: %s', async (_what, document) => {
    expect(new Set(await codesOf(document))).toEqual(new Set(['FORBIDDEN']));
    expect(await counted()).toBe(0);
  });

  it('counts when it was served in part, or when what it asked for is not there', async () => {
    expect(await codesOf(`{ viewer { access } ${SOME_USER} }`)).toEqual(['FORBIDDEN']);
    expect(await counted()).toBe(3);
    expect(await codesOf(`{ ${SOME_MEETING} }`)).toEqual([]);
    expect(await counted()).toBe(6);
  });

  it('counts when something besides the refusal was wrong with it', async () => {
    const wrong = 'meeting(by: {id: "nonsense"}) { status }';
    expect(await codesOf(`{ ${SOME_USER} ${wrong} }`)).toEqual(['FORBIDDEN', 'BAD_USER_INPUT']);
    expect(await codesOf('{ nonsense }')).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    expect(await counted()).toBe(6);
  });

  it('does not count when the database let it down', async () => {
    // Only what is to fail is in a hurry: on a busy machine the set-up can take longer.
    const hasty = await startServer({
      beside: server,
      env: { ...env, DATABASE_STATEMENT_TIMEOUT_MS: '300' },
    });
    await server.db.transaction(async (rows) => {
      await rows(sql`lock table meetings in access exclusive mode`);
      expect(await codesOf(`{ ${SOME_MEETING} }`, hasty)).toEqual(['SERVICE_UNAVAILABLE']);
    });
    expect(await counted(hasty)).toBe(0);
    await hasty.stop();
  });

  it('does not count when a fault of ours let it down', async () => {
    await server.db.rows(sql`alter table meetings rename column status to renamed`);
    expect(await codesOf(`{ ${SOME_MEETING} }`)).toEqual(['SERVICE_UNAVAILABLE']);
    await server.db.rows(sql`alter table meetings rename column renamed to status`);
    expect(await counted()).toBe(0);
  });

  it('does not count when what it wanted to follow was refused', async () => {
    const browser = await seedKey(server, await seedUser(server), { scopes: ['BROWSER'] });
    const { next, close } = await follow(server, 'subscription { meetingChanged { id } }', {
      key: browser.secret,
    });
    expect((await next())?.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    close();
    key = browser;
    expect(await counted()).toBe(0);
  });
});

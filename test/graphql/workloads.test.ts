import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SeededUser, seedKey, seedMeetings, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { SHORT_CUTS } from '../support/short-cuts.ts';

// What the measurements of `bench/` ask for, and how many statements each may take, the look-up of
// the caller's key included: the operator's key of the environment costs none, any other one.

describe('the statements of', () => {
  let server: TestServer;
  let user: SeededUser;
  let meeting: bigint;

  beforeAll(async () => {
    server = await startServer();
    user = await seedUser(server);
    [meeting = 0n] = await seedMeetings(server, user.databaseId, 60);
    // The figures of a meeting that is over are computed by the first who asks.
    await costOf(
      `meeting(by: {databaseId: ${meeting}}) { telematics { transcription { words } } }`,
    );
  });
  afterAll(() => server.stop());

  async function costOf(field: string, key?: string): Promise<number> {
    server.statements.length = 0;
    const caller = key === undefined ? { admin: server.adminKey } : { key };
    const document = field.startsWith('mutation') ? field : `{ ${field} }`;
    const { errors } = await server.graphql(document, caller);
    expect(errors).toBeUndefined();
    return server.statements.length;
  }

  const page = 'edges { node { id platform status data user { id email } } }';

  it('a user with its keys', async () => {
    const field = `user(by: {id: "${user.id}"}) { email apiTokens { edges { node { hint } } } }`;
    expect(await costOf(field)).toBe(2);
    const own = (await seedKey(server, user)).secret;
    expect(
      await costOf('viewer { user { email apiTokens { edges { node { hint } } } } }', own),
    ).toBe(2);
  });

  it('100 users', async () => {
    expect(await costOf('users(first: 100) { edges { node { id email } } }')).toBe(1);
  });

  it('100 meetings with their users and the total', async () => {
    // Without short cuts, the owners are read by themselves.
    const expected = SHORT_CUTS === 'true' ? 2 : 3;
    expect(await costOf(`meetings(first: 100) { totalCount ${page} }`)).toBe(expected);
  });

  it('telematics of a meeting that is over', async () => {
    const parts = 'performance { joinTime } transcription { words } speakers { share }';
    const field = `meeting(by: {databaseId: ${meeting}}) { sessions { startedAt } telematics { ${parts} } }`;
    expect(await costOf(field)).toBe(3);
  });

  it('details of a user', async () => {
    const figures = 'meetingStats { totalMeetings } usagePatterns { meetingsPerDay }';
    const field = `user(by: {id: "${user.id}"}) { email ${figures} apiTokens { edges { node { hint } } } }`;
    expect(await costOf(field)).toBe(3);
  });

  it('anything, sent with a key that is looked up: one more', async () => {
    const { secret } = await seedKey(server, await seedUser(server, { role: 'ADMIN' }));
    expect(await costOf('users(first: 100) { edges { node { id email } } }', secret)).toBe(2);
  });

  it('the latest meetings of the caller', async () => {
    const own = (await seedKey(server, user)).secret;
    const field = 'viewer { user { email meetings(first: 50) { edges { node { id data } } } } }';
    expect(await costOf(field, own)).toBe(2);
  });

  it('a user that is created', async () => {
    const field = 'createUser(input: {email: "one@example.com"}) { __typename }';
    expect(await costOf(`mutation { ${field} }`)).toBe(1);
  });

  it('a key that is minted, or whose user is not there', async () => {
    const mint = (id: string) =>
      costOf(`mutation { mintToken(input: {userId: "${id}"}) { __typename } }`);
    expect(await mint(user.id)).toBe(1);
    expect(await mint(Buffer.from('User:987654').toString('base64url'))).toBe(1);
  });
});

import sql from 'sql-template-tag';
import { afterEach, describe, expect, it } from 'vitest';
import { untilSomebodyWaits } from '../support/locks.ts';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

type Minted = {
  __typename: string;
  message?: string;
  limit?: number;
  issues?: { path: string[]; message: string }[];
  token?: { id: string; expiresAt: string | null; scopes: string[] };
};

const NOW = new Date('2026-05-01T08:00:00.000Z');

describe("the operator's policy for new keys", () => {
  let server: TestServer;
  afterEach(() => server.stop());

  async function serve(env: Record<string, string>): Promise<SeededUser> {
    server = await startServer({ env, clock: () => NOW });
    return await seedUser(server);
  }

  async function mint(user: SeededUser, fields: object = {}): Promise<Minted> {
    const { data } = await server.graphql<{ mintToken: Minted }>(
      `mutation ($input: MintTokenInput!) { mintToken(input: $input) { __typename
        ... on MintTokenSuccess { token { id expiresAt scopes } } ... on Error { message }
        ... on LimitReachedError { limit } ... on InvalidInputError { issues { path message } } } }`,
      { admin: server.adminKey, variables: { input: { userId: user.id, ...fields } } },
    );
    return data.mintToken;
  }

  const rest = (user: SeededUser, body: object, search = '') =>
    server.fetch(`/admin/users/${user.databaseId}/tokens${search}`, {
      method: 'POST',
      headers: { 'x-admin-api-key': server.adminKey, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  it('limits how many working keys a user has, also when 30 are asked for at once', async () => {
    const user = await serve({ TOKEN_MAX_PER_USER: '5' });
    const answers = await Promise.all(Array.from({ length: 30 }, () => mint(user)));
    const made = answers.filter(({ __typename }) => __typename === 'MintTokenSuccess');
    expect(made).toHaveLength(5);
    expect(answers.find(({ limit }) => limit !== undefined)).toMatchObject({
      __typename: 'LimitReachedError',
      limit: 5,
    });
    expect((await rest(user, {})).status).toBe(409);
    // An ended key makes room for another; other users are not concerned.
    await server.graphql(
      `mutation { revokeToken(input: {id: "${made[0]?.token?.id}"}) { __typename } }`,
      { admin: server.adminKey },
    );
    expect((await mint(user)).__typename).toBe('MintTokenSuccess');
    expect((await mint(user)).__typename).toBe('LimitReachedError');
    expect((await mint(await seedUser(server))).__typename).toBe('MintTokenSuccess');
  });

  async function change(field: string, input: object): Promise<Minted & { secret?: string }> {
    const name = `${field[0]?.toUpperCase()}${field.slice(1)}`;
    const { data } = await server.graphql<{ answer: Minted & { secret?: string } }>(
      `mutation ($input: ${name}Input!) { answer: ${field}(input: $input) { __typename
        ... on ${name}Success { token { id } } ... on Error { message } } }`,
      { admin: server.adminKey, variables: { input } },
    );
    return data.answer;
  }

  it('lets keys rotate at the limit, and counts a lineage as one until nothing of it works', async () => {
    const user = await serve({ TOKEN_MAX_PER_USER: '1' });
    const first = (await mint(user)).token?.id;
    const second = (await change('rotateKey', { id: first, overlap: 3_600 })).token?.id;
    expect(second).toBeDefined();
    expect((await mint(user)).__typename).toBe('LimitReachedError');
    // Again and again makes no more: one retires, one follows.
    expect((await change('rotateKey', { id: second, overlap: 3_600 })).__typename).toBe(
      'ConflictError',
    );
    const third = (await change('rotateKey', { id: second })).token?.id;
    // Its successor gone, the key in its overlap still is one.
    await change('revokeToken', { id: third });
    expect((await mint(user)).__typename).toBe('LimitReachedError');
    await change('finishRotation', { id: first });
    expect((await mint(user)).__typename).toBe('MintTokenSuccess');
  });

  it('counts a lineage whose middle is gone as one', async () => {
    const user = await serve({ TOKEN_MAX_PER_USER: '2' });
    const first = (await mint(user)).token?.id;
    const second = (await change('rotateKey', { id: first, overlap: 3_600 })).token?.id;
    await change('rotateKey', { id: second });
    expect((await mint(user)).__typename).toBe('MintTokenSuccess');
    expect((await mint(user)).__typename).toBe('LimitReachedError');
  });

  it('lets no key work again beyond the limit', async () => {
    const user = await serve({ TOKEN_MAX_PER_USER: '1' });
    const expired = (await mint(user)).token?.id;
    await server.db.prisma.apiToken.updateMany({
      data: { expiresAt: new Date(NOW.getTime() - 1) },
    });
    const second = (await mint(user)).token?.id;
    const wake = () => change('updateToken', { id: expired, expiresIn: 60 });
    expect((await wake()).__typename).toBe('LimitReachedError');
    expect((await change('updateToken', { id: expired, name: 'x' })).__typename).toBe(
      'UpdateTokenSuccess',
    );
    // A key that works may live longer or shorter, of course.
    expect((await change('updateToken', { id: second, expiresIn: 60 })).__typename).toBe(
      'UpdateTokenSuccess',
    );
    await change('revokeToken', { id: second });
    expect((await wake()).__typename).toBe('UpdateTokenSuccess');
    // Replaced and over: its successor is there in its place.
    await change('rotateKey', { id: expired });
    expect((await wake()).__typename).toBe('ConflictError');
  });

  it('does not count expired keys', async () => {
    const user = await serve({ TOKEN_MAX_PER_USER: '1' });
    const { token } = await mint(user);
    await server.db.prisma.apiToken.updateMany({
      data: { expiresAt: new Date(NOW.getTime() - 1) },
    });
    expect(token).toBeDefined();
    expect((await mint(user)).__typename).toBe('MintTokenSuccess');
  });

  it('limits how long a key may work, and gives that to one that names no time', async () => {
    const user = await serve({ TOKEN_MAX_LIFETIME: '3600' });
    expect((await mint(user)).token?.expiresAt).toBe('2026-05-01T09:00:00.000Z');
    expect((await mint(user, { expiresIn: 60 })).token?.expiresAt).toBe('2026-05-01T08:01:00.000Z');
    expect(await mint(user, { expiresIn: 3_601 })).toMatchObject({
      __typename: 'InvalidInputError',
      issues: [{ path: ['expiresIn'], message: 'must be at most 3600 seconds on this server' }],
    });
    const refused = await rest(user, { expires_in: 3_601 });
    expect(refused.status).toBe(422);
    expect(await refused.json()).toMatchObject({ detail: [{ loc: ['body', 'expires_in'] }] });
  });

  it.each([
    ['?expires_in=3601', {}, ['query', 'expires_in']],
    ['?expires_in=60', { expires_in: 3_601 }, ['body', 'expires_in']],
    ['?scope=browser', {}, ['query', 'scope']],
    ['?scopes=tx,browser', {}, ['query', 'scopes']],
    ['?scope=tx', { scopes: ['browser'] }, ['body', 'scopes']],
    ['', { scope: 'browser' }, ['body', 'scope']],
    [`?scopes=${'tx,'.repeat(33)}`, {}, ['query', 'scopes']],
  ])('says where it stood that is refused: %s with %j', async (search, body, loc) => {
    const user = await serve({ TOKEN_MAX_LIFETIME: '3600', TOKEN_ALLOWED_SCOPES: 'bot,tx' });
    const refused = await rest(user, body, search);
    expect(refused.status).toBe(422);
    const { detail } = (await refused.json()) as { detail: { loc: string[] }[] };
    expect(detail.map((item) => item.loc)).toEqual([loc]);
  });

  it('has a default for how long a key works', async () => {
    const user = await serve({ TOKEN_DEFAULT_LIFETIME: '60' });
    expect((await mint(user)).token?.expiresAt).toBe('2026-05-01T08:01:00.000Z');
    expect((await mint(user, { expiresIn: 7_200 })).token?.expiresAt).toBe(
      '2026-05-01T10:00:00.000Z',
    );
  });

  it('names the scopes that the server allows; without `bot` among them, the first is the default', async () => {
    const user = await serve({ TOKEN_ALLOWED_SCOPES: 'tx,browser' });
    expect((await mint(user)).token?.scopes).toEqual(['TX']);
    expect(await mint(user, { scopes: ['BROWSER', 'BOT'] })).toMatchObject({
      __typename: 'InvalidInputError',
      issues: [
        {
          path: ['scopes'],
          message: 'names scopes that this server does not allow: bot. Allowed: tx, browser',
        },
      ],
    });
  });
});

describe('updateToken', () => {
  let server: TestServer;
  afterEach(() => server.stop());

  it('renames, narrows and sets a new end; never widens, and never wakes a revoked key', async () => {
    server = await startServer({ clock: () => NOW });
    const user = await seedUser(server);
    const { data } = await server.graphql<{ mintToken: { secret: string; token: { id: string } } }>(
      `mutation { mintToken(input: {userId: "${user.id}", scopes: [BOT, TX]}) { ... on MintTokenSuccess { secret token { id } } } }`,
      { admin: server.adminKey },
    );
    const { secret, token } = data.mintToken;
    const update = async (fields: string) =>
      (
        await server.graphql<{ updateToken: { __typename: string } & Minted }>(
          `mutation { updateToken(input: {id: "${token.id}", ${fields}}) { __typename
            ... on UpdateTokenSuccess { token { name scopes expiresAt } }
            ... on InvalidInputError { issues { path } } } }`,
          { admin: server.adminKey },
        )
      ).data.updateToken;

    expect(await update('name: "renamed", scopes: [TX], expiresIn: 60')).toMatchObject({
      token: { name: 'renamed', scopes: ['TX'], expiresAt: '2026-05-01T08:01:00.000Z' },
    });
    expect(await update('expiresIn: null')).toMatchObject({ token: { expiresAt: null } });
    expect(await update('scopes: [TX, BOT]')).toMatchObject({
      __typename: 'InvalidInputError',
      issues: [{ path: ['scopes'] }],
    });
    const meetings = await server.graphql(
      'mutation { recordMeeting(input: {meetings: []}) { __typename } }',
      { key: secret },
    );
    expect(meetings.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    await server.graphql(`mutation { revokeToken(input: {id: "${token.id}"}) { __typename } }`, {
      admin: server.adminKey,
    });
    expect((await update('expiresIn: 60')).__typename).toBe('ConflictError');
  });

  it('says what is wrong with scopes that became fewer meanwhile', async () => {
    server = await startServer({ clock: () => NOW });
    const user = await seedUser(server);
    const { id, databaseId } = await seedKey(server, user, { scopes: ['BOT', 'TX'] });
    const { db, adminKey: admin } = server;
    const waiting = await db.transaction(async (rows) => {
      await rows(sql`update api_tokens set scopes = '{tx}' where id = ${databaseId}`);
      const update = server.graphql<{ updateToken: Minted }>(
        `mutation { updateToken(input: {id: "${id}", scopes: [BOT]}) { __typename
          ... on Error { message } ... on InvalidInputError { issues { path message } } } }`,
        { admin },
      );
      await untilSomebodyWaits(db);
      return { update };
    });
    expect((await waiting.update).data.updateToken).toMatchObject({
      __typename: 'InvalidInputError',
      issues: [{ path: ['scopes'], message: expect.stringContaining('the key has tx') }],
    });
  });
});

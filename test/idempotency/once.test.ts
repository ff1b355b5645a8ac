import sql from 'sql-template-tag';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

const START = new Date('2026-05-01T08:00:00.000Z');

type Reply = { readonly status: number; readonly body: Record<string, unknown> };

describe('Idempotency-Key', () => {
  let server: TestServer;
  let second: TestServer;
  let user: SeededUser;
  let now = START;
  beforeAll(async () => {
    server = await startServer({ clock: () => now });
    second = await startServer({ clock: () => now, beside: server });
    user = await seedUser(server);
  });
  afterAll(async () => {
    await second.stop();
    await server.stop();
  });
  beforeEach(() => {
    now = START;
  });
  const later = (seconds: number) => {
    now = new Date(now.getTime() + seconds * 1_000);
  };

  async function send(
    key: string,
    path: string,
    body: object = {},
    { to = server, admin = server.adminKey }: { to?: TestServer; admin?: string } = {},
  ): Promise<Reply> {
    const response = await to.fetch(path, {
      method: 'POST',
      headers: {
        'x-admin-api-key': admin,
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as Reply['body'] };
  }

  const mint = (key: string, body: object = {}, to: TestServer = server) =>
    send(key, `/admin/users/${user.databaseId}/tokens`, body, { to });

  async function countTokens(): Promise<number> {
    const [row] = await server.db.rows<{ count: number }>(
      sql`select count(*)::int as count from api_tokens`,
    );
    return row?.count ?? 0;
  }

  it('makes one key of 200 mints at once, on two processes, and answers all of them alike', async () => {
    const before = await countTokens();
    const replies = await Promise.all(
      Array.from({ length: 200 }, (_, place) =>
        mint('two hundred', { name: 'once' }, place % 2 === 0 ? server : second),
      ),
    );
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(replies.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(await countTokens()).toBe(before + 1);
    const me = await server.fetch('/auth/me', {
      headers: { 'x-api-key': String(replies[0]?.body['token']) },
    });
    expect(me.status).toBe(200);
  });

  it('shows the secret again for a minute, then the same key masked', async () => {
    const first = await mint('a minute');
    later(59);
    expect(await mint('a minute')).toEqual(first);
    later(1);
    const after = await mint('a minute');
    expect(after.status).toBe(201);
    expect(after.body['id']).toBe(first.body['id']);
    expect(after.body['token']).toMatch(/^vxa_bot_\*{12}/);
  });

  it('is forgotten after a day', async () => {
    const first = await mint('a day');
    later(86_399);
    expect((await mint('a day')).body['id']).toBe(first.body['id']);
    later(1);
    expect((await mint('a day')).body['id']).not.toBe(first.body['id']);
  });

  it('refuses another request under the same key, at both doors', async () => {
    await mint('another', { name: 'one' });
    const reused = await mint('another', { name: 'two' });
    expect(reused.status).toBe(422);
    expect(reused.body).toMatchObject({
      detail: [{ loc: ['header', 'Idempotency-Key'], type: 'idempotency_key_reused' }],
    });
    const graphql = (name: string) =>
      mutation(
        'another-too',
        `mintToken(input: {userId: "${user.id}", name: "${name}"}) { __typename ... on InvalidInputError { issues { path } } }`,
      );
    expect((await graphql('one'))['mintToken']).toEqual({ __typename: 'MintTokenSuccess' });
    expect((await graphql('two'))['mintToken']).toMatchObject({
      __typename: 'InvalidInputError',
      issues: [{ path: ['Idempotency-Key'] }],
    });
  });

  async function mutation(key: string, field: string): Promise<Record<string, unknown>> {
    const response = await server.fetch('/graphql', {
      method: 'POST',
      headers: {
        'x-admin-api-key': server.adminKey,
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      body: JSON.stringify({ query: `mutation { ${field} }` }),
    });
    return ((await response.json()) as { data: Record<string, unknown> }).data;
  }

  it('holds for each field of a document by itself', async () => {
    const two = `a: mintToken(input: {userId: "${user.id}"}) { ... on MintTokenSuccess { token { id } secret } }
      b: mintToken(input: {userId: "${user.id}"}) { ... on MintTokenSuccess { token { id } secret } }`;
    const first = await mutation('two fields', two);
    expect(first['a']).not.toEqual(first['b']);
    expect(await mutation('two fields', two)).toEqual(first);
    later(61);
    const after = (await mutation('two fields', two)) as Record<string, { secret: unknown }>;
    expect(after['a']?.secret).toBeNull();
  });

  it('holds for rotateKey: the repetition is not a second rotation', async () => {
    const { id } = await seedKey(server, user);
    const rotate = `rotateKey(input: {id: "${id}"}) { __typename ... on RotateKeySuccess { secret token { id } } }`;
    const first = await mutation('rotation', rotate);
    expect(first['rotateKey']).toMatchObject({ __typename: 'RotateKeySuccess' });
    expect(await mutation('rotation', rotate)).toEqual(first);
    expect((await mutation('rotation 2', rotate))['rotateKey']).toEqual({
      __typename: 'ConflictError',
    });
  });

  it('holds for a key that rotates itself, as long as its overlap lasts', async () => {
    const rotateItself = async (key: string, overlap: number) => {
      const { id, secret } = await seedKey(server, user);
      const query = `mutation { rotateKey(input: {id: "${id}", overlap: ${overlap}}) { ... on RotateKeySuccess { secret } } }`;
      const ask = async () => {
        const response = await server.fetch('/graphql', {
          method: 'POST',
          headers: {
            'x-api-key': secret,
            'content-type': 'application/json',
            'idempotency-key': key,
          },
          body: JSON.stringify({ query }),
        });
        return { status: response.status, body: await response.json() };
      };
      return [await ask(), await ask()];
    };
    const [first, again] = await rotateItself('itself', 60);
    expect(first).toMatchObject({ status: 200, body: { data: { rotateKey: {} } } });
    expect(again).toEqual(first);
    // A key that ended is let in for nothing, and its repetition is no exception.
    const [, ended] = await rotateItself('itself at once', 0);
    expect(ended?.status).toBe(401);
  });

  it('holds for users: created stays true, and nothing that came since is undone', async () => {
    const body = { email: 'idempotent@example.com', name: 'First' };
    const first = await send('a user', '/admin/users', body);
    expect(first.status).toBe(201);
    expect(await send('a user', '/admin/users', body)).toEqual(first);
    expect((await send('another key', '/admin/users', body)).status).toBe(200);
    const created = await mutation(
      'a user',
      'createUser(input: {email: "idempotent@example.com"}) { ... on CreateUserSuccess { created } }',
    );
    expect(created['createUser']).toEqual({ created: false });
  });

  it('holds for the routes below /users', async () => {
    const body = { name: 'Mobile App', email: 'mobile@example.com', role: 'user' };
    const first = await send('an account', '/users', body);
    expect(first.status).toBe(201);
    expect(await send('an account', '/users', body)).toEqual(first);
    const { user_id } = first.body['user'] as { user_id: string };
    const path = `/users/${user_id}/rotate-key`;
    const rotated = await send('a rotation', path);
    expect(await send('a rotation', path)).toEqual(rotated);
    later(60);
    // Nothing is left to be saved: no warning either.
    expect(await send('a rotation', path)).toEqual({
      status: 200,
      body: { success: true, api_key: null },
    });
    expect(await send('an account', '/users', body)).toEqual({
      status: 201,
      body: { user: first.body['user'], api_key: null },
    });
  });

  it('of one caller is not that of another', async () => {
    const created = await server.graphql<{ createAdminKey: { secret: string } }>(
      'mutation { createAdminKey(input: {name: "other"}) { ... on CreateAdminKeySuccess { secret } } }',
      { admin: server.adminKey },
    );
    const first = await mint('callers');
    const path = `/admin/users/${user.databaseId}/tokens`;
    const { secret } = created.data.createAdminKey;
    const other = await send('callers', path, {}, { admin: secret });
    expect(other.body['id']).not.toBe(first.body['id']);
  });

  it('remembers no failure', async () => {
    expect((await send('fails', '/admin/users/999999/tokens')).status).toBe(404);
    const [row] = await server.db.rows<{ count: number }>(
      sql`select count(*)::int as count from idempotent_requests where target_id = 0`,
    );
    expect(row?.count).toBe(0);
  });

  it('must be something that a header can hold', async () => {
    const reply = await mint('x'.repeat(256));
    expect(reply.status).toBe(422);
    expect(reply.body).toMatchObject({ detail: [{ loc: ['header', 'Idempotency-Key'] }] });
  });

  it('keeps neither the header nor the secret in the clear', async () => {
    const { body } = await mint('canary-header-text');
    const [dump] = await server.db.rows<{ text: string }>(
      sql`select string_agg(r::text, ' ') as text from idempotent_requests r`,
    );
    const hex = (text: string) => Buffer.from(text).toString('hex');
    for (const secret of ['canary-header-text', String(body['token'])]) {
      expect(dump?.text).not.toContain(secret);
      expect(dump?.text).not.toContain(hex(secret));
    }
  });
});

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import documents from '../fixtures/documents.json' with { type: 'json' };
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

// Document 004: its own commands, run by a shell as they are written; then what it leaves open.

const run = promisify(execFile);
const NOW = new Date('2025-12-17T10:30:00.000Z');

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ env: { ADMIN_API_TOKEN: 'your-admin-key' }, clock: () => NOW });
});
afterAll(() => server.stop());

type Json = Record<string, unknown>;
type Answer = { readonly status: number; readonly json: Json };

async function send(name: string, userId = 'x1y2z3w4'): Promise<Answer> {
  const command = documents['004'].find((entry) => entry.name === name)?.command ?? '';
  const filled = command
    .replace('https://api.example.com', server.url)
    .replaceAll('x1y2z3w4', userId)
    .replace(/^curl/, 'curl -sS -w "\\n%{http_code}"');
  const { stdout } = await run('bash', ['-c', filled]);
  const [status = '', ...body] = stdout.split('\n').reverse();
  return { status: Number(status), json: JSON.parse(body.reverse().join('\n')) as Json };
}

async function statusOf(key: unknown): Promise<number> {
  const headers = { 'x-api-key': String(key) };
  return (await server.fetch('/auth/me', { headers })).status;
}

const WARNING = 'Save this API key now. It cannot be retrieved again.';

describe('document 004, as it is written', () => {
  it('answers 404 to its examples with an id that nobody has', async () => {
    for (const name of ['get user', 'update user', 'delete user', 'rotate API key'])
      expect(await send(name)).toEqual({ status: 404, json: { detail: 'User not found' } });
  });

  it('creates, lists, reads, rotates, suspends and deletes', async () => {
    const created = await send('create user');
    expect(created).toEqual({
      status: 201,
      json: {
        user: {
          user_id: expect.stringMatching(/^\d+$/),
          name: 'Mobile App',
          email: 'app@example.com',
          role: 'user',
          is_active: true,
          created_at: '2025-12-17T10:30:00.000Z',
          updated_at: '2025-12-17T10:30:00.000Z',
          usage: {
            total_requests: 0,
            requests_today: 0,
            last_reset: '2025-12-17T00:00:00.000Z',
          },
        },
        api_key: expect.stringMatching(/^vxa_bot_/),
        warning: WARNING,
      },
    });
    const user = created.json['user'] as Json;
    const id = String(user['user_id']);
    const key = created.json['api_key'];
    expect(await statusOf(key)).toBe(200);

    const used = {
      ...user,
      usage: {
        total_requests: 1,
        last_used_at: '2025-12-17T10:30:00.000Z',
        first_used_at: '2025-12-17T10:30:00.000Z',
        requests_today: 1,
        last_reset: '2025-12-17T00:00:00.000Z',
      },
    };
    expect((await send('list users')).json).toContainEqual(used);
    expect(await send('get user', id)).toEqual({ status: 200, json: used });

    const rotated = await send('rotate API key', id);
    expect(rotated).toEqual({
      status: 200,
      json: { success: true, api_key: expect.stringMatching(/^vxa_bot_/), warning: WARNING },
    });
    const next = rotated.json['api_key'];
    expect([await statusOf(key), await statusOf(next)]).toEqual([401, 200]);

    const updated = await send('update user', id);
    expect(updated.json).toMatchObject({ user_id: id, name: 'Updated Name', is_active: false });
    expect(await statusOf(next)).toBe(401);

    expect(await send('delete user', id)).toEqual({
      status: 200,
      json: { success: true, deleted: id },
    });
    expect(await send('get user', id)).toMatchObject({ status: 404 });
  });
});

describe('the /users routes', () => {
  let user: SeededUser;
  let id: number;
  beforeEach(async () => {
    user = await seedUser(server);
    id = user.databaseId;
  });

  async function ask(
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = { 'x-api-key': server.adminKey },
  ): Promise<Answer> {
    const response = await server.fetch(path, {
      method,
      headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: response.status, json: (await response.json()) as Json };
  }

  const ROUTES: readonly [string, string][] = [
    ['GET', '/users'],
    ['POST', '/users'],
    ['GET', '/users/999999'],
    ['PATCH', '/users/999999'],
    ['DELETE', '/users/999999'],
    ['POST', '/users/999999/rotate-key'],
  ];
  it.each(ROUTES)('%s %s is for admins: by either header, or by role', async (method, path) => {
    const admin = await seedUser(server, { role: 'ADMIN' });
    const adminRole = await seedKey(server, admin, { scopes: ['BROWSER'] });
    const plain = await seedKey(server, await seedUser(server));
    const expired = await seedKey(server, admin, { expiresIn: 1 });
    await server.db.prisma.apiToken.update({
      where: { id: BigInt(expired.databaseId) },
      data: { expiresAt: new Date(0) },
    });
    const { data } = await server.graphql<{ createAdminKey: { secret: string } }>(
      'mutation { createAdminKey(input: {name: "named"}) { ... on CreateAdminKeySuccess { secret } } }',
      { admin: server.adminKey },
    );
    const named = data.createAdminKey.secret;
    const statusFor = async (headers: Record<string, string>) => {
      const { status, json } = await ask(method, path, undefined, headers);
      return status === 401 || status === 403 ? `${status} ${json['detail']}` : 'let in';
    };
    for (const key of [server.adminKey, named]) {
      expect(await statusFor({ 'x-api-key': key })).toBe('let in');
      expect(await statusFor({ 'x-admin-api-key': key })).toBe('let in');
    }
    expect(await statusFor({ 'x-api-key': adminRole.secret })).toBe('let in');
    expect(await statusFor({})).toBe('401 Missing API key');
    expect(await statusFor({ 'x-api-key': 'nonsense' })).toBe('401 Invalid API key');
    expect(await statusFor({ 'x-api-key': expired.secret })).toBe('401 API key expired');
    expect(await statusFor({ 'x-api-key': plain.secret })).toBe('403 Admin access required');
    expect(await statusFor({ 'x-api-key': server.analyticsKey })).toBe('403 Admin access required');
    expect(await statusFor({ 'x-admin-api-key': plain.secret })).toBe(
      '403 Invalid or missing admin token.',
    );
    // A key of a suspended admin opens nothing.
    await ask('PATCH', `/users/${admin.databaseId}`, { is_active: false });
    expect(await statusFor({ 'x-api-key': adminRole.secret })).toBe('401 Invalid API key');
  });

  it('changes role and address as well, and refuses one that is taken', async () => {
    const both = { role: 'admin', email: 'Changed@Example.com' };
    const changed = await ask('PATCH', `/users/${id}`, both);
    expect(changed.json).toMatchObject({ role: 'admin', email: 'Changed@example.com' });
    const other = await seedUser(server);
    const taken = await ask('PATCH', `/users/${other.databaseId}`, {
      email: 'changed@example.com',
    });
    expect(taken.status).toBe(409);
    expect((await ask('POST', '/users', { email: 'changed@example.com' })).status).toBe(409);
  });

  it.each([
    [{ is_active: 'maybe' }, ['body', 'is_active']],
    [{ role: 'owner' }, ['body', 'role']],
    [{ active: false }, ['body', 'active']],
    [{ email: null }, ['body', 'email']],
    [{ id: 7 }, ['body', 'id']],
  ])('refuses %j and says where', async (body, place) => {
    const { status, json } = await ask('PATCH', `/users/${id}`, body);
    expect(status).toBe(422);
    expect(json['detail']).toMatchObject([{ loc: place }]);
  });

  it('makes a first key by rotate-key where there is none, and will not guess among several', async () => {
    const first = await ask('POST', `/users/${id}/rotate-key`);
    expect(await statusOf(first.json['api_key'])).toBe(200);
    await seedKey(server, user);
    const several = await ask('POST', `/users/${id}/rotate-key`);
    expect(several.status).toBe(409);
    expect(String(several.json['detail'])).toContain('rotateKey');
    expect(await statusOf(first.json['api_key'])).toBe(200);
  });

  async function workingKeys(): Promise<number> {
    const body = await server.graphql<{ apiTokens: { totalCount: number } }>(
      `{ apiTokens(filter: {userId: {eq: "${user.id}"}, status: {in: [ACTIVE, RETIRING]}}) { totalCount } }`,
      { admin: server.adminKey },
    );
    return body.data.apiTokens.totalCount;
  }

  it('leaves a user with one key, however many ask for its first at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => ask('POST', `/users/${id}/rotate-key`)),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await workingKeys()).toBe(1);
  });

  it('ends by rotate-key also what still worked in an overlap', async () => {
    const first = await ask('POST', `/users/${id}/rotate-key`);
    const { data } = await server.graphql<{ apiTokens: { edges: { node: { id: string } }[] } }>(
      `{ apiTokens(first: 1) { edges { node { id } } } }`,
      { admin: server.adminKey },
    );
    const rotated = await server.graphql<{ rotateKey: { secret: string } }>(
      `mutation { rotateKey(input: {id: "${data.apiTokens.edges[0]?.node.id}", overlap: 3600}) { ... on RotateKeySuccess { secret } } }`,
      { admin: server.adminKey },
    );
    const third = await ask('POST', `/users/${id}/rotate-key`);
    const keys = [first.json['api_key'], rotated.data.rotateKey.secret, third.json['api_key']];
    expect(await Promise.all(keys.map(statusOf))).toEqual([401, 401, 200]);
    expect(await workingKeys()).toBe(1);
  });

  it('lists the usage of a hundred users with as many statements as that of one', async () => {
    const count = async (limit: number) => {
      server.statements.length = 0;
      await ask('GET', `/users?limit=${limit}`);
      return server.statements.length;
    };
    for (let turn = 0; turn < 20; turn += 1) await seedUser(server);
    expect(await count(100)).toBe(await count(1));
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newSecret } from '../../src/security/keys/secret.ts';
import { type SeededKey, type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { INTERNAL_SECRET, validate } from './validate-key.ts';

const START = new Date('2026-05-01T08:00:00.000Z');
const INVALID_SECRET = { status: 403, body: { detail: 'Invalid internal secret' } };
const MISSING = { status: 401, body: { detail: 'Missing token' } };
const INVALID = { status: 401, body: { detail: 'Invalid token' } };
const EXPIRED = { status: 401, body: { detail: 'Token expired' } };

let server: TestServer;
let user: SeededUser;
let now = START;
beforeAll(async () => {
  server = await startServer({ env: { INTERNAL_API_SECRET: INTERNAL_SECRET }, clock: () => now });
  user = await seedUser(server);
});
afterAll(() => server.stop());
beforeEach(() => {
  now = START;
});

async function asAdmin(method: string, path: string, body?: object): Promise<unknown> {
  const response = await server.fetch(path, {
    method,
    headers: { 'x-admin-api-key': server.adminKey, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  expect(response.ok).toBe(true);
  return response.status === 204 ? null : await response.json();
}

const revoke = ({ databaseId }: SeededKey) => asAdmin('DELETE', `/admin/tokens/${databaseId}`);

async function rotate({ id }: SeededKey, overlap: number): Promise<string> {
  const { data } = await server.graphql<{ rotateKey: { secret: string } }>(
    `mutation { rotateKey(input: {id: "${id}", overlap: ${overlap}}) { ... on RotateKeySuccess { secret } } }`,
    { admin: server.adminKey },
  );
  return data.rotateKey.secret;
}

describe('without a secret of its own', () => {
  it('the service gives no verdict on anything, whatever is sent', async () => {
    const closed = await startServer({ env: { DEV_MODE: 'true' }, beside: server });
    const { secret: token } = await seedKey(server, user);
    for (const secret of [null, '', INTERNAL_SECRET, server.adminKey])
      expect(await validate(closed, { token, secret })).toMatchObject({
        status: 503,
        body: { detail: 'INTERNAL_API_SECRET not configured' },
      });
    await closed.stop();
  });
});

describe('who may ask', () => {
  it.each([
    ['no secret', null],
    ['an empty one', ''],
    ['another of the same length', `${INTERNAL_SECRET.slice(0, -1)}!`],
    ['the beginning of the right one', INTERNAL_SECRET.slice(0, -1)],
    ['the right one and more', `${INTERNAL_SECRET}s`],
    ['a single letter', 'a'],
    ['a very long one', 'a'.repeat(4_000)],
  ])('is nobody with %s', async (_what, secret) => {
    const { secret: token } = await seedKey(server, user);
    server.statements.length = 0;
    expect(await validate(server, { token, secret })).toMatchObject(INVALID_SECRET);
    expect(await validate(server, { raw: null, secret })).toMatchObject(INVALID_SECRET);
    expect(server.statements).toEqual([]);
  });

  it('is nobody who is an admin only', async () => {
    const { secret: token } = await seedKey(server, user);
    const response = await server.fetch('/internal/validate', {
      method: 'POST',
      headers: { 'x-admin-api-key': server.adminKey, 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    });
    expect(response.status).toBe(403);
  });
});

describe('what is asked', () => {
  it.each([
    ['{}', MISSING],
    ['{"token":null}', MISSING],
    ['{"token":""}', MISSING],
    ['{"token":" "}', INVALID],
    ['{"token":"nope"}', INVALID],
  ])('%s is answered as ever', async (raw, answer) => {
    expect(await validate(server, { raw })).toMatchObject(answer);
  });

  it.each([
    [null, 'missing', ['body']],
    ['[]', 'model_attributes_type', ['body']],
    ['"text"', 'model_attributes_type', ['body']],
    ['{"token":5}', 'string_type', ['body', 'token']],
    ['{"token":true}', 'string_type', ['body', 'token']],
    ['{"token":["x"]}', 'string_type', ['body', 'token']],
    ['{"token":', 'json_invalid', ['body', expect.any(Number)]],
  ])('%s is no question, and no verdict either', async (raw, type, loc) => {
    expect(await validate(server, { raw })).toMatchObject({
      status: 422,
      body: { detail: [{ type, loc }] },
    });
  });
});

describe('the verdict', () => {
  it('is the same to the last byte for all that is none of the living', async () => {
    const revoked = await seedKey(server, user);
    await revoke(revoked);
    const suspended = await seedUser(server);
    const ofSuspended = await seedKey(server, suspended);
    await asAdmin('PATCH', `/users/${suspended.databaseId}`, { is_active: false });
    const deleted = await seedUser(server);
    const ofDeleted = await seedKey(server, deleted);
    await asAdmin('DELETE', `/users/${deleted.databaseId}`);
    const secrets = [revoked, ofSuspended, ofDeleted].map(({ secret }) => secret);
    const answers = [];
    for (const token of [newSecret('vxa', 'bot'), 'A'.repeat(40), 'nope', ...secrets]) {
      const { headers, ...answer } = await validate(server, { token });
      // How much of its quota is left is the asking service's affair.
      const told = [...headers].filter(([name]) => name !== 'date' && name !== 'ratelimit');
      answers.push(JSON.stringify({ ...answer, told }));
    }
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('Invalid token');
  });

  it('is another at the moment at which a key expires', async () => {
    const { secret: token } = await seedKey(server, user, { expiresIn: 60 });
    now = new Date(START.getTime() + 59_999);
    expect((await validate(server, { token })).status).toBe(200);
    now = new Date(START.getTime() + 60_000);
    expect(await validate(server, { token })).toMatchObject(EXPIRED);
  });

  it('is for a replaced key that it expired, once its overlap is over', async () => {
    const key = await seedKey(server, user);
    const successor = await rotate(key, 60);
    expect((await validate(server, { token: key.secret })).status).toBe(200);
    now = new Date(START.getTime() + 60_000);
    expect(await validate(server, { token: key.secret })).toMatchObject(EXPIRED);
    expect((await validate(server, { token: successor })).status).toBe(200);
  });

  it('is another with the next question after an end, at every process, 50 times of 50', async () => {
    const env = { INTERNAL_API_SECRET: INTERNAL_SECRET };
    const second = await startServer({ env, clock: () => now, beside: server });
    const statuses: number[] = [];
    const askBoth = async (token: string) => {
      const answers = [server, second].map((node) => validate(node, { token }));
      statuses.push(...(await Promise.all(answers)).map(({ status }) => status));
    };
    for (let round = 0; round < 50; round += 1) {
      const key = await seedKey(server, user);
      await askBoth(key.secret);
      await (round % 2 === 0 ? revoke(key) : rotate(key, 0));
      await askBoth(key.secret);
    }
    expect(statuses).toEqual(Array.from({ length: 50 }, () => [200, 200, 401, 401]).flat());
    await second.stop();
  });
});

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import documents from '../fixtures/documents.json' with { type: 'json' };
import { startServer, type TestServer } from '../support/server.ts';

// The documents' own commands, run by a shell as they are written; only the host and what the
// document leaves for its reader to fill in are put in their place.

const run = promisify(execFile);
const ADMIN_KEY = 'token';

let server: TestServer;
beforeEach(async () => {
  server = await startServer({ env: { ADMIN_API_TOKEN: ADMIN_KEY } });
});
afterEach(() => server.stop());

type Answer = { readonly status: number; readonly body: string };

async function send(
  document: keyof typeof documents,
  name: string,
  fill: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const command = documents[document].find((entry) => entry.name === name)?.command ?? '';
  let filled = command.replace(/https?:\/\/(localhost:8056|api\.cloud\.vexa\.ai)/g, server.url);
  for (const [gap, value] of Object.entries(fill)) filled = filled.replaceAll(gap, value);
  const marked = filled.replace(/^curl/, 'curl -sS -w "\\n%{http_code}"');
  const { stdout } = await run('bash', ['-c', marked], {
    env: { ...process.env, ADMIN: server.url, ADMIN_TOKEN: ADMIN_KEY },
  });
  const [status = '', ...body] = stdout.split('\n').reverse();
  return { status: Number(status), body: body.reverse().join('\n') };
}

function json(answer: Answer): Record<string, unknown> {
  return JSON.parse(answer.body) as Record<string, unknown>;
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

describe('document 000', () => {
  it('creates a user, mints a key and manages both', async () => {
    const created = await send('000', 'create user');
    expect(created.status).toBe(201);
    expect(json(created)).toMatchObject({
      id: 1,
      email: 'user@example.com',
      name: 'John Doe',
      max_concurrent_bots: 2,
      created_at: expect.stringMatching(TIME),
    });
    const token = await send('000', 'create API token');
    expect(token.status).toBe(201);
    expect(json(token)).toMatchObject({
      id: 1,
      user_id: 1,
      token: expect.stringMatching(/^vxa_bot_/),
      created_at: expect.stringMatching(TIME),
    });
    expect(json(await send('000', 'get user by email'))).toMatchObject({
      id: 1,
      max_concurrent_bots: 2,
    });
    const detail = json(await send('000', 'get user by id'));
    expect(detail).toMatchObject({
      id: 1,
      api_tokens: [{ id: 1, token: expect.stringMatching(/^.{16,}$/) }],
    });
    expect(JSON.stringify(detail)).not.toContain(json(token)['token']);
    expect(JSON.parse((await send('000', 'list all users')).body)).toMatchObject([
      { email: 'user@example.com' },
    ]);
    expect(json(await send('000', 'update user'))).toMatchObject({ max_concurrent_bots: 5 });
    expect(await send('000', 'revoke token')).toEqual({ status: 204, body: '' });
  });

  it('runs its workflow from an empty installation to the meetings of the new user', async () => {
    const command =
      documents['000-workflow'][0]?.command.replaceAll('http://localhost:8056', server.url) ?? '';
    const { stdout } = await run('bash', ['-c', command]);
    const lines = stdout.trim().split('\n');
    expect(lines[0]).toBe('Created user with ID: 1');
    expect(lines[1]).toMatch(/^Generated token: vxa_bot_/);
    expect(JSON.parse(lines[2] ?? '')).toEqual({ meetings: [], has_more: false });
  });
});

describe('document 001', () => {
  const fill = { YOUR_ADMIN_API_KEY: ADMIN_KEY, '{id}': '1', your_skip: '0', your_limit: '10' };

  it('creates, lists and reads a user, and shows its key once', async () => {
    expect((await send('001', 'create user', fill)).status).toBe(201);
    const minted = json(await send('001', 'create API token', fill));
    expect(minted).toMatchObject({ user_id: 1, token: expect.any(String) });
    expect(JSON.parse((await send('001', 'list users', fill)).body)).toMatchObject([
      { id: 1, max_concurrent_bots: 3 },
    ]);
    const read = await send('001', 'get user', fill);
    expect(json(read)).toMatchObject({ api_tokens: [{ id: 1, user_id: 1 }] });
    expect(read.body).not.toContain(minted['token']);
  });
});

describe('document 002', () => {
  it('mints a key with two scopes and revokes it by its number', async () => {
    expect(json(await send('002', 'create user'))).toMatchObject({
      id: 1,
      email: 'jane@acme.com',
      name: 'Jane',
      max_concurrent_bots: 2,
    });
    const minted = json(await send('002', 'mint a key'));
    expect(minted).toMatchObject({
      user_id: 1,
      scopes: ['bot', 'tx'],
      token: expect.stringMatching(/^vxa_bot_/),
    });
    expect(
      (await send('002', 'revoke', { 'tokens/7': `tokens/${String(minted['id'])}` })).status,
    ).toBe(204);
    expect(await status({ 'x-api-key': String(minted['token']) })).toEqual([
      401,
      'Invalid API key',
    ]);
  });

  it('says what can go wrong in the words of its table', async () => {
    await send('002', 'create user');
    expect(await status({})).toEqual([401, 'Missing API key']);
    expect(await status({ 'x-api-key': 'unknown' })).toEqual([401, 'Invalid API key']);
    const browser = json(await send('002', 'mint a key', { 'scopes=bot,tx': 'scope=browser' }));
    expect(browser['token']).toMatch(/^vxa_browser_/);
    expect(await status({ 'x-api-key': String(browser['token']) })).toEqual([
      403,
      'Token scope not authorized',
    ]);
  });

  async function status(headers: Record<string, string>): Promise<[number, unknown]> {
    const response = await server.fetch('/meetings', { headers });
    return [response.status, ((await response.json()) as { detail: unknown }).detail];
  }
});

describe('document 003', () => {
  it('creates a user and mints a token', async () => {
    expect(json(await send('003', 'create user'))).toMatchObject({ max_concurrent_bots: 5 });
    expect((await send('003', 'mint a token')).status).toBe(201);
  });
});

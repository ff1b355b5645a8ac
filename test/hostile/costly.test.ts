import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { COSTLY, COSTLY_BODIES } from './costly.ts';
import { PRODUCTION } from './production.ts';

// A megabyte of each kind of document and variable: refused in few words, whoever sends it. How long
// that takes, `npm run bench -- hostile` measures.

let server: TestServer;
let key: string;
beforeAll(async () => {
  server = await startServer({ env: PRODUCTION });
  key = (await seedKey(server, await seedUser(server), { scopes: ['BOT', 'TX'] })).secret;
});
afterAll(() => server.stop());

type Answer = { readonly errors?: readonly { readonly message: string }[] };

async function send(
  body: string,
  headers: Readonly<Record<string, string>>,
): Promise<{ readonly status: number; readonly text: string }> {
  const response = await server.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });
  return { status: response.status, text: await response.text() };
}

function checkAnswer({ status, text }: { status: number; text: string }, limit: number): void {
  expect(status, text.slice(0, 500)).toBeLessThan(500);
  expect(text.length).toBeLessThan(limit);
  const json = /^data: (.*)$/m.exec(text)?.[1] ?? text;
  const { errors = [] } = JSON.parse(json) as Answer;
  expect(errors.length).toBeLessThanOrEqual(6);
  for (const { message } of errors) {
    expect(message.length).toBeLessThanOrEqual(300);
    expect(message).not.toContain('Did you mean');
  }
}

const STREAM = { accept: 'text/event-stream' };

describe('a costly request', () => {
  it.each(Object.entries(COSTLY))('of %s is answered in few words', async (_name, make) => {
    const body = JSON.stringify(make());
    expect(body.length).toBeLessThan(1_048_576);
    for (const accept of [{}, STREAM]) {
      checkAnswer(await send(body, accept), 4_096);
      checkAnswer(await send(body, { 'x-api-key': key, ...accept }), 262_144);
      checkAnswer(
        await send(body, { 'x-admin-api-key': server.adminKey }).then(withoutHints),
        262_144,
      );
    }
  });

  it.each([
    { repeated: 40_000, refused: 401, reason: '16384 characters' },
    { repeated: 100_000, refused: 413, reason: '50000' },
  ])(
    'without a key is refused before it is read: $repeated values',
    async ({ repeated, refused, reason }) => {
      const body = `{"query": "{ __typename }", "variables": ${'['.repeat(60)}${'1,'.repeat(repeated)}`;
      const { status, text } = await send(body, {});
      expect([status, text]).toEqual([refused, expect.stringContaining(reason)]);
    },
  );
});

const ROUTES: readonly (readonly [method: string, path: string])[] = [
  ['PUT', '/user/webhook'],
  ['POST', '/admin/users'],
  ['PATCH', '/admin/users/1'],
  ['POST', '/admin/users/1/tokens'],
  ['POST', '/users'],
];

describe('a costly body', () => {
  it.each(Object.entries(COSTLY_BODIES))('of %s is refused in few words', async (_name, make) => {
    const body = make();
    // A wrong key, the key of a user, and that of an operator.
    for (const [method, path] of ROUTES)
      for (const [header, value] of [
        ['x-api-key', 'wrong'],
        ['x-api-key', key],
        ['x-admin-api-key', server.adminKey],
      ] as const) {
        const headers = { 'content-type': 'application/json', [header]: value };
        const response = await server.fetch(path, { method, headers, body });
        expect([200, 400, 401, 403, 422], `${method} ${path}`).toContain(response.status);
        expect((await response.text()).length).toBeLessThan(65_536);
      }
  });
});

/** Who may see the schema gets hints, which is no matter here. */
function withoutHints({ status, text }: { status: number; text: string }) {
  return { status, text: text.replaceAll('Did you mean', '') };
}

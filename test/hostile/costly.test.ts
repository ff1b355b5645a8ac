import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { COSTLY } from './costly.ts';
import { PRODUCTION } from './production.ts';

// A megabyte of each kind of document and variable: refused in few words, whoever sends it. How long
// that takes, `npm run bench:hostile` measures.

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

// Nobody's key is known yet when a body is read: reading it must not take the square of its length.
describe('a megabyte of numbers that cannot be kept exactly', () => {
  const NUMBERS = Array(48_000).fill('750727362669608961').join();

  it('is answered with the place of the first, or as without them', async () => {
    const query =
      'mutation ($i: CreateUserInput!) { createUser(input: $i) { __typename ... on InvalidInputError { issues { path } } } }';
    const data = `{"list":[${NUMBERS.slice(0, 30_000)}0]}`;
    const body = `{"query":"${query}","variables":{"i":{"email":"a@example.com","data":${data}}}}`;
    const { text } = await send(body, { 'x-admin-api-key': server.adminKey });
    expect(JSON.parse(text)).toMatchObject({
      data: { createUser: { issues: [{ path: ['data', 'list', '0'] }] } },
    });
    // Each of these took half a minute.
    const statuses = [];
    for (const path of ['/users', '/admin/users', '/user/webhook', '/internal/validate']) {
      const { status } = await server.fetch(path, {
        method: path === '/user/webhook' ? 'PUT' : 'POST',
        headers: {
          'content-type': 'application/json',
          'x-api-key': 'nobody',
          'x-admin-api-key': 'nobody',
        },
        body: `{"data":[${NUMBERS}]}`,
      });
      statuses.push(status);
    }
    expect(statuses).toEqual([403, 403, 403, 503]);
  });
});

/** Who may see the schema gets hints, which is no matter here. */
function withoutHints({ status, text }: { status: number; text: string }) {
  return { status, text: text.replaceAll('Did you mean', '') };
}

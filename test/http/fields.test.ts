import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Listening } from '../../src/api/http/listen.ts';
import { jsonAnswer } from '../../src/core/http/exchange.ts';
import { openServer } from './raw-connection.ts';

// Each field of a form or a query that is no valid encoding costs ten times its bytes, before anybody knows
// who sends it.

let listening: Listening;
beforeAll(async () => {
  listening = await openServer(async ({ body, search }) => jsonAnswer(200, { body, search }));
});
afterAll(() => listening.close());

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const send = (path: string, init?: RequestInit) =>
  fetch(`http://127.0.0.1:${listening.port}${path}`, init).then(async (response) => ({
    status: response.status,
    text: await response.text(),
  }));
const fields = (count: number) => Array.from({ length: count }, () => '%FF').join('&');

describe.each(['/sign-out/back-channel', '/sign-in/link'])('a form for %s', (path) => {
  const post = (body: string) => send(path, { method: 'POST', headers: FORM, body });

  it('has a hundred fields at most', async () => {
    expect((await post(fields(100))).status).toBe(200);
    const { status, text } = await post(fields(101));
    expect([status, text]).toEqual([413, expect.stringContaining('more than 100 fields')]);
  });

  it('has 16 KiB at most', async () => {
    expect((await post('x'.repeat(16_384))).status).toBe(200);
    const { status, text } = await post('x'.repeat(16_385));
    expect([status, text]).toEqual([413, expect.stringContaining('larger than 16384 bytes')]);
  });
});

it.each(['/graphql', '/users', '/sign-in/okta', '/sign-in/okta/callback', '/nowhere'])(
  'a query of %s has a hundred parameters at most',
  async (path) => {
    expect((await send(`${path}?${fields(100)}`)).status).toBe(200);
    const { status, text } = await send(`${path}?${fields(101)}`);
    expect([status, text]).toEqual([400, expect.stringContaining('more than 100 parameters')]);
  },
);

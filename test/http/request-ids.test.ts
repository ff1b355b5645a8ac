import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownKeys, randomPart } from '../hostile/own-keys.ts';
import { allRows } from '../platform/request.ts';
import { type SeededKey, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

// A client's own id of a request is kept, logged and stored, unless a key stands in it.

const BASE64URL = () => randomBytes(24).toString('base64url');
const SETTINGS = {
  ADMIN_API_TOKEN: `${BASE64URL()},an-operators.own-admin_key`,
  ANALYTICS_API_TOKEN: randomBytes(24).toString('hex'),
  INTERNAL_API_SECRET: BASE64URL(),
  VEXA_SYSTEM_WEBHOOK_SECRET: BASE64URL(),
};

let server: TestServer;
let key: SeededKey;
beforeAll(async () => {
  server = await startServer({ env: SETTINGS });
  key = await seedKey(server, await seedUser(server), { scopes: ['BOT'] });
});
afterAll(() => server.stop());

async function idOf(id: string, headers: Record<string, string> = {}): Promise<string | null> {
  const response = await server.fetch('/admin/users', {
    headers: { ...headers, 'x-request-id': id },
  });
  await response.text();
  return response.headers.get('x-request-id');
}

const exchanged = (text: string) => [text.replaceAll('_', '-'), text.replaceAll('_', '.')];

describe('an id with a key in it is replaced, and nowhere to be found', () => {
  it.each<[what: string, make: () => Promise<readonly string[]> | readonly string[]]>([
    ['each form of key', async () => (await ownKeys()).map(([, one]) => one)],
    [
      'each form with other separators',
      async () => (await ownKeys()).flatMap(([, one]) => exchanged(one)),
    ],
    ['a key after something else', async () => (await ownKeys()).map(([, one]) => `run-${one}`)],
    [
      'the oldest form, and the random part of a key',
      () => [randomPart(), randomPart().slice(0, 38)],
    ],
    [
      'each key of the settings',
      () => Object.values(SETTINGS).flatMap((value) => value.split(',')),
    ],
    [
      'the same with other separators',
      () =>
        Object.values(SETTINGS)
          .flatMap((value) => value.split(','))
          .flatMap(exchanged),
    ],
  ])('%s', async (_what, make) => {
    const ids = await make();
    for (const id of ids) expect([id, (await idOf(id)) === id]).toEqual([id, false]);
    await expectGone(ids);
  });

  it.each<[header: string, of: (secret: string) => Record<string, string>]>([
    ['X-API-Key', (secret) => ({ 'x-api-key': secret })],
    ['X-Admin-API-Key', (secret) => ({ 'x-admin-api-key': secret })],
    ['X-Internal-Secret', (secret) => ({ 'x-internal-secret': secret })],
    ['Authorization', (secret) => ({ authorization: `Bearer ${secret}` })],
    ['Authorization of another scheme', (secret) => ({ authorization: `Token  ${secret}` })],
    ['a cookie', (secret) => ({ cookie: `a=b; latchkey-session=${secret}; c=d` })],
  ])('what the same request has in %s', async (_header, of) => {
    const secret = 'somebodys-own_invention';
    const ids = [secret, `run-${secret}`, `${secret}.7`, ...exchanged(secret)];
    for (const id of ids) expect([id, (await idOf(id, of(secret))) === id]).toEqual([id, false]);
    await expectGone(ids);
    expect(await idOf('x', of('x'))).not.toBe('x');
  });

  async function expectGone(ids: readonly string[]): Promise<void> {
    await server.app.refusals.flush();
    await sleep(50);
    const text = server.logLines.join('') + (await allRows(server));
    expect(ids.filter((id) => text.includes(id))).toEqual([]);
  }
});

describe('an id that is none stays', () => {
  it.each<[what: string, make: () => string]>([
    ['a UUID', () => randomUUID()],
    ['a UUID with a name before it', () => `Req-${randomUUID()}`],
    ['a UUID in upper case', () => randomUUID().toUpperCase()],
    ['a trace id', () => randomBytes(16).toString('hex')],
    [
      'a traceparent',
      () => `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`,
    ],
    ['a commit', () => randomBytes(20).toString('hex')],
    ['a digest', () => randomBytes(32).toString('hex')],
    ['a name and a commit', () => `Build-${randomBytes(20).toString('hex')}`],
    ['22 characters of base64url', () => randomBytes(16).toString('base64url')],
    ['digits', () => '1234567890'.repeat(6)],
    ['one character', () => 'q'],
  ])('%s', async (_what, make) => {
    for (let round = 0; round < 5; round += 1) {
      const id = make();
      const headers = { 'x-api-key': key.secret, cookie: 'theme=a; lang=de' };
      expect(await idOf(id, headers)).toBe(id);
    }
  });
});

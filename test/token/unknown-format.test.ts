import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  hasUnknownFormat,
  watchUnknownFormatKeys,
} from '../../src/security/authentication/unknown-format.ts';
import { userKeyVerifier } from '../../src/security/authentication/user-key.ts';
import { digestOf, newSecret } from '../../src/security/keys/secret.ts';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

const ODD = 'a-key_of-my-own-invention!';

let server: TestServer;
let user: SeededUser;

beforeAll(async () => {
  server = await startServer();
  user = await seedUser(server);
});
afterAll(() => server.stop());
beforeEach(() => {
  server.statements.length = 0;
});

/** As an import leaves it. */
async function plantOddKey(text: string): Promise<bigint> {
  const id = BigInt((await seedKey(server, user)).databaseId);
  await server.db.prisma.apiToken.update({
    where: { id },
    data: { digest: digestOf(text, server.app.peppers.current.text), isOddForm: true },
  });
  return id;
}

function verifier() {
  const { db, clock, peppers } = server.app;
  const oddKeys = watchUnknownFormatKeys(db.rows);
  const { find } = userKeyVerifier(db.rows, {
    clock,
    peppers,
    unknownFormatKeys: oddKeys,
    sharesReads: true,
  });
  return { verify: find, look: oddKeys.look };
}

describe('a text in an unknown format', () => {
  it('costs no statement, however much of it comes, while there is no key of an odd form', async () => {
    const { verify, look } = verifier();
    await look();
    server.statements.length = 0;
    for (let turn = 0; turn < 20; turn += 1)
      expect(await verify(`garbage ${turn}`.replace(' ', '-'))).toBeNull();
    expect(server.statements).toEqual([]);
  });

  it('costs none when it is a typo of one of ours, or no header could bring it', async () => {
    const { verify } = verifier();
    const ours = newSecret('vxa', 'bot');
    const typos = [`${ours}x`, ours.replace(/.$/, (last) => (last === '0' ? '1' : '0'))];
    for (const text of [...typos, 'short', 'x'.repeat(256), 'with a blank', 'mit-ümlaut'])
      expect(await verify(text)).toBeNull();
    expect(server.statements).toEqual([]);
  });

  it('is a key once one was imported and looked for, until it is revoked', async () => {
    const { verify, look } = verifier();
    const id = await plantOddKey(ODD);
    expect(await verify(ODD)).toBeNull();
    await look();
    expect(await verify(ODD)).toMatchObject({ tokenId: id, userId: BigInt(user.databaseId) });
    expect(await verify(`${ODD}!`)).toBeNull();
    await server.db.prisma.apiToken.update({ where: { id }, data: { revokedAt: new Date() } });
    expect(await verify(ODD)).toBeNull();
  });

  it('opens over HTTP to a process that starts later', async () => {
    const id = await plantOddKey('another-of-my-own');
    const later = await startServer({ beside: server });
    const response = await later.fetch('/auth/me', {
      headers: { 'x-api-key': 'another-of-my-own' },
    });
    expect(response.status).toBe(200);
    await later.stop();
    await server.db.prisma.apiToken.update({ where: { id }, data: { revokedAt: new Date() } });
  });

  it('does not slow a key of a known form: that is one statement', async () => {
    const { verify } = verifier();
    const { secret } = await seedKey(server, user);
    server.statements.length = 0;
    expect(await verify(secret)).not.toBeNull();
    expect(server.statements).toHaveLength(1);
  });
});

it.each([
  [ODD, true],
  ['A'.repeat(39), true],
  [`vxa_bot_${'A'.repeat(37)}`, true],
  [`vxa_bot_${'A'.repeat(38)}`, false],
  ['A'.repeat(40), false],
  ['1234567', false],
])('"%s" could be an odd key: %s', (text, isOdd) => {
  expect(hasUnknownFormat(text)).toBe(isOdd);
});

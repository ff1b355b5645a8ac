import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { digestOf, newSecret } from '../../src/security/keys/secret.ts';
import { type SeededKey, type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { fallsAt } from './verdicts.ts';

const START = new Date('2026-05-01T08:00:00.000Z');
let server: TestServer;
let user: SeededUser;
let now = START;
beforeAll(async () => {
  server = await startServer({ clock: () => now });
  user = await seedUser(server);
});
afterAll(() => server.stop());
beforeEach(() => {
  now = START;
});
const later = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1_000);
};

async function mutate(document: string): Promise<Record<string, { secret?: string }>> {
  const reply = await server.graphql<Record<string, { secret?: string }>>(
    `mutation { answer: ${document} }`,
    { admin: server.adminKey },
  );
  expect(reply.errors).toBeUndefined();
  return reply.data;
}

async function rotate({ id }: SeededKey, overlap: number): Promise<string> {
  const document = `rotateKey(input: {id: "${id}", overlap: ${overlap}}) { ... on RotateKeySuccess { secret } }`;
  return (await mutate(document))['answer']?.secret ?? '';
}

const revoke = ({ id }: SeededKey) => mutate(`revokeToken(input: {id: "${id}"}) { __typename }`);
const setActive = ({ id }: SeededUser, isActive: boolean) =>
  mutate(`updateUser(input: {id: "${id}", isActive: ${isActive}}) { __typename }`);

/** As an import leaves a key that is not of our making. */
async function importKey(text: string): Promise<SeededKey> {
  const key = await seedKey(server, user);
  await server.db.prisma.apiToken.update({
    where: { id: BigInt(key.databaseId) },
    data: {
      digest: digestOf(text, server.app.peppers.current.text),
      isOddForm: !/^\w{40}$/.test(text),
    },
  });
  await server.app.unknownFormatKeys.look();
  return { ...key, secret: text };
}

/** Each state of a text: what to do to a key, and the check at which the text falls then. */
type State = readonly [name: string, falls: string | null, reach: () => Promise<string>];

const fresh = (fields: object = {}) => seedKey(server, user, { ...fields });

const STATES: readonly State[] = [
  ['a living key', null, async () => (await fresh()).secret],
  ['nothing', 'FORM', async () => ''],
  ['a word', 'FORM', async () => 'garbage-of-some-length'],
  ['what is far too long', 'FORM', async () => 'x'.repeat(5_000)],
  ['what no header could bring', 'FORM', async () => 'ключ\n'],
  ['a typo', 'FORM', async () => `${(await fresh()).secret.slice(0, -1)}!`],
  ['a character lost', 'FORM', async () => (await fresh()).secret.slice(0, -1)],
  ['a wrong checksum', 'FORM', async () => (await fresh()).secret.replace('vxa', 'vxb')],
  ['an unknown key of our form', 'KNOWN', async () => newSecret('vxa', 'bot')],
  ['an unknown key of an old form', 'KNOWN', async () => 'A'.repeat(40)],
  [
    'a key of an old form, without a checksum',
    null,
    async () => (await importKey('a1B2c'.repeat(8))).secret,
  ],
  [
    'an imported key of no known form',
    null,
    async () => (await importKey('my-own-invention')).secret,
  ],
  [
    'a revoked key',
    'NOT_REVOKED',
    async () => {
      const key = await fresh();
      await revoke(key);
      return key.secret;
    },
  ],
  [
    'an imported key of no known form that was revoked',
    'NOT_REVOKED',
    async () => {
      const key = await importKey('another-invention');
      await revoke(key);
      return key.secret;
    },
  ],
  [
    'a successor whose rotation was taken back',
    'NOT_REVOKED',
    async () => {
      const key = await fresh();
      const successor = await rotate(key, 60);
      await mutate(`cancelRotation(input: {id: "${key.id}"}) { __typename }`);
      return successor;
    },
  ],
  [
    'a key of a suspended user',
    'OWNER_ACTIVE',
    async () => {
      const owner = await seedUser(server);
      const { secret } = await seedKey(server, owner, { expiresIn: 1 });
      await setActive(owner, false);
      later(1);
      return secret;
    },
  ],
  [
    'a key of a user that is suspended no more',
    null,
    async () => {
      const owner = await seedUser(server);
      const { secret } = await seedKey(server, owner);
      await setActive(owner, false);
      await setActive(owner, true);
      return secret;
    },
  ],
  [
    'a key of a deleted user',
    'NOT_REVOKED',
    async () => {
      const owner = await seedUser(server);
      const { secret } = await seedKey(server, owner);
      await mutate(`deleteUser(input: {id: "${owner.id}"}) { __typename }`);
      return secret;
    },
  ],
  [
    'an expired key',
    'NOT_EXPIRED',
    async () => {
      const key = await fresh({ expiresIn: 60 });
      await rotate(key, 30);
      later(60);
      return key.secret;
    },
  ],
  [
    'a replaced key in its overlap',
    null,
    async () => {
      const key = await fresh();
      await rotate(key, 60);
      later(59);
      return key.secret;
    },
  ],
  [
    'a replaced key',
    'NOT_REPLACED',
    async () => {
      const key = await fresh();
      await rotate(key, 60);
      later(60);
      return key.secret;
    },
  ],
  ['a successor', null, async () => rotate(await fresh(), 0)],
];

describe('verifyToken', () => {
  it.each(STATES)(
    'says of %s where it falls (%s), as a request would',
    async (_name, falls, reach) => {
      const token = await reach();
      expect(await fallsAt(server, token)).toBe(falls);
      const sendable = /^[\x20-\x7e]+$/.test(token) && token.length < 4_000;
      if (!sendable) return;
      const { status } = await server.fetch('/auth/me', { headers: { 'x-api-key': token } });
      expect(status).toBe(falls === null ? 200 : 401);
    },
  );
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { recordOne } from '../recording/reports.ts';
import type { Events } from '../support/events.ts';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { followChanges, nextChange } from './changes.ts';

const START = new Date('2026-05-01T08:00:00.000Z');

let now = START;
let server: TestServer;
let other: TestServer;
let user: SeededUser;

beforeAll(async () => {
  const clock = () => now;
  server = await startServer({ clock });
  other = await startServer({ clock, beside: server });
  user = await seedUser(server);
});
afterAll(async () => {
  await other.stop();
  await server.stop();
});
beforeEach(() => {
  now = START;
});

type Named = { readonly id: string; readonly secret: string };

async function mutate<Answer>(field: string, input: string, selection = ''): Promise<Answer> {
  const name = `${field[0]?.toUpperCase()}${field.slice(1)}Success`;
  const { data, errors } = await server.graphql<{ answer: Answer & { __typename: string } }>(
    `mutation { answer: ${field}(input: {${input}}) { __typename ... on ${name} { ${selection || '__typename'} } } }`,
    { admin: server.adminKey },
  );
  expect([errors, data?.answer.__typename]).toEqual([undefined, name]);
  return data.answer;
}

type MadeKey = { readonly secret: string; readonly adminKey: { readonly id: string } };
const MADE = 'secret adminKey { id }';

async function nameKey(fields = ''): Promise<Named> {
  const { secret, adminKey } = await mutate<MadeKey>(
    'createAdminKey',
    `name: "Ada"${fields}`,
    MADE,
  );
  return { id: adminKey.id, secret };
}

async function rotate({ id }: Named, overlap: number): Promise<Named> {
  const input = `id: "${id}", overlap: ${overlap}`;
  const { secret, adminKey } = await mutate<MadeKey>('rotateAdminKey', input, MADE);
  return { id: adminKey.id, secret };
}

type As = { readonly admin?: string; readonly key?: string };

/** Streams on both processes, that have been told something already. */
async function followBoth(as: As): Promise<readonly Events[]> {
  const streams = [await followChanges(server, '', as), await followChanges(other, '', as)];
  await expectTold(streams);
  return streams;
}

async function expectTold(streams: readonly Events[]): Promise<void> {
  const id = await recordOne(server, user);
  for (const events of streams) expect((await nextChange(events))?.databaseId).toBe(id);
}

async function expectEnded(streams: readonly Events[]): Promise<void> {
  const id = await recordOne(server, user);
  for (const events of streams) {
    await events.ended;
    expect(events.text()).not.toContain(`"databaseId":${id}`);
  }
}

describe('a stream that was opened with a named admin key', () => {
  const later = (seconds: number) => {
    now = new Date(now.getTime() + seconds * 1_000);
  };
  const endings: Readonly<Record<string, (key: Named) => Promise<unknown>>> = {
    'is revoked': ({ id }) => mutate('revokeAdminKey', `id: "${id}"`),
    'is replaced at once': (key) => rotate(key, 0),
    'is replaced, and its overlap is over': async (key) => {
      await rotate(key, 60);
      later(60);
    },
    'is replaced, and its overlap is finished': async (key) => {
      await rotate(key, 60);
      await mutate('finishAdminKeyRotation', `id: "${key.id}"`);
    },
    expires: async () => later(3_600),
  };

  it.each(Object.keys(endings))('ends in both processes once the key %s', async (ending) => {
    const key = await nameKey(', expiresIn: 3600');
    const streams = await followBoth({ admin: key.secret });
    await endings[ending]?.(key);
    await expectEnded(streams);
  });

  it('goes on through an overlap, and that of a successor ends when it is taken back', async () => {
    const key = await nameKey();
    const streams = await followBoth({ admin: key.secret });
    const successor = await rotate(key, 3_600);
    await expectTold(streams);
    const next = await followBoth({ admin: successor.secret });
    await mutate('cancelAdminKeyRotation', `id: "${key.id}"`);
    await expectEnded(next);
  });

  it('ends although a key of a user came with it that lives on', async () => {
    const key = await nameKey();
    const { secret } = await seedKey(server, user);
    const streams = await followBoth({ admin: key.secret, key: secret });
    await mutate('revokeAdminKey', `id: "${key.id}"`);
    await expectEnded(streams);
  });
});

it('a stream with a key of the environment goes on, whatever becomes of named ones', async () => {
  const streams = await followBoth({ admin: server.adminKey });
  await mutate('revokeAdminKey', `id: "${(await nameKey()).id}"`);
  now = new Date('2099-01-01T00:00:00Z');
  await expectTold(streams);
});

describe("a stream with a user's key", () => {
  it("ends once the user is no admin any more: it was told of everybody's meetings", async () => {
    const admin = await seedUser(server, { role: 'ADMIN' });
    const streams = await followBoth({ key: (await seedKey(server, admin)).secret });
    await mutate('updateUser', `id: "${admin.id}", role: USER`);
    await expectEnded(streams);
  });

  it('ends once the key has fewer scopes', async () => {
    const key = await seedKey(server, user, { scopes: ['TX', 'BROWSER'] });
    const streams = await followBoth({ key: key.secret });
    await mutate('updateToken', `id: "${key.id}", scopes: [BROWSER]`);
    await expectEnded(streams);
  });
});

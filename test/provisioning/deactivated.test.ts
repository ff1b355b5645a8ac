import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeId } from '../../src/kit/graphql/ids.ts';
import { cookieHeader, newBrowser, PROOF, signIn, viewerIn } from '../sign-in/browser.ts';
import type { PeopleProvider } from '../sign-in/people-provider.ts';
import { ADMINS, type People, startPeople, USERS } from '../sign-in/people-server.ts';
import { seedKey } from '../support/seed.ts';
import type { TestServer } from '../support/server.ts';
import { type Client, clientOf, seedProvisioned } from './scim.ts';

// Two processes share a database: what one is told counts in the other from the next request on.

let people: People;
let provider: PeopleProvider;
let server: TestServer;
let second: TestServer;
let scim: Client;

beforeAll(async () => {
  people = await startPeople({ rules: [ADMINS, USERS] });
  ({ provider, server } = people);
  second = await people.beside();
  scim = await clientOf(server);
});
afterAll(() => people.stop());

const active = (path: string, value: unknown) =>
  scim.patch(path, { op: 'replace', path: 'active', value });

describe('a user whom the provider deactivates', () => {
  it('is refused with every key at once, in every process, and comes back without those revoked', async () => {
    const { id, path } = await seedProvisioned(scim);
    const owner = { id: encodeId('User', BigInt(id)), databaseId: Number(id), email: '' };
    const keys = [await seedKey(server, owner), await seedKey(server, owner)];
    const statuses = async () => {
      const all = keys.flatMap(({ secret }) =>
        [server, second].map((one) => one.fetch('/auth/me', { headers: { 'x-api-key': secret } })),
      );
      return (await Promise.all(all)).map(({ status }) => status);
    };
    expect(await statuses()).toEqual([200, 200, 200, 200]);
    await active(path, 'False');
    expect(await statuses()).toEqual([401, 401, 401, 401]);
    await server.graphql(`mutation { revokeToken(input: {id: "${keys[0]?.id}"}) { __typename } }`, {
      admin: server.adminKey,
    });
    await active(path, true);
    expect(await statuses()).toEqual([401, 401, 200, 200]);
    await scim.send('DELETE', path);
    expect(await statuses()).toEqual([401, 401, 401, 401]);
  });

  it('is refused by the next request, however many others are under way', async () => {
    const { id, path } = await seedProvisioned(scim);
    const owner = { id: encodeId('User', BigInt(id)), databaseId: Number(id), email: '' };
    const { secret } = await seedKey(server, owner);
    const headers = { 'x-api-key': secret };
    const statusAt = async (one: TestServer) => (await one.fetch('/auth/me', { headers })).status;
    let isOver = false;
    const load = async (one: TestServer) => {
      while (!isOver) await statusAt(one);
    };
    const loads = [server, second, server, second].map(load);
    for (let round = 0; round < 8; round += 1) {
      const expected = round % 2 === 0 ? 401 : 200;
      await active(path, round % 2 !== 0);
      const next = await Promise.all([second, server, second, server].map(statusAt));
      expect(next).toEqual(Array(4).fill(expected));
    }
    isOver = true;
    await Promise.all(loads);
  });

  it.each<[string, string, object]>([
    ['PATCH null', 'PATCH', { op: 'replace', path: 'active', value: null }],
    ['PATCH with an empty text', 'PATCH', { op: 'Replace', path: 'active', value: '' }],
    ['PATCH without a value', 'PATCH', { op: 'add', path: 'active' }],
    ['PATCH remove', 'PATCH', { op: 'remove', path: 'active' }],
    ['PATCH without a path', 'PATCH', { op: 'replace', value: { active: null } }],
    ['PUT without it', 'PUT', {}],
    ['PUT null', 'PUT', { active: null }],
    ['PUT with an empty text', 'PUT', { active: '' }],
  ])(
    'stays suspended after a request that does not say otherwise: %s',
    async (_name, method, sent) => {
      const { id, path, userName } = await seedProvisioned(scim);
      const owner = { id: encodeId('User', BigInt(id)), databaseId: Number(id), email: '' };
      const headers = { 'x-api-key': (await seedKey(server, owner)).secret };
      await active(path, false);
      const { status, body } =
        method === 'PUT'
          ? await scim.send('PUT', path, { userName, ...sent })
          : await scim.patch(path, sent);
      expect([status, body['active']]).toEqual([200, false]);
      expect((await server.fetch('/auth/me', { headers })).status).toBe(401);
    },
  );

  it('stays suspended where one request says so and then nothing', async () => {
    const { path } = await seedProvisioned(scim);
    const { body } = await scim.patch(
      path,
      { op: 'replace', path: 'active', value: false },
      { op: 'remove', path: 'active' },
    );
    expect(body['active']).toBe(false);
  });

  it.each([
    ['ADMIN', { groups: ['admins'] }],
    ['USER', {}],
  ])('is refused in a session with the grant %s', async (access, claims) => {
    const { path, userName } = await seedProvisioned(scim);
    provider.setPerson('ada');
    provider.setClaims({ ...claims, email: userName, email_verified: true });
    const browser = newBrowser();
    await signIn(browser, server.url);
    const cookie = cookieHeader(browser, server);
    const seen = async () => {
      const viewers = [server, second].map(({ url }) =>
        viewerIn(newBrowser(), url, { ...PROOF, cookie }),
      );
      return (await Promise.all(viewers)).map(({ status, viewer }) => [
        status,
        viewer?.access.includes(access) ?? false,
      ]);
    };
    expect(await seen()).toEqual([
      [200, true],
      [200, true],
    ]);
    await active(path, false);
    expect(await seen()).toEqual([
      [403, false],
      [403, false],
    ]);
    await active(path, true);
    expect(await seen()).toEqual([
      [200, true],
      [200, true],
    ]);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer } from '../support/server.ts';
import { sendForm, signInByLink } from './link-form.ts';
import { type People, startPeople, USERS } from './people-server.ts';

const QUERY =
  '{ viewer { scopes managesKeys mintableScopes maxKeyLifetime setsRequestLimits createsSignInLinks } }';
const OF_ALL = { maxKeyLifetime: 604_800 };
const NO_OPERATOR = { ...OF_ALL, setsRequestLimits: false, createsSignInLinks: false };
const NOTHING = { managesKeys: false, mintableScopes: [], ...NO_OPERATOR };

type Told = { readonly viewer: unknown };

describe('a caller is told what it may do with keys', () => {
  let people: People;
  beforeAll(async () => {
    people = await startPeople({
      rules: [USERS],
      env: { TOKEN_ALLOWED_SCOPES: 'tx,browser', TOKEN_MAX_LIFETIME: '604800' },
    });
  });
  afterAll(() => people.stop());

  const told = async (options: { admin?: string; key?: string }) =>
    (await people.server.graphql<Told>(QUERY, options)).data.viewer;

  it('an operator that it manages all', async () => {
    const { adminKey, analyticsKey } = people.server;
    const mintableScopes = ['TX', 'BROWSER'];
    expect(await told({ admin: adminKey })).toEqual({
      ...OF_ALL,
      scopes: [],
      managesKeys: true,
      mintableScopes,
      setsRequestLimits: true,
      createsSignInLinks: true,
    });
    expect(await told({ admin: analyticsKey })).toEqual({ scopes: [], ...NOTHING });
    expect(await told({})).toEqual({ scopes: [], ...NOTHING });
  });

  it('a key that it manages itself only', async () => {
    const { server } = people;
    const user = await seedUser(server);
    const { secret } = await seedKey(server, user, { scopes: ['TX'] });
    expect(await told({ key: secret })).toEqual({ scopes: ['TX'], ...NOTHING });
  });

  it('a user who is signed in that it manages its own, unless it is an administrator', async () => {
    const { server } = people;
    const toldIn = async (fields: object) => {
      const browser = await signInByLink(server, await seedUser(server, { ...fields }));
      return (await sendForm<Told>(browser, server, QUERY)).data.viewer;
    };
    const mintableScopes = ['TX', 'BROWSER'];
    expect(await toldIn({})).toEqual({
      scopes: mintableScopes,
      managesKeys: true,
      mintableScopes,
      ...NO_OPERATOR,
    });
    expect(await toldIn({ role: 'ADMIN' })).toMatchObject(NOTHING);
  });

  it("an administrator's key, and an admin key made with it, that it sets no limits and creates no links", async () => {
    const { server } = people;
    const { secret: key } = await seedKey(server, await seedUser(server, { role: 'ADMIN' }));
    const { data } = await server.graphql<{ createAdminKey: { secret: string } }>(
      'mutation { createAdminKey(input: {name: "x"}) { ... on CreateAdminKeySuccess { secret } } }',
      { key },
    );
    const { secret: admin } = data.createAdminKey;
    const user = await seedUser(server);
    const token = `token: {id: "${(await seedKey(server, user)).id}"}`;
    for (const by of [{ key }, { admin }]) {
      expect(await told(by)).toMatchObject({ managesKeys: true, ...NO_OPERATOR });
      // As it is refused.
      for (const mutation of [
        `updateToken(input: {${token}, rateLimit: 7})`,
        `createSignInLink(input: {user: {id: "${user.id}"}})`,
      ]) {
        const { errors } = await server.graphql(`mutation { ${mutation} { __typename } }`, by);
        expect([mutation, errors?.[0]?.extensions.code]).toEqual([mutation, 'FORBIDDEN']);
      }
    }
    expect(await server.db.prisma.signInLink.count()).toBe(0);
  });

  it('nobody that it creates links where there is no public address', async () => {
    const server = await startServer();
    const { data } = await server.graphql<Told>(QUERY, { admin: server.adminKey });
    expect(data.viewer).toMatchObject({
      maxKeyLifetime: null,
      setsRequestLimits: true,
      createsSignInLinks: false,
    });
  });
});

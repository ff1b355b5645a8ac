import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { followChanges, nextChange } from '../live/changes.ts';
import { recordOne } from '../recording/reports.ts';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { settingsOf } from './admins-and-users.ts';
import { type Claims, startProvider, type TestProvider } from './provider.ts';
import { restOf } from './request.ts';
import { OKTA_HEADER, oktaClaims } from './shapes.ts';

// What an administrator by a provider's token does, and what is left of it once the token has ended.

let provider: TestProvider;
let server: TestServer;
let now = Date.now();

beforeAll(async () => {
  provider = await startProvider();
  server = await startServer({
    env: { OIDC_PROVIDERS: JSON.stringify(settingsOf(provider)), SUBSCRIPTION_HEARTBEAT_MS: '100' },
    clock: () => new Date(now),
  });
  await server.app.providers.refresh();
});
afterAll(async () => {
  await server.stop();
  await provider.stop();
});

const seconds = () => Math.floor(now / 1_000);
const tokenOf = (claims: Claims) =>
  provider.accessToken(
    oktaClaims(provider.issuer, { iat: seconds(), exp: seconds() + 600, ...claims }),
    OKTA_HEADER,
  );
const adminToken = () => tokenOf({ sub: '00u1ada', name: 'Ada Lovelace', groups: ['admins'] });
const endOfToken = () => new Date((seconds() + 600) * 1_000).toISOString();

async function send<Data>(token: string, query: string, variables: unknown = {}, headers = {}) {
  const response = await restOf(server, token, '/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  return (await response.json()) as { data: Data; errors?: unknown[] };
}

const CREATE_ADMIN_KEY = `mutation { createAdminKey(input: { name: "by a login" }) {
  ... on CreateAdminKeySuccess { adminKey { expiresAt } secret } } }`;
const MINT = `mutation ($id: ID!) { mintToken(input: { user: { id: $id } }) {
  ... on MintTokenSuccess { secret token { id expiresAt } } } }`;

type Minted = { mintToken: { secret: string; token: { id: string; expiresAt: string | null } } };

describe('an administrator by token', () => {
  it('makes admin keys that end with the token', async () => {
    const { data } = await send<{ createAdminKey: { adminKey: { expiresAt: string } } }>(
      await adminToken(),
      CREATE_ADMIN_KEY,
    );
    expect(data.createAdminKey.adminKey.expiresAt).toBe(endOfToken());
  });

  it('mints keys for users that last, and for administrators ones that end with the token', async () => {
    const [plain, admin] = [await seedUser(server), await seedUser(server, { role: 'ADMIN' })];
    const token = await adminToken();
    const [forPlain, forAdmin] = [
      await send<Minted>(token, MINT, { id: plain.id }),
      await send<Minted>(token, MINT, { id: admin.id }),
    ];
    expect(forPlain.data.mintToken.token.expiresAt).toBe(null);
    expect(forAdmin.data.mintToken.token.expiresAt).toBe(endOfToken());
  });

  it("extends no administrator's key beyond the token, by a change or a rotation", async () => {
    const admin = await seedUser(server, { role: 'ADMIN' });
    const key = await seedKey(server, admin, { expiresIn: 60 });
    const token = await adminToken();
    const updated = await send<{ updateToken: { token: { expiresAt: string } } }>(
      token,
      `mutation ($id: ID!) { updateToken(input: { token: { id: $id }, expiresAt: null }) {
        ... on UpdateTokenSuccess { token { expiresAt } } } }`,
      { id: key.id },
    );
    expect(updated.data.updateToken.token.expiresAt).toBe(endOfToken());
    const lasting = await seedKey(server, admin);
    const rotated = await send<{ rotateKey: { token: { expiresAt: string } } }>(
      token,
      `mutation ($id: ID!) { rotateKey(input: { token: { id: $id } }) {
        ... on RotateKeySuccess { token { expiresAt } } } }`,
      { id: lasting.id },
    );
    expect(rotated.data.rotateKey.token.expiresAt).toBe(endOfToken());
  });

  it("extends no administrator's key for ever by an admin key that it made", async () => {
    const admin = await seedUser(server, { role: 'ADMIN' });
    const token = await adminToken();
    const { data: minted } = await send<Minted>(token, MINT, { id: admin.id });
    const { data: made } = await send<{ createAdminKey: { secret: string } }>(
      token,
      CREATE_ADMIN_KEY,
    );
    const { data } = await server.graphql<{ updateToken: { token: { expiresAt: string } } }>(
      `mutation ($id: ID!) { updateToken(input: { token: { id: $id }, expiresAt: null }) {
        ... on UpdateTokenSuccess { token { expiresAt } } } }`,
      { admin: made.createAdminKey.secret, variables: { id: minted.mintToken.token.id } },
    );
    expect(data.updateToken.token.expiresAt).toBe(endOfToken());
  });

  it('is named in the audit log, whatever name the token gives', async () => {
    const user = await seedUser(server);
    const names = ['Ada Lovelace', 'ADMIN_API_TOKEN'];
    for (const name of names)
      await send(await tokenOf({ sub: '00u1named', name, groups: ['admins'] }), MINT, {
        id: user.id,
      });
    const { data } = await server.graphql<{ auditEvents: { edges: { node: unknown }[] } }>(
      `{ auditEvents(first: 2, filter: { action: { eq: TOKEN_MINTED } }) {
        edges { node { actor { kind name adminKey { id } token { id } user { id } } } } } }`,
      { admin: server.adminKey },
    );
    const nobody = { kind: 'PROVIDER_TOKEN', adminKey: null, token: null, user: null };
    expect(data.auditEvents.edges.map(({ node }) => node)).toEqual(
      ['ADMIN_API_TOKEN', 'Ada Lovelace'].map((name) => ({
        actor: { ...nobody, name: `okta:00u1named ${name}` },
      })),
    );
  });

  it('repeats a request by its Idempotency-Key, and nobody else does', async () => {
    const user = await seedUser(server);
    const headers = { 'idempotency-key': 'one request of ada' };
    const mint = async (token: string) =>
      (await send<Minted>(token, MINT, { id: user.id }, headers)).data.mintToken.token.id;
    const first = await mint(await adminToken());
    expect(await mint(await adminToken())).toBe(first);
    const renamed = await tokenOf({ sub: '00u1ada', name: 'Ada King', groups: ['admins'] });
    expect(await mint(renamed)).toBe(first);
    expect(await mint(await tokenOf({ sub: '00u1eve', groups: ['admins'] }))).not.toBe(first);
  });

  it('and a user by token are told nothing more by a subscription once the token has ended', async () => {
    const user = await seedUser(server, { email: 'follower@example.com' });
    const ofUser = { email: user.email, email_verified: true };
    for (const claims of [{ groups: ['admins'] }, ofUser]) {
      const events = await followChanges(server, '', { bearer: await tokenOf(claims) });
      await recordOne(server, user);
      expect(await nextChange(events)).not.toBe(null);
      now += 601_000;
      await recordOne(server, user);
      expect(await nextChange(events)).toBe(null);
    }
  });

  it('is told nothing more, as a user, once the user is suspended', async () => {
    const user = await seedUser(server, { email: 'leaver@example.com' });
    const bearer = await tokenOf({ email: user.email, email_verified: true });
    const events = await followChanges(server, '', { bearer });
    await recordOne(server, user);
    expect(await nextChange(events)).not.toBe(null);
    await server.graphql(
      `mutation ($id: ID!) { updateUser(input: { user: { id: $id }, isActive: false }) { __typename } }`,
      { admin: server.adminKey, variables: { id: user.id } },
    );
    await recordOne(server, user);
    expect(await nextChange(events)).toBe(null);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { type BothShapes, startBothShapes } from './both-shapes.ts';
import { ADDRESSES, GRANTED, REFUSED, RULES } from './granting-claims.ts';
import type { Claims, TestProvider } from './provider.ts';
import { refusals, restOf, viewerOf } from './request.ts';
import { ENTRA_HEADER, entraClaims, OKTA_HEADER, oktaClaims } from './shapes.ts';

// What tokens in the shape of Okta's and Entra's grant.

let both: BothShapes;
let okta: TestProvider;
let entra: TestProvider;
let server: TestServer;
let now = Date.now();

beforeAll(async () => {
  both = await startBothShapes(
    { okta: { rules: RULES.okta }, entra: { rules: RULES.entra } },
    () => new Date(now),
  );
  ({ okta, entra, server } = both);
});
afterAll(() => both.stop());

const ofOkta = (claims: Claims) => okta.accessToken(oktaClaims(okta.issuer, claims), OKTA_HEADER);
const ofEntra = (claims: Claims) =>
  entra.accessToken(entraClaims(entra.issuer, claims), ENTRA_HEADER);

describe('the rules of a provider', () => {
  it.each(GRANTED)('grant by %s', async (_what, claims, access) => {
    const { status, viewer } = await viewerOf(server, await ofOkta(claims));
    expect([status, viewer?.access]).toEqual([200, access]);
    expect(viewer).toMatchObject({
      adminKeyName: null,
      login: { provider: 'okta', subject: 'ada@example.com' },
      user: access.length === 1 && access[0] === 'USER' ? { email: 'ada@example.com' } : null,
    });
  });

  it.each(REFUSED)('refuse with %s', async (_what, claims, reason) => {
    now += 61_000;
    const token = await ofOkta(claims);
    const { status, error } = await viewerOf(server, token);
    expect([status, error]).toEqual([403, { code: 'FORBIDDEN', message: reason }]);
    const rest = await restOf(server, token, '/admin/users');
    expect([rest.status, await rest.json()]).toEqual([403, { detail: reason }]);
    const [event] = await refusals(server);
    expect(event).toMatchObject({
      actor: { kind: 'PROVIDER_TOKEN', name: expect.stringMatching(/^okta:ada@example\.com\b/) },
      after: { why: reason },
    });
  });

  it('need a user for USER: a machine without an address is told so', async () => {
    const { status, error } = await viewerOf(
      server,
      await ofOkta({ realm_access: { roles: ['bots'] } }),
    );
    expect([status, error?.message]).toEqual([
      403,
      expect.stringContaining('no verified email address'),
    ]);
  });
});

describe('a token of Entra ID', () => {
  it('grants by app roles before anything else', async () => {
    const { viewer } = await viewerOf(server, await ofEntra({ roles: ['Admin'] }));
    expect(viewer).toMatchObject({
      access: ['ADMIN', 'ANALYTICS', 'USER'],
      login: { provider: 'entra', subject: '690222be-ff1a-4d56-abd1-7e4f7d38e474' },
    });
  });

  it('grants to a program without a person', async () => {
    const claims = {
      roles: ['Admin'],
      scp: null,
      name: null,
      preferred_username: null,
      idtyp: 'app',
    };
    expect((await viewerOf(server, await ofEntra(claims))).status).toBe(200);
  });

  it.each<readonly [string, Claims]>([
    ['_claim_names', { _claim_names: { groups: 'src1' }, _claim_sources: { src1: {} } }],
    ['hasgroups', { hasgroups: true }],
  ])(
    'with too many groups (%s) is refused with what to do, and not passed on to the next rule',
    async (_what, claims) => {
      const { status, error } = await viewerOf(
        server,
        await ofEntra({ ...claims, email: 'a@example.com', xms_edov: true }),
      );
      expect([status, error?.message]).toEqual([
        403,
        expect.stringMatching(/groups overage.*use app roles/),
      ]);
      // An app role was asked about before.
      expect((await viewerOf(server, await ofEntra({ ...claims, roles: ['Admin'] }))).status).toBe(
        200,
      );
    },
  );

  it.each(ADDRESSES)('has an address that is verified %s', async (_what, claims, email) => {
    const { status, viewer } = await viewerOf(server, await ofEntra(claims));
    expect([status, viewer?.user ?? null]).toEqual(email === null ? [403, null] : [200, { email }]);
    if (email === null) expect(await emails()).not.toContain('nobody@example.com');
  });
});

describe('an address in another claim than email', () => {
  it('is verified by a list of addresses, and not by what is said about email', async () => {
    const settings = {
      name: 'entra',
      issuer: entra.issuer,
      audience: 'api://latchkey',
      type: 'entra',
      emailClaim: 'preferred_username',
      rules: RULES.entra,
    };
    const other = await startServer({ env: { OIDC_PROVIDERS: JSON.stringify([settings]) } });
    await other.app.providers.refresh();
    const claims = { iat: null, nbf: null, exp: 4_000_000_000, email: 'mine@example.com' };
    const statusOf = async (more: Claims) =>
      (await viewerOf(other, await ofEntra({ ...claims, ...more }))).status;
    expect(await statusOf({ xms_edov: true, email_verified: true })).toBe(403);
    expect(await statusOf({ verified_primary_email: ['ada@example.com'] })).toBe(200);
  });
});

async function emails(): Promise<string[]> {
  const { data } = await server.graphql<{ users: { nodes: { email: string }[] } }>(
    '{ users(first: 100) { edges { node { email } } } }',
    { admin: server.adminKey },
  );
  return (data.users as unknown as { edges: { node: { email: string } }[] }).edges.map(
    ({ node }) => node.email,
  );
}

const BOTS = { realm_access: { roles: ['bots'] }, email_verified: true };

describe('a token together with a key', () => {
  it('proves both, or is refused where both are for the same purpose', async () => {
    const send = async (token: string, headers: Readonly<Record<string, string>>) => {
      const response = await restOf(server, token, '/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query: '{ viewer { access user { email } adminKeyName } }' }),
      });
      return { status: response.status, body: (await response.json()) as unknown };
    };
    const adminKey = { 'x-admin-api-key': server.adminKey };
    const both = await send(await ofOkta({ ...BOTS, email: 'both@example.com' }), adminKey);
    expect(both.body).toEqual({
      data: {
        viewer: {
          access: ['ADMIN', 'ANALYTICS', 'USER'],
          user: { email: 'both@example.com' },
          adminKeyName: 'ADMIN_API_TOKEN',
        },
      },
      extensions: expect.anything(),
    });
    expect((await send(await ofOkta({ groups: ['admins'] }), adminKey)).status).toBe(400);
    const wrong = await send(await ofOkta({ groups: ['admins'] }), { 'x-admin-api-key': 'wrong' });
    expect(wrong.status).toBe(401);
  });
});

describe('the user of a token', () => {
  it('is created once, by the person, whose name and subject stand in the audit log', async () => {
    const claims = { ...BOTS, email: 'grace@example.com', sub: '00u1grace', name: 'Grace Hopper' };
    const token = await ofOkta(claims);
    const replies = await Promise.all(Array.from({ length: 8 }, () => viewerOf(server, token)));
    expect(replies.map(({ viewer }) => viewer?.user?.email)).toEqual(
      Array(8).fill('grace@example.com'),
    );
    const { data } = await server.graphql<{ auditEvents: { edges: unknown[] } }>(
      `{ auditEvents(first: 5, filter: { action: { eq: USER_CREATED }, actorName: { startsWith: "okta:00u1grace" } }) {
        edges { node { actor { kind name user { email } } after } } } }`,
      { admin: server.adminKey },
    );
    expect(data.auditEvents.edges).toEqual([
      {
        node: {
          actor: { kind: 'PROVIDER_TOKEN', name: 'okta:00u1grace Grace Hopper', user: null },
          after: expect.objectContaining({
            email: 'grace@example.com',
            name: 'Grace Hopper',
            role: 'user',
          }),
        },
      },
    ]);
  });

  it('is found whatever the case of its address, and its role counts for nothing', async () => {
    await seedUser(server, { email: 'Root@example.com', role: 'ADMIN' });
    const { viewer } = await viewerOf(server, await ofOkta({ ...BOTS, email: 'root@EXAMPLE.com' }));
    expect(viewer).toMatchObject({ access: ['USER'], user: { email: 'Root@example.com' } });
  });

  it('is refused at once when it is suspended', async () => {
    const user = await seedUser(server, { email: 'eve@example.com' });
    const token = await ofOkta({ ...BOTS, email: 'eve@example.com' });
    expect((await viewerOf(server, token)).status).toBe(200);
    await server.graphql(
      `mutation ($id: ID!) { updateUser(input: { user: { id: $id }, isActive: false }) { __typename } }`,
      { admin: server.adminKey, variables: { id: user.id } },
    );
    const { status, error } = await viewerOf(server, token);
    expect([status, error?.message]).toEqual([
      403,
      'The user with this email address is suspended',
    ]);
  });

  it('sees its own data by REST, within the scopes of the rule', async () => {
    const token = await ofOkta({ ...BOTS, email: 'grace@example.com' });
    const me = await restOf(server, token, '/auth/me');
    expect(await me.json()).toMatchObject({ email: 'grace@example.com', scopes: ['bot', 'tx'] });
    expect((await restOf(server, token, '/meetings')).status).toBe(200);
    expect((await restOf(server, token, '/admin/users')).status).toBe(403);
    const { errors } = (await (
      await restOf(server, token, '/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: '{ users(first: 1) { edges { node { email } } } }' }),
      })
    ).json()) as { errors: { extensions: { code: string } }[] };
    expect(errors[0]?.extensions.code).toBe('FORBIDDEN');
  });
});

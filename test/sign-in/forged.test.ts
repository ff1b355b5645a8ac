import { decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';
import { type AdminTokens, adminTokens, EVIL, type Maker } from './admin-tokens.ts';
import { signed } from './forge.ts';
import { FORGED_CLAIMS } from './forged-claims.ts';
import { FORGED_SIGNATURES } from './forged-signatures.ts';
import { startProvider, type TestProvider } from './provider.ts';
import { type RefusalEvent, refusals, restOf, viewerOf } from './request.ts';
import { ENTRA_HEADER, OKTA_HEADER, TENANT } from './shapes.ts';

// Each token below would be an administrator's if its one fault were not seen.

let okta: TestProvider;
let entra: TestProvider;
let server: TestServer;
let by: AdminTokens;
let now = Date.now();

beforeAll(async () => {
  okta = await startProvider({ algorithms: ['RS256', 'PS256', 'ES256'] });
  entra = await startProvider({ path: '/{tenantid}/v2.0', servedAt: '/organizations/v2.0' });
  const rules = [
    { claim: 'groups', operator: 'contains', value: 'admins', grant: 'ADMIN' },
    { claim: 'roles', operator: 'contains', value: 'Admin', grant: 'ADMIN' },
  ];
  const audience = 'api://latchkey';
  const providers = [
    { name: 'okta', issuer: okta.issuer, audience, rules },
    { name: 'entra', issuer: entra.issuer, audience, rules, type: 'entra', tenants: [TENANT] },
  ];
  server = await startServer({
    env: { OIDC_PROVIDERS: JSON.stringify(providers) },
    // A stranger's refusals of one minute are one event: each test has a minute of its own.
    clock: () => new Date(now),
  });
  await server.app.providers.refresh();
  by = adminTokens({ okta, entra, seconds: () => Math.floor(now / 1_000) });
});
afterAll(async () => {
  await server.stop();
  await okta.stop();
  await entra.stop();
});

it.each<readonly [what: string, make: Maker]>([
  ['of Okta', ({ okta, admin }) => okta.accessToken(admin(), OKTA_HEADER)],
  ['of Entra ID', ({ entra, entraAdmin }) => entra.accessToken(entraAdmin(), ENTRA_HEADER)],
  // As it is forged below, but with nothing forged.
  [
    'that a test has signed',
    ({ okta, admin, header }) => signed({ header: header(), claims: admin() }, okta.key()),
  ],
  [
    'that expired 29 seconds ago',
    ({ okta, seconds, admin }) => okta.accessToken(admin({ exp: seconds() - 29 })),
  ],
  [
    'that is valid in 29 seconds',
    ({ okta, seconds, admin }) => okta.accessToken(admin({ nbf: seconds() + 29 })),
  ],
  [
    'that is issued in 29 seconds',
    ({ okta, seconds, admin }) => okta.accessToken(admin({ iat: seconds() + 29 })),
  ],
])('accepts a token %s', async (_what, make) => {
  const { status, viewer } = await viewerOf(server, await make(by));
  expect([status, viewer?.access]).toEqual([200, ['ADMIN', 'ANALYTICS', 'USER']]);
});

it.each(['PS256', 'ES256'] as const)('accepts a token that is signed with %s', async (alg) => {
  const token = await okta.accessToken(by.admin(), OKTA_HEADER, alg);
  expect(decodeProtectedHeader(token).alg).toBe(alg);
  expect((await viewerOf(server, token)).status).toBe(200);
});

const EXPLAIN = `mutation ($token: String!) { explainLogin(token: $token) {
  ... on ExplainLoginSuccess { accepted refusal reason access rules { verdict } } } }`;

it.each([...FORGED_CLAIMS, ...FORGED_SIGNATURES])(
  'refuses a token %s: %s',
  async (_what, refusal, make) => {
    now += 61_000;
    const token = await make(by);
    const explained = await server.graphql<{
      explainLogin: { accepted: boolean; refusal: string; reason: string; access: null };
    }>(EXPLAIN, { admin: server.adminKey, variables: { token } });
    expect(explained.data.explainLogin).toMatchObject({ accepted: false, refusal, access: null });
    const { reason } = explained.data.explainLogin;

    const graphql = await viewerOf(server, token);
    expect([graphql.status, graphql.viewer, graphql.error]).toEqual([
      401,
      null,
      { code: 'UNAUTHENTICATED', message: reason },
    ]);
    expect(graphql.headers.get('www-authenticate')).toBe('Bearer realm="latchkey"');
    const rest = await restOf(server, token, '/admin/users');
    expect([rest.status, await rest.json()]).toEqual([401, { detail: reason }]);

    const events = await refusals(server);
    const ofThis = (event: RefusalEvent) => event.after.why === reason;
    expect(
      events
        .slice(0, 2)
        .filter(ofThis)
        .map(({ after }) => after.what)
        .sort(),
    ).toEqual(['/graphql', 'GET /admin/users']);
    // Whoever sends a token that its owner once had is named; nobody else is.
    const kinds = new Set(events.slice(0, 2).map(({ actor }) => actor.kind));
    const isOwners = refusal === 'EXPIRED' || refusal === 'NOT_YET_VALID';
    expect([...kinds]).toEqual([isOwners ? 'PROVIDER_TOKEN' : 'NOBODY']);
  },
);

it('keeps each reason of one minute in the audit log', async () => {
  now += 61_000;
  const foreign = await okta.accessToken(by.admin({ iss: EVIL }), OKTA_HEADER);
  const misdirected = await okta.accessToken(by.admin({ aud: 'api://other' }), OKTA_HEADER);
  for (const token of [foreign, misdirected, misdirected]) await viewerOf(server, token);
  const [second, first] = await refusals(server);
  expect([first?.after, second?.after]).toMatchObject([
    { why: 'The issuer of the token is not one that this service accepts', times: 1 },
    { why: 'The token is for another audience', times: 2 },
  ]);
});

it('shows no token in any log line, and no stack', () => {
  const lines = server.logLines.join('\n');
  expect(lines).not.toContain('eyJ');
  expect(lines).not.toContain('stack');
});

it('refuses a token in the headers of keys, and one that is no token', async () => {
  const token = await okta.accessToken(by.admin(), OKTA_HEADER);
  for (const headers of [{ 'x-api-key': token }, { 'x-admin-api-key': token }]) {
    const { status } = await server.fetch('/admin/users', { headers });
    expect([401, 403]).toContain(status);
  }
  for (const text of ['a.b.c', 'eyJ.eyJ', `${token}.`, 'not.a.token', '...']) {
    expect((await viewerOf(server, text)).status).toBe(401);
  }
});

import { decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';
import { type RefusalEvent, refusals, restOf, viewerOf } from './ask.ts';
import { altered, publicHalf, signed, signedWithPublicKey, unsigned } from './forge.ts';
import { newKey, startProvider, type TestProvider } from './provider.ts';
import {
  ENTRA_HEADER,
  entraClaims,
  OKTA_HEADER,
  OTHER_TENANT,
  oktaClaims,
  TENANT,
} from './shapes.ts';

// Each token below would be an administrator's if its one fault were not seen.

let okta: TestProvider;
let entra: TestProvider;
let server: TestServer;
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
});
afterAll(async () => {
  await server.stop();
  await okta.stop();
  await entra.stop();
});

const seconds = () => Math.floor(now / 1_000);
const life = () => ({ iat: seconds(), nbf: seconds(), exp: seconds() + 3_600 });
const admin = (more = {}) => oktaClaims(okta.issuer, { groups: ['admins'], ...life(), ...more });
const tenantIssuer = (tenant = TENANT) => entra.issuer.replace('{tenantid}', tenant);
const entraAdmin = (more = {}) =>
  entraClaims(tenantIssuer(), { roles: ['Admin'], ...life(), ...more });
const header = (more = {}) => ({ alg: 'RS256', kid: okta.key().kid, ...more });

type Maker = () => string | Promise<string>;

it.each<readonly [what: string, make: Maker]>([
  ['of Okta', () => okta.accessToken(admin(), OKTA_HEADER)],
  ['of Entra ID', () => entra.accessToken(entraAdmin(), ENTRA_HEADER)],
  // As it is forged below, but with nothing forged.
  ['that a test has signed', () => signed({ header: header(), claims: admin() }, okta.key())],
  ['that expired 29 seconds ago', () => okta.accessToken(admin({ exp: seconds() - 29 }))],
  ['that is valid in 29 seconds', () => okta.accessToken(admin({ nbf: seconds() + 29 }))],
  ['that is issued in 29 seconds', () => okta.accessToken(admin({ iat: seconds() + 29 }))],
])('accepts a token %s', async (_what, make) => {
  const { status, viewer } = await viewerOf(server, await make());
  expect([status, viewer?.access]).toEqual([200, ['ADMIN', 'ANALYTICS', 'USER']]);
});

it.each(['PS256', 'ES256'] as const)('accepts a token that is signed with %s', async (alg) => {
  const token = await okta.accessToken(admin(), OKTA_HEADER, alg);
  expect(decodeProtectedHeader(token).alg).toBe(alg);
  expect((await viewerOf(server, token)).status).toBe(200);
});

const EVIL = 'https://evil.example.com';

const NO_TEXT = { toString: 0, valueOf: 0 };
/** Too deep for whatever calls itself for each level. */
const DEEP = (claims: string) =>
  claims.replace(/"sub":"[^"]*"/, `"sub":${'['.repeat(4_500)}${']'.repeat(4_500)}`);

const FORGED: readonly (readonly [what: string, refusal: string, make: Maker])[] = [
  ['of another issuer', 'UNKNOWN_ISSUER', () => okta.accessToken(admin({ iss: EVIL }))],
  [
    'with its issuer in another case',
    'UNKNOWN_ISSUER',
    () => okta.accessToken(admin({ iss: okta.issuer.replace('default', 'Default') })),
  ],
  [
    'with a slash after its issuer',
    'UNKNOWN_ISSUER',
    () => okta.accessToken(admin({ iss: `${okta.issuer}/` })),
  ],
  [
    'with a list of issuers',
    'UNKNOWN_ISSUER',
    () => okta.accessToken(admin({ iss: [okta.issuer] })),
  ],
  [
    'of one provider in the name of another',
    'UNKNOWN_KEY',
    () => entra.accessToken(admin(), OKTA_HEADER),
  ],
  [
    'for another audience',
    'AUDIENCE',
    () => okta.accessToken(admin({ aud: 'api://other' }), OKTA_HEADER),
  ],
  [
    'without an audience',
    'AUDIENCE',
    () => signed({ header: header(), claims: { ...admin(), aud: undefined } }, okta.key()),
  ],
  [
    'with an audience that only begins like ours',
    'AUDIENCE',
    () => okta.accessToken(admin({ aud: 'api://latchkey.example.com' }), OKTA_HEADER),
  ],
  [
    'of another tenant',
    'TENANT',
    () => entra.accessToken(entraAdmin({ iss: tenantIssuer(OTHER_TENANT), tid: OTHER_TENANT })),
  ],
  [
    'of one tenant in the name of another',
    'UNKNOWN_ISSUER',
    () => entra.accessToken(entraAdmin({ tid: OTHER_TENANT })),
  ],
  ['without a tenant', 'UNKNOWN_ISSUER', () => entra.accessToken(entraAdmin({ tid: null }))],
  [
    'with the tenant as a pattern',
    'UNKNOWN_ISSUER',
    () => entra.accessToken(entraAdmin({ tid: '{tenantid}' })),
  ],
  [
    'of version 1 of Entra ID',
    'VERSION_1',
    () => entra.accessToken(entraAdmin({ iss: `https://sts.windows.net/${TENANT}/`, ver: '1.0' })),
  ],
  [
    'that is an ID token by its nonce',
    'NO_ACCESS_TOKEN',
    () => okta.accessToken(admin({ nonce: 'n-0S6_WzA2Mj' }), OKTA_HEADER),
  ],
  [
    'that is an ID token, with a client and no scope',
    'NO_ACCESS_TOKEN',
    () => okta.accessToken(admin({ scp: null, cid: null }), OKTA_HEADER),
  ],
  [
    'that is an ID token with azp and without a nonce',
    'NO_ACCESS_TOKEN',
    () => okta.accessToken(admin({ scp: null, cid: null, azp: 'app' }), { typ: 'JWT' }),
  ],
  [
    'that is an ID token of Keycloak',
    'NO_ACCESS_TOKEN',
    () => okta.accessToken(admin({ typ: 'ID', azp: 'app' }), { typ: 'JWT' }),
  ],
  [
    'that is a logout token',
    'NO_ACCESS_TOKEN',
    () => okta.accessToken(admin(), { typ: 'logout+jwt' }),
  ],
  [
    'without a signature, alg none',
    'ALGORITHM',
    () => unsigned({ header: header({ alg: 'none' }), claims: admin() }, 'AA'),
  ],
  [
    'without a signature, alg nOnE',
    'ALGORITHM',
    () => unsigned({ header: header({ alg: 'nOnE' }), claims: admin() }, 'AA'),
  ],
  ['with an empty signature', 'MALFORMED', () => unsigned({ header: header(), claims: admin() })],
  [
    'signed with HS256 and the public key',
    'ALGORITHM',
    () => signedWithPublicKey({ header: header({ alg: 'HS256' }), claims: admin() }, okta.key()),
  ],
  [
    'signed with HS256 that says RS256',
    'SIGNATURE',
    () => signedWithPublicKey({ header: header(), claims: admin() }, okta.key()),
  ],
  [
    'with an algorithm that is not in the list',
    'ALGORITHM',
    () => signed({ header: header({ alg: 'RS512' }), claims: admin() }, okta.key()),
  ],
  [
    "with another key under the provider's kid",
    'SIGNATURE',
    async () => signed({ header: header(), claims: admin() }, await newKey()),
  ],
  [
    'with another kind of key under its kid',
    'UNKNOWN_KEY',
    async () =>
      signed({ header: header({ alg: 'ES256' }), claims: admin() }, await newKey('ES256')),
  ],
  [
    'with a kid of its own',
    'UNKNOWN_KEY',
    async () => {
      const key = await newKey();
      return signed({ header: header({ kid: key.kid }), claims: admin() }, key);
    },
  ],
  [
    'with a path for a kid',
    'UNKNOWN_KEY',
    async () =>
      signed({ header: header({ kid: '../../etc/passwd' }), claims: admin() }, await newKey()),
  ],
  [
    'with a kid that is no text',
    'UNKNOWN_KEY',
    async () => signed({ header: header({ kid: 7 }), claims: admin() }, await newKey()),
  ],
  [
    'that brings its key (jwk)',
    'UNKNOWN_KEY',
    async () => {
      const key = await newKey();
      return signed(
        { header: { alg: 'RS256', kid: key.kid, jwk: publicHalf(key) }, claims: admin() },
        key,
      );
    },
  ],
  [
    "that brings its key (jwk) under the provider's kid",
    'SIGNATURE',
    async () => {
      const key = await newKey();
      return signed({ header: header({ jwk: publicHalf(key) }), claims: admin() }, key);
    },
  ],
  [
    'that names an address of keys (jku)',
    'UNKNOWN_KEY',
    async () => {
      const key = await newKey();
      return signed(
        { header: { alg: 'RS256', kid: key.kid, jku: `${EVIL}/keys` }, claims: admin() },
        key,
      );
    },
  ],
  [
    'that names an address of certificates (x5u)',
    'SIGNATURE',
    async () =>
      signed({ header: header({ x5u: `${EVIL}/cert.pem` }), claims: admin() }, await newKey()),
  ],
  [
    'with a critical extension',
    'MALFORMED',
    () => signed({ header: header({ crit: ['exp2'], exp2: 1 }), claims: admin() }, okta.key()),
  ],
  [
    'with a payload that is not encoded (b64)',
    'MALFORMED',
    () => signed({ header: header({ crit: ['b64'], b64: false }), claims: admin() }, okta.key()),
  ],
  [
    'with a claim that was changed',
    'SIGNATURE',
    async () =>
      altered(await okta.accessToken(oktaClaims(okta.issuer, life()), OKTA_HEADER), {
        groups: ['admins'],
      }),
  ],
  [
    'that has expired',
    'EXPIRED',
    () => okta.accessToken(admin({ exp: seconds() - 31 }), OKTA_HEADER),
  ],
  [
    'that is not valid yet',
    'NOT_YET_VALID',
    () => okta.accessToken(admin({ nbf: seconds() + 60 }), OKTA_HEADER),
  ],
  [
    'that was issued in the future',
    'NOT_YET_VALID',
    () => okta.accessToken(admin({ iat: seconds() + 60 }), OKTA_HEADER),
  ],
  [
    'that never expires',
    'CLAIMS',
    () => signed({ header: header(), claims: { ...admin(), exp: undefined } }, okta.key()),
  ],
  [
    'that expires beyond all years',
    'CLAIMS',
    () =>
      signed(
        { header: header(), claims: JSON.stringify(admin()).replace(/"exp":\d+/, '"exp":1e400') },
        okta.key(),
      ),
  ],
  [
    'whose expiry is a text',
    'CLAIMS',
    () => signed({ header: header(), claims: { ...admin(), exp: '9999999999' } }, okta.key()),
  ],
  [
    'whose start is a text',
    'CLAIMS',
    () => signed({ header: header(), claims: { ...admin(), nbf: 'now' } }, okta.key()),
  ],
  [
    'without a subject',
    'CLAIMS',
    () => signed({ header: header(), claims: { ...admin(), sub: undefined } }, okta.key()),
  ],
  [
    'whose subject is an object that is no text',
    'CLAIMS',
    () => unsigned({ header: header(), claims: admin({ sub: NO_TEXT }) }, 'AA'),
  ],
  [
    'whose subject is nested deeply',
    'CLAIMS',
    () => unsigned({ header: header(), claims: DEEP(JSON.stringify(admin())) }, 'AA'),
  ],
  [
    'whose subject is an object that is no text, alg none',
    'ALGORITHM',
    () => unsigned({ header: { alg: 'none' }, claims: admin({ sub: NO_TEXT }) }, 'AA'),
  ],
  [
    'whose subject has a blank',
    'CLAIMS',
    () => okta.accessToken(admin({ sub: 'ada okta:root' }), OKTA_HEADER),
  ],
  [
    'with a claim that comes twice',
    'MALFORMED',
    () =>
      signed(
        { header: header(), claims: `{"groups":["users"],${JSON.stringify(admin()).slice(1)}` },
        okta.key(),
      ),
  ],
  [
    'with a claim that comes twice, once escaped',
    'MALFORMED',
    () =>
      signed(
        {
          header: header(),
          claims: `{"\\u0067roups" :["users"],${JSON.stringify(admin()).slice(1)}`,
        },
        okta.key(),
      ),
  ],
  [
    'with a header that has alg twice',
    'MALFORMED',
    () =>
      signed(
        { header: `{"alg":"none",${JSON.stringify(header()).slice(1)}`, claims: admin() },
        okta.key(),
      ),
  ],
  [
    'whose claims are no JSON',
    'MALFORMED',
    () => signed({ header: header(), claims: '{"sub":' }, okta.key()),
  ],
  [
    'whose claims are a list',
    'MALFORMED',
    () => signed({ header: header(), claims: JSON.stringify([admin()]) }, okta.key()),
  ],
  [
    'whose claims are no UTF-8',
    'MALFORMED',
    () => {
      const [first, , last] = signed({ header: header(), claims: admin() }, okta.key()).split('.');
      return `${first}.${Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]).toString('base64url')}.${last}`;
    },
  ],
  [
    'with five parts (encrypted)',
    'MALFORMED',
    () =>
      `${unsigned({ header: { alg: 'RSA-OAEP', enc: 'A256GCM' }, claims: admin() }, 'AA')}.AA.AA`,
  ],
  [
    'that is too long',
    'TOO_LONG',
    () => signed({ header: header(), claims: admin({ filler: 'x'.repeat(11_000) }) }, okta.key()),
  ],
];

const EXPLAIN = `mutation ($token: String!) { explainLogin(token: $token) {
  ... on ExplainLoginSuccess { accepted refusal reason access rules { verdict } } } }`;

it.each(FORGED)('refuses a token %s: %s', async (_what, refusal, make) => {
  now += 61_000;
  const token = await make();
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
});

it('keeps each reason of one minute in the audit log', async () => {
  now += 61_000;
  const foreign = await okta.accessToken(admin({ iss: EVIL }), OKTA_HEADER);
  const misdirected = await okta.accessToken(admin({ aud: 'api://other' }), OKTA_HEADER);
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
  const token = await okta.accessToken(admin(), OKTA_HEADER);
  for (const headers of [{ 'x-api-key': token }, { 'x-admin-api-key': token }]) {
    const { status } = await server.fetch('/admin/users', { headers });
    expect([401, 403]).toContain(status);
  }
  for (const text of ['a.b.c', 'eyJ.eyJ', `${token}.`, 'not.a.token', '...']) {
    expect((await viewerOf(server, text)).status).toBe(401);
  }
});

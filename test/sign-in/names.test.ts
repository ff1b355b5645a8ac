import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestServer } from '../support/server.ts';
import { type BothShapes, startBothShapes } from './both-shapes.ts';
import type { Claims, TestProvider } from './provider.ts';
import { refusals, viewerOf } from './request.ts';
import { ENTRA_HEADER, entraClaims, OKTA_HEADER, oktaClaims } from './shapes.ts';

// What the sender of a token is called. Only a program has the name of an application.

const CLIENT = '0oabskvc6442nkvQO0h7';
const RULE = { claim: 'sub', operator: 'exists', grant: 'USER', scopes: ['bot'] };
const SETTINGS = { emailClaim: 'login', trustEmail: true, rules: [RULE] };

let both: BothShapes;
let okta: TestProvider;
let entra: TestProvider;
let server: TestServer;
let now = Date.now();

beforeAll(async () => {
  both = await startBothShapes({ okta: SETTINGS, entra: SETTINGS }, () => new Date(now));
  ({ okta, entra, server } = both);
});
afterAll(() => both.stop());

const ofOkta = (claims: Claims) => okta.accessToken(oktaClaims(okta.issuer, claims), OKTA_HEADER);
const ofEntra = (claims: Claims) =>
  entra.accessToken(
    entraClaims(entra.issuer, { name: null, preferred_username: null, ...claims }),
    ENTRA_HEADER,
  );

const OBJECT_ID = '690222be-ff1a-4d56-abd1-7e4f7d38e474';
const APPLICATION = '6e74172b-be56-4843-9ff4-e66a39bb12e3';

const CASES: readonly (readonly [string, (claims: Claims) => Promise<string>, Claims, string])[] = [
  ['a person without a name', ofOkta, {}, 'okta:ada@example.com'],
  [
    'a person of another provider',
    ofOkta,
    { cid: null, client_id: 'an-application', azp: 'an-application' },
    'okta:ada@example.com',
  ],
  ['a person with an address', ofOkta, { email: 'a@b.com' }, 'okta:ada@example.com a@b.com'],
  ['a person with a name', ofOkta, { name: 'Ada' }, 'okta:ada@example.com Ada'],
  ['a program', ofOkta, { sub: CLIENT }, `okta:${CLIENT} ${CLIENT}`],
  [
    'a program of another provider',
    ofOkta,
    { cid: null, client_id: 'a-program', sub: 'a-program' },
    'okta:a-program a-program',
  ],
  ['a person of Entra ID', ofEntra, {}, `entra:${OBJECT_ID}`],
  ['a person of Entra ID by its type', ofEntra, { idtyp: 'user' }, `entra:${OBJECT_ID}`],
  ['a program of Entra ID', ofEntra, { idtyp: 'app' }, `entra:${OBJECT_ID} ${APPLICATION}`],
  ['a person elsewhere', ofOkta, { idtyp: 'app' }, 'okta:ada@example.com'],
];

describe('the audit log names', () => {
  it.each(CASES)('%s', async (_what, tokenOf, claims, name) => {
    now += 61_000;
    expect((await viewerOf(server, await tokenOf(claims))).status).toBe(403);
    const [event] = await refusals(server);
    expect(event?.actor).toEqual({ kind: 'PROVIDER_TOKEN', name });
  });
});

it('a user who is created for a person without a name has none', async () => {
  const login = 'without.name@example.com';
  const { status } = await viewerOf(server, await ofOkta({ login }));
  expect(status).toBe(200);
  const { data } = await server.graphql(`{ user(by: {email: "${login}"}) { name } }`, {
    admin: server.adminKey,
  });
  expect(data).toEqual({ user: { name: null } });
});

import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';
import { signed, unsigned } from './forge.ts';
import { startProvider, type TestProvider } from './provider.ts';
import { viewerOf } from './request.ts';
import { OKTA_HEADER, oktaClaims } from './shapes.ts';

// A valid token with any damage: it is refused as one, whatever the damage is.

let provider: TestProvider;
let server: TestServer;
let token: string;

beforeAll(async () => {
  provider = await startProvider();
  const settings = {
    name: 'okta',
    issuer: provider.issuer,
    audience: 'api://latchkey',
    rules: [{ claim: 'sub', operator: 'exists', grant: 'ADMIN' }],
  };
  server = await startServer({ env: { OIDC_PROVIDERS: JSON.stringify([settings]) } });
  await server.app.providers.refresh();
  token = await provider.accessToken(oktaClaims(provider.issuer), OKTA_HEADER);
});
afterAll(async () => {
  await server.stop();
  await provider.stop();
});

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=';
const character = fc.constantFrom(...ALPHABET);

/** What the parts of a token decode to: unused bits at the end of a part make no other token. */
const meaningOf = (text: string) =>
  text.split('.').map((part) => Buffer.from(part, 'base64url').toString('hex'));

async function checkRefused(damaged: string): Promise<void> {
  fc.pre(JSON.stringify(meaningOf(damaged)) !== JSON.stringify(meaningOf(token)));
  const { status, viewer, error } = await viewerOf(server, damaged);
  expect([status, viewer, error?.code]).toEqual([401, null, 'UNAUTHENTICATED']);
}

it('is accepted without damage', async () => {
  expect((await viewerOf(server, token)).status).toBe(200);
});

it('is refused with another character anywhere', async () => {
  const place = fc.nat({ max: token.length - 1 });
  await fc.assert(
    fc.asyncProperty(place, character, (at, other) =>
      checkRefused(token.slice(0, at) + other + token.slice(at + 1)),
    ),
    { numRuns: 200 },
  );
});

it('is refused with a piece that was cut out, doubled or moved', async () => {
  const place = fc.nat({ max: token.length });
  await fc.assert(
    fc.asyncProperty(place, place, place, (one, two, to) => {
      const [from, until] = one < two ? [one, two] : [two, one];
      const piece = token.slice(from, until);
      const rest = token.slice(0, from) + token.slice(until);
      return checkRefused(rest.slice(0, to) + piece + rest.slice(to));
    }),
    { numRuns: 100 },
  );
});

it('is refused with any JSON for its header or claims', async () => {
  const json = fc.json({ maxDepth: 3 }).map((text) => Buffer.from(text).toString('base64url'));
  const [header = '', claims = '', signature = ''] = token.split('.');
  await fc.assert(
    fc.asyncProperty(json, fc.boolean(), (part, isHeader) =>
      checkRefused([isHeader ? part : header, isHeader ? claims : part, signature].join('.')),
    ),
    { numRuns: 200 },
  );
});

/** Every claim that is read. */
const READ =
  'sub oid tid ver exp nbf iat aud typ nonce scp scope cid client_id azp name email groups'.split(
    ' ',
  );
const ALSO_READ = ['email_verified', 'xms_edov', 'verified_primary_email', '_claim_names'];
const NO_TEXT = { toString: 0, valueOf: 0 };

it('is refused with any JSON for the claims that are read', async () => {
  const value = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constant(NO_TEXT));
  const claims = fc.record(
    Object.fromEntries([...READ, ...ALSO_READ].map((name) => [name, value])),
    { requiredKeys: [] },
  );
  const algorithm = fc.constantFrom('none', 'RS256');
  await fc.assert(
    fc.asyncProperty(claims, algorithm, async (odd, alg) => {
      const header = { alg, kid: provider.key().kid };
      const parts = { header, claims: { ...oktaClaims(provider.issuer), ...odd } };
      await checkRefused(unsigned(parts, 'AA'));
      // Of one that the provider signed, it depends.
      const { status } = await viewerOf(server, signed(parts, provider.key()));
      expect([200, 401, 403]).toContain(status);
    }),
    {
      numRuns: 200,
      examples: [
        [{ sub: NO_TEXT }, 'none'],
        [{ sub: NO_TEXT }, 'RS256'],
      ],
    },
  );
});

it('leaves no error in the log', () => {
  const failures = server.logLines.filter((line) => Number(JSON.parse(line).level) >= 50);
  expect(failures).toEqual([]);
});

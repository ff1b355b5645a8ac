import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../support/ports.ts';
import { seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { altered } from './forge.ts';
import { type Claims, startProvider, type TestProvider } from './provider.ts';
import { restOf } from './request.ts';
import { OKTA_HEADER, oktaClaims } from './shapes.ts';

let provider: TestProvider;
let server: TestServer;
let settings: string;

beforeAll(async () => {
  provider = await startProvider();
  settings = JSON.stringify([
    {
      name: 'okta',
      issuer: provider.issuer,
      audience: 'api://latchkey',
      rules: [
        { claim: 'groups', operator: 'contains', value: 'admins', grant: 'ADMIN' },
        {
          claim: 'email',
          operator: 'emailDomain',
          value: ['example.com', 'example.org'],
          grant: 'USER',
          scopes: ['bot', 'tx'],
        },
        { claim: ['realm_access', 'roles'], operator: 'exists', grant: 'ANALYTICS' },
      ],
    },
  ]);
  server = await startServer({ env: { OIDC_PROVIDERS: settings } });
  await server.app.providers.refresh();
});
afterAll(async () => {
  await server.stop();
  await provider.stop();
});

const tokenOf = (claims: Claims) =>
  provider.accessToken(
    oktaClaims(provider.issuer, { sub: '00u1ada', name: 'Ada', ...claims }),
    OKTA_HEADER,
  );
const VERIFIED = { email: 'Ada@Example.com', email_verified: true };

const EXPLAIN = `mutation ($token: String!) { explainLogin(token: $token) {
  ... on ExplainLoginSuccess { accepted refusal reason provider subject name email access scopes expiresAt rules { rule verdict found } } } }`;

async function explained(token: string) {
  const { data } = await server.graphql<{ explainLogin: Record<string, unknown> }>(EXPLAIN, {
    admin: server.adminKey,
    variables: { token },
  });
  return data.explainLogin;
}

describe('explainLogin', () => {
  it('shows each rule of a token that is accepted, and creates no user', async () => {
    expect(await explained(await tokenOf({ ...VERIFIED, groups: ['staff'] }))).toEqual({
      accepted: true,
      refusal: null,
      reason: null,
      provider: 'okta',
      subject: '00u1ada',
      name: 'Ada',
      email: 'Ada@example.com',
      access: 'USER',
      scopes: ['BOT', 'TX'],
      expiresAt: expect.any(String),
      rules: [
        { rule: 'groups contains "admins": ADMIN', verdict: 'NOT_MATCHED', found: '["staff"]' },
        {
          rule: 'email emailDomain "example.com" or "example.org": USER (bot, tx)',
          verdict: 'MATCHED',
          found: '"Ada@Example.com"',
        },
        { rule: 'realm_access > roles exists: ANALYTICS', verdict: 'NOT_REACHED', found: null },
      ],
    });
    const { data } = await server.graphql<{ users: { edges: unknown[] } }>(
      '{ users(first: 1) { edges { node { id } } } }',
      { admin: server.adminKey },
    );
    expect(data.users.edges).toEqual([]);
  });

  it('shows what the rules would say of a token that is refused before', async () => {
    const token = altered(await tokenOf({}), { groups: ['admins'] });
    expect(await explained(token)).toMatchObject({
      accepted: false,
      refusal: 'SIGNATURE',
      access: null,
      expiresAt: null,
      rules: [{ verdict: 'MATCHED' }, {}, {}],
    });
  });

  it('says that an address is not verified, or that its user is suspended', async () => {
    expect(await explained(await tokenOf({ email: 'ada@example.com' }))).toMatchObject({
      refusal: 'NO_RULE',
      email: null,
      rules: [{}, { verdict: 'UNVERIFIED' }, { verdict: 'NOT_MATCHED' }],
    });
    const user = await seedUser(server, { email: 'gone@example.com' });
    await server.graphql(
      `mutation ($id: ID!) { updateUser(input: { user: { id: $id }, isActive: false }) { __typename } }`,
      { admin: server.adminKey, variables: { id: user.id } },
    );
    expect(
      await explained(await tokenOf({ ...VERIFIED, email: 'gone@example.com' })),
    ).toMatchObject({
      accepted: false,
      refusal: 'USER_SUSPENDED',
      access: null,
    });
  });

  it('answers for a text that is no token, and is for admins alone', async () => {
    expect(await explained('not a token')).toMatchObject({ refusal: 'MALFORMED', rules: [] });
    const token = await tokenOf(VERIFIED);
    const response = await restOf(server, token, '/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: EXPLAIN, variables: { token } }),
    });
    const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
    expect(errors[0]?.extensions.code).toBe('FORBIDDEN');
  });
});

/** The command as an operator runs it on the host, without a database. */
async function run(token: string, env: Readonly<Record<string, string>>, args: string[] = []) {
  const child = spawn(process.execPath, ['src/cli/latchkey.ts', 'explain-login', ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
  });
  child.stdin.end(token);
  const [output, errors, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise((resolve) => child.once('close', resolve)),
  ]);
  return { output, errors, code };
}

describe('latchkey explain-login', () => {
  it('shows the same, and ends with 0 or 1', async () => {
    const env = { OIDC_PROVIDERS: settings };
    const accepted = await run(`${await tokenOf(VERIFIED)}\n`, env);
    expect(accepted).toMatchObject({ code: 0, errors: '' });
    for (const part of [
      /^ {2}provider +okta$/m,
      /^ {2}verified email +Ada@example\.com$/m,
      /^ {2}NOT_MATCHED +groups contains "admins": ADMIN {3}\[no such claim\]$/m,
      /^ {2}MATCHED +email emailDomain/m,
      /^Accepted: email emailDomain .*: USER \(bot, tx\)$/m,
    ])
      expect(accepted.output).toMatch(part);
    const refused = await run(await tokenOf({ aud: 'api://other' }), env);
    expect(refused).toMatchObject({ code: 1, errors: '' });
    expect(refused.output).toContain('Refused: The token is for another audience.');
  });

  it('prints nothing of a token that a terminal would obey', async () => {
    const name = 'Ada\u001b]0;x\u0007\u009b2J\u202e\r\nAccepted: all';
    const { output } = await run(await tokenOf({ name }), { OIDC_PROVIDERS: settings });
    expect(output).toContain('Ada]0;x2JAccepted: all');
  });

  it('says what it lacks: settings, a provider that answers, a token', async () => {
    const token = await tokenOf({});
    expect(await run(token, {})).toMatchObject({
      code: 1,
      errors: expect.stringContaining('OIDC_PROVIDERS is not set'),
    });
    const nobody = `http://127.0.0.1:${await freePort()}`;
    const away = settings.replace(provider.issuer, nobody);
    const ofAway = await provider.accessToken(oktaClaims(nobody), OKTA_HEADER);
    expect(await run(ofAway, { OIDC_PROVIDERS: away })).toMatchObject({
      code: 1,
      errors: expect.stringContaining('does not answer (ECONNREFUSED)'),
    });
    expect(await run(token, {}, ['now'])).toMatchObject({ code: 2 });
  });
});

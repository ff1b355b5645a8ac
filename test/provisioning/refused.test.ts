import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UnavailableError } from '../../src/core/errors.ts';
import { toScimAnswer } from '../../src/kit/rest/scim-problem.ts';
import { sampleSecret } from '../../src/security/keys/secret.ts';
import { seedKey, seedUser } from '../support/seed.ts';
import { BAD_BODIES, type BadRequest, TAKEN } from './bad-bodies.ts';
import { BAD_QUERIES } from './bad-queries.ts';
import {
  type Answered,
  clientWith,
  eventsOf,
  type Provisioned,
  SCHEMA,
  seedProvisioned,
  startProvisioned,
} from './scim.ts';

let scim: Provisioned;
let path: string;
let group: string;
beforeAll(async () => {
  scim = await startProvisioned();
  path = (await seedProvisioned(scim)).path;
  await seedProvisioned(scim, { userName: TAKEN });
  await scim.send('POST', '/Groups', { displayName: TAKEN });
  const { body } = await scim.send('POST', '/Groups', { displayName: 'Group' });
  group = `/Groups/${body.id}`;
});
afterAll(() => scim.server.stop());

/** What a provider sends has this word, and the audit log never. */
const CANARY = /canary/i;

type Expected = BadRequest[2];

function expectError({ status, body, headers }: Answered, expected: Expected): void {
  const [code, scimType, named] = expected;
  expect([status, body.scimType, body.detail]).toEqual([
    code,
    scimType,
    expect.stringContaining(named),
  ]);
  expect(body).toMatchObject({ schemas: [SCHEMA.error], status: String(code) });
  expect(headers.get('content-type')).toBe('application/scim+json');
}

/** The one event that a refused request left. */
async function expectEvent({ headers }: Answered, what: string, named: string): Promise<void> {
  const events = await eventsOf(scim.server, 'REQUEST_REFUSED');
  const requestId = headers.get('x-request-id');
  const own = events.filter((event) => event.requestId === requestId);
  expect(own).toEqual([
    {
      action: 'REQUEST_REFUSED',
      requestId,
      actor: { kind: 'ADMIN_KEY', name: 'Okta' },
      before: null,
      after: { what, why: expect.stringContaining(named), times: 1 },
    },
  ]);
  expect(JSON.stringify(own)).not.toMatch(CANARY);
}

describe('bad input is refused with an error that names the attribute, and leaves an event', () => {
  it.each([...BAD_BODIES, ...BAD_QUERIES])('%s', async (_what, [method, to, body], expected) => {
    const where = to.replace('USER', path).replace('GROUP', group);
    const before = await scim.get(path);
    const answer = await scim.send(method, where, body);
    expectError(answer, expected);
    expect((await scim.get(path)).body).toEqual(before.body);
    const [resource = ''] = where.split('?');
    const route = resource.replace(/^(\/\w+)\/\w+$/, '$1/{id}');
    await expectEvent(answer, `${method} /scim/v2${route}`, expected[2]);
  });

  it('of which none is a failure of the service', () => {
    expect(scim.server.logLines.filter((line) => /"level":50/.test(line))).toEqual([]);
  });

  it('ignores names that are none of the schema, whatever they are', async () => {
    const body = `{"userName": "proto@example.com", "__proto__": {"admin": true}, "constructor": 1,
      "role": "admin", "": {}, "emails": {"value": "proto@example.com", "__proto__": {"primary": true}}}`;
    const { status, body: made } = await scim.send('POST', '/Users', body);
    expect(status).toBe(201);
    const { data } = await scim.server.graphql(`{ user(by: {databaseId: ${made.id}}) { role } }`, {
      admin: scim.server.adminKey,
    });
    expect(data).toEqual({ user: { role: 'USER' } });
    const changed = await scim.patch(`/Users/${made.id}`, {
      op: 'add',
      value: JSON.parse('{"__proto__": {"a": 1}, "role": "admin", "x.y": 1}') as object,
    });
    expect([changed.status, changed.body]).toEqual([
      200,
      (await scim.get(`/Users/${made.id}`)).body,
    ]);
  });
});

describe('refusals before a route is reached have the form of SCIM', () => {
  const all =
    (init: RequestInit, to = '/Users') =>
    async () => {
      const response = await scim.server.fetch(`/scim/v2${to}`, init);
      const body = (await response.json()) as Answered['body'];
      return { status: response.status, headers: response.headers, body };
    };
  const key = () => ({ authorization: `Bearer ${scim.key}` });

  it('without a key, with a wrong one, and with one of another kind', async () => {
    const owner = await seedUser(scim.server);
    const { secret } = await seedKey(scim.server, owner);
    expectError(await all({})(), [401, undefined, 'provisioning key']);
    const wrong = clientWith(scim.server, sampleSecret('vxa', 'provisioning'));
    expectError(await wrong.get('/Users'), [401, undefined, 'Invalid']);
    expectError(await clientWith(scim.server, secret).get('/Users'), [
      403,
      undefined,
      'provisioning',
    ]);
    const reader = clientWith(scim.server, scim.server.analyticsKey);
    expectError(await reader.get('/Users'), [403, undefined, 'provisioning']);
    expect((await all({})()).headers.get('www-authenticate')).toContain('Bearer');
  });

  it('for paths, methods and types of content', async () => {
    expectError(await all({ headers: key() }, '/Nothing')(), [404, undefined, 'Not Found']);
    expectError(await all({ headers: key(), method: 'DELETE' })(), [405, undefined, 'Method']);
  });

  const LARGE = `{"userName": "canary${'x'.repeat(1_048_577)}"}`;
  const JSON_TYPE = { 'content-type': 'application/scim+json' };

  it.each<[string, RequestInit, Expected]>([
    [
      'of another type',
      { headers: { 'content-type': 'text/plain' }, body: '{"userName": "canary"}' },
      [415, undefined, 'Content-Type'],
    ],
    [
      'that is compressed',
      { headers: { ...JSON_TYPE, 'content-encoding': 'gzip' }, body: 'canary' },
      [415, undefined, 'Content-Encoding'],
    ],
    ['that is too large', { headers: JSON_TYPE, body: LARGE }, [413, undefined, 'bytes']],
    [
      'with too many values',
      { headers: JSON_TYPE, body: JSON.stringify({ canary: Array(200_000).fill(0) }) },
      [413, undefined, 'names and values'],
    ],
    [
      'that is not Unicode',
      { headers: JSON_TYPE, body: Buffer.from([0x7b, 0xff, 0x7d]) },
      [400, undefined, 'UTF-8'],
    ],
  ])('for a body %s, with an event if the key is known', async (_what, init, expected) => {
    const post = { method: 'POST', ...init };
    const known = await all({ ...post, headers: { ...key(), ...init.headers } })();
    expectError(known, expected);
    await expectEvent(known, 'POST /scim/v2/Users', expected[2]);
    const wrong = sampleSecret('vxa', 'provisioning');
    const authorization = `Bearer ${wrong}`;
    const unknown = await all({ ...post, headers: { ...init.headers, authorization } })();
    expectError(unknown, [401, undefined, 'Invalid']);
    scim.server.statements.length = 0;
    expectError(await all(post)(), expected);
    expect(scim.server.statements.filter((text) => /admin_keys|api_tokens/.test(text))).toEqual([]);
  });

  it('for too many requests, and while the database is away', async () => {
    const limited = await startProvisioned({ env: { RATE_LIMIT_ADMIN_KEY: '1' } });
    await limited.get('/Users');
    const answer = await limited.get('/Users');
    expectError(answer, [429, undefined, 'Rate limit']);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    await limited.server.stop();
    const away = toScimAnswer(new UnavailableError('The database does not respond'));
    expect(away).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
  });

  it('that of another API stays as it was', async () => {
    const response = await scim.server.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/scim+json' },
      body: '{}',
    });
    expect(response.status).toBe(415);
    await new Promise<void>((resolve) => {
      request(`${scim.server.url}/scim/v2x`, (reply) => {
        expect(reply.headers['content-type']).toBe('application/json');
        reply.resume();
        resolve();
      }).end();
    });
  });
});

describe('a provisioning key', () => {
  it('does nothing else', async () => {
    const { server, key } = scim;
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const query = async (text: string) => {
      const response = await server.fetch('/graphql', {
        method: 'POST',
        headers,
        body: JSON.stringify({ query: text }),
      });
      return (await response.json()) as { data?: Record<string, unknown>; errors?: object[] };
    };
    expect((await query('{ viewer { access adminKeyName } }')).data).toEqual({
      viewer: { access: [], adminKeyName: 'Okta' },
    });
    for (const text of [
      '{ users(first: 1) { nodes { id } } }',
      '{ adminKeys(first: 1) { nodes { id } } }',
      '{ auditEvents(first: 1) { nodes { id } } }',
      'mutation { createUser(input: {email: "x@example.com"}) { __typename } }',
      'mutation { createAdminKey(input: {name: "x"}) { __typename } }',
      'mutation { mintToken(input: {user: {databaseId: 1}}) { __typename } }',
    ])
      expect((await query(text)).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
    for (const to of ['/users', '/admin/users', '/meetings', '/metrics'])
      expect([403, 401]).toContain((await server.fetch(to, { headers })).status);
  });
});

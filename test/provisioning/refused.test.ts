import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UnavailableError } from '../../src/core/errors.ts';
import { toScimAnswer } from '../../src/kit/rest/scim-problem.ts';
import { sampleSecret } from '../../src/security/keys/secret.ts';
import { seedKey, seedUser } from '../support/seed.ts';
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
const TAKEN = 'canary.taken@example.com';
const NUL = String.fromCharCode(0);
const user = (fields: object) => ['POST', '/Users', fields] as const;
const patch = (...Operations: readonly unknown[]) => ['PATCH', 'USER', { Operations }] as const;
const filter = (text: string) => ['GET', `/Users?filter=${encodeURIComponent(text)}`] as const;
const nested = (levels: number) => `${'('.repeat(levels)}id pr${')'.repeat(levels)}`;

type Case = readonly [
  what: string,
  sent: readonly [method: string, path: string, body?: unknown],
  expected: readonly [status: number, scimType: string | undefined, named: string],
];

const VALUE = 'invalidValue';
const CASES: readonly Case[] = [
  ['no userName', user({}), [400, VALUE, 'userName']],
  ['a blank userName', user({ userName: ' ' }), [400, VALUE, 'userName']],
  ['a userName that is a number', user({ userName: 7 }), [400, VALUE, 'userName']],
  ['a userName that is no address', user({ userName: 'canary' }), [400, VALUE, 'userName']],
  [
    'a userName with NUL',
    user({ userName: `canary${NUL}b@example.com` }),
    [400, VALUE, 'userName'],
  ],
  [
    'a userName with half a pair',
    user({ userName: 'canary\ud800@example.com' }),
    [400, VALUE, 'userName'],
  ],
  [
    'a userName with a line break',
    user({ userName: 'canary\n@example.com' }),
    [400, VALUE, 'userName'],
  ],
  [
    'a userName that is too long',
    user({ userName: `${'canary'.repeat(50)}@b.com` }),
    [400, VALUE, 'userName'],
  ],
  [
    'an address that is none',
    user({ userName: 'canary', emails: [{ value: 'canary' }] }),
    [400, VALUE, 'emails'],
  ],
  [
    'emails that are a number',
    user({ userName: 'canary@b.com', emails: 7 }),
    [400, VALUE, 'emails'],
  ],
  [
    'emails in emails',
    user({ userName: 'canary@b.com', emails: [[{ value: 'canary@b.com' }]] }),
    [400, VALUE, 'emails[0]'],
  ],
  [
    'many emails',
    user({ userName: 'canary@b.com', emails: Array(101).fill({ value: 'canary@b.com' }) }),
    [400, VALUE, 'emails'],
  ],
  [
    'a name that is a text',
    user({ userName: 'canary@b.com', name: 'canary' }),
    [400, VALUE, 'name'],
  ],
  [
    'a given name that is a list',
    user({ userName: 'canary@b.com', name: { givenName: ['canary', 'canary'] } }),
    [400, VALUE, 'name.givenName'],
  ],
  [
    'a long displayName',
    user({ userName: 'canary@b.com', displayName: 'canary'.repeat(17) }),
    [400, VALUE, 'displayName'],
  ],
  [
    'active that is a word',
    user({ userName: 'canary@b.com', active: 'canary' }),
    [400, VALUE, 'active'],
  ],
  [
    'active that is a number',
    user({ userName: 'canary@b.com', active: 1 }),
    [400, VALUE, 'active'],
  ],
  [
    'an object as externalId',
    user({ userName: 'canary@b.com', externalId: { canary: 'canary' } }),
    [400, VALUE, 'externalId'],
  ],
  ['a body that is a list', ['POST', '/Users', []], [400, 'invalidSyntax', 'object']],
  [
    'a body that is no JSON',
    ['POST', '/Users', '{"userName": "canary"'],
    [400, 'invalidSyntax', 'JSON'],
  ],
  ['no body', ['POST', '/Users'], [400, 'invalidSyntax', 'required']],
  [
    'a body that is nested deeply',
    ['POST', '/Users', '['.repeat(65) + ']'.repeat(65)],
    [400, undefined, 'nested'],
  ],
  ['no operations', ['PATCH', 'USER', {}], [400, 'invalidSyntax', 'Operations']],
  ['an operation that is a text', patch('canary'), [400, 'invalidSyntax', 'Operations[0]']],
  [
    'an unknown operation',
    patch({ op: 'canary', path: 'active' }),
    [400, 'invalidSyntax', 'Operations[0].op'],
  ],
  ['a removal of nothing', patch({ op: 'remove' }), [400, 'noTarget', 'Operations[0].path']],
  [
    'a value without names',
    patch({ op: 'replace', value: 'canary' }),
    [400, VALUE, 'Operations[0].value'],
  ],
  [
    'a path that is a number',
    patch({ op: 'replace', path: 7 }),
    [400, 'invalidPath', 'Operations[0].path'],
  ],
  [
    'a path that does not end',
    patch({ op: 'add', path: 'emails[type eq "work"', value: 'canary' }),
    [400, 'invalidPath', 'path'],
  ],
  [
    'a path that goes on',
    patch({ op: 'add', path: 'userName canary', value: 'canary' }),
    [400, 'invalidPath', 'path'],
  ],
  [
    'a path with three names',
    patch({ op: 'add', path: 'canary.b.c', value: 'canary' }),
    [400, 'invalidPath', 'path'],
  ],
  [
    'a filter where one value is',
    patch({ op: 'add', path: 'userName[value eq "canary"]', value: 'canary' }),
    [400, 'invalidPath', 'userName'],
  ],
  [
    'a filter that fits nothing',
    patch({ op: 'replace', path: 'emails[type eq "home"].value', value: 'canary@b.com' }),
    [400, 'noTarget', 'emails'],
  ],
  [
    'a change of the id',
    patch({ op: 'replace', path: 'id', value: '7' }),
    [400, 'mutability', 'id'],
  ],
  [
    'a change of groups',
    patch({ op: 'add', path: 'groups', value: [] }),
    [400, 'mutability', 'groups'],
  ],
  ['a removal of userName', patch({ op: 'remove', path: 'userName' }), [400, VALUE, 'userName']],
  [
    '1,000 operations',
    patch(...Array(1_000).fill({ op: 'replace', path: 'displayName', value: 'canary' })),
    [413, undefined, 'Operations'],
  ],
  ['a userName that is taken', user({ userName: TAKEN }), [409, 'uniqueness', 'userName']],
  [
    'an address that is taken',
    user({ userName: 'canary', emails: [{ value: TAKEN.toUpperCase() }] }),
    [409, 'uniqueness', 'emails'],
  ],
  [
    'a change to a userName that is taken',
    patch({ op: 'replace', path: 'userName', value: TAKEN }),
    [409, 'uniqueness', 'userName'],
  ],
  [
    'a user with the userName of another',
    ['PUT', 'USER', { userName: TAKEN }],
    [409, 'uniqueness', 'userName'],
  ],
  [
    'a displayName that is taken',
    ['POST', '/Groups', { displayName: TAKEN }],
    [409, 'uniqueness', 'displayName'],
  ],
  [
    'a change to a displayName that is taken',
    ['PATCH', 'GROUP', { Operations: [{ op: 'replace', value: { displayName: TAKEN } }] }],
    [409, 'uniqueness', 'displayName'],
  ],
  ['no displayName', ['POST', '/Groups', {}], [400, VALUE, 'displayName']],
  [
    'a displayName with NUL',
    ['POST', '/Groups', { displayName: `canary${NUL}` }],
    [400, VALUE, 'displayName'],
  ],
  [
    'members that are texts',
    ['POST', '/Groups', { displayName: 'canary', members: ['canary'] }],
    [400, VALUE, 'members[0]'],
  ],
  [
    'a member that is a number',
    ['POST', '/Groups', { displayName: 'canary', members: [{ value: 1 }] }],
    [400, VALUE, 'members[0].value'],
  ],
  [
    'a member that nobody is',
    ['POST', '/Groups', { displayName: 'canary', members: [{ value: '99999999' }] }],
    [400, VALUE, 'members'],
  ],
  [
    'a group as a member',
    ['POST', '/Groups', { displayName: 'canary', members: [{ value: '1', type: 'canary' }] }],
    [400, VALUE, 'members[0].type'],
  ],
  [
    'another filter of members',
    ['PATCH', 'GROUP', { Operations: [{ op: 'remove', path: 'members[display co "canary"]' }] }],
    [400, 'invalidPath', 'members'],
  ],
  [
    'a part of members',
    ['PATCH', 'GROUP', { Operations: [{ op: 'replace', path: 'members.value', value: '1' }] }],
    [400, 'mutability', 'members'],
  ],
  ['a user who does not exist', ['DELETE', '/Users/999999'], [404, undefined, 'User']],
  [
    'a group that does not exist',
    ['PUT', '/Groups/x', { displayName: 'canary' }],
    [404, undefined, 'Group'],
  ],
  [
    'an unknown attribute in a filter',
    filter('canary eq "canary"'),
    [400, 'invalidFilter', 'can be by id, externalid'],
  ],
  [
    'the name of a prototype in a filter',
    filter('constructor pr'),
    [400, 'invalidFilter', 'can be by id'],
  ],
  ['an unknown operator', filter('userName canary "canary"'), [400, 'invalidFilter', 'operator']],
  ['an operator without a value', filter('userName eq'), [400, 'invalidFilter', 'value']],
  ['a text without an end', filter('userName eq "canary'), [400, 'invalidFilter', 'quotation']],
  ['a text with NUL', filter('userName eq "canary\\u0000b"'), [400, 'invalidFilter', 'NUL']],
  [
    'a text with half a pair',
    filter('userName eq "canary\\ud800"'),
    [400, 'invalidFilter', 'Unicode'],
  ],
  ['a number for a text', filter('userName eq 7'), [400, 'invalidFilter', 'userName']],
  ['an order of booleans', filter('active gt true'), [400, 'invalidFilter', 'active']],
  [
    'a time that is none',
    filter('meta.created gt "canary"'),
    [400, 'invalidFilter', 'meta.created'],
  ],
  [
    'a month that is none',
    filter('meta.created gt "2026-13-01T00:00:00Z"'),
    [400, 'invalidFilter', 'meta.created'],
  ],
  ['brackets without an end', filter('emails[type eq "canary"'), [400, 'invalidFilter', ']']],
  ['brackets in brackets', filter('emails[emails[type pr]]'), [400, 'invalidFilter', 'brackets']],
  ['a filter that is nested deeply', filter(nested(40)), [400, 'invalidFilter', 'deep']],
  [
    'a filter with many conditions',
    filter(Array(70).fill('id pr').join(' or ')),
    [400, 'invalidFilter', 'conditions'],
  ],
  [
    'a filter that is very long',
    filter(`userName eq "${'canary'.repeat(1_000)}"`),
    [400, 'invalidFilter', 'characters'],
  ],
  ['an empty filter', filter(''), [400, 'invalidFilter', 'filter']],
  ['a count that is a word', ['GET', '/Users?count=canary'], [400, VALUE, 'count']],
  ['a place that is a fraction', ['GET', '/Users?startIndex=1.5'], [400, VALUE, 'startIndex']],
  [
    'many attributes',
    ['GET', `/Users?attributes=${'canary,'.repeat(99)}b`],
    [400, VALUE, 'attributes'],
  ],
];

function expectError({ status, body, headers }: Answered, expected: Case[2]): void {
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
  it.each(CASES)('%s', async (_what, [method, to, body], expected) => {
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
    expect(changed.status).toBe(400);
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

  it.each<[string, RequestInit, Case[2]]>([
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

import type { OutgoingHttpHeaders } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RawResponse, rawRequest } from '../support/raw-request.ts';
import { type SeededKey, type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

// `Authorization: Bearer`, which is the same as the header of its own that a key has.

let server: TestServer;
let user: SeededUser;
let key: SeededKey;
let other: SeededKey;
let named: string;
beforeAll(async () => {
  server = await startServer({ env: { INTERNAL_API_SECRET: 'internal-secret-of-32-characters' } });
  user = await seedUser(server);
  key = await seedKey(server, user, { scopes: ['BOT', 'TX'] });
  other = await seedKey(server, user);
  const { data } = await server.graphql<{ createAdminKey: { secret: string } }>(
    `mutation { createAdminKey(input: {name: "bearer"}) {
      ... on CreateAdminKeySuccess { secret } } }`,
    { admin: server.adminKey },
  );
  named = data.createAdminKey.secret;
});
afterAll(() => server.stop());

type Keys = Readonly<Record<string, string>>;

function ask(url: string, headers: OutgoingHttpHeaders, query: string): Promise<RawResponse> {
  return rawRequest(url, '/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
}

const viewer = (headers: Keys) => ask(server.url, headers, '{ viewer { access user { email } } }');

const jsonOf = ({ body }: RawResponse) => JSON.parse(String(body));
const refusalOf = (one: RawResponse) => [one.status, jsonOf(one).errors[0].extensions.code];

const bearer = (text: string) => ({ authorization: `Bearer ${text}` });

describe('a bearer key in GraphQL', () => {
  it('of a user is the same as X-API-Key', async () => {
    const plain = await viewer({ 'x-api-key': key.secret });
    const same = await viewer(bearer(key.secret));
    expect(jsonOf(same).data).toEqual(jsonOf(plain).data);
    expect(jsonOf(same).data.viewer.user.email).toBe(user.email);
  });

  it.each([
    ['of the settings', () => server.adminKey],
    ['with a name', () => named],
    ['for figures', () => server.analyticsKey],
  ])('of an operator is the same as X-Admin-API-Key: one %s', async (_what, text) => {
    const plain = await viewer({ 'x-admin-api-key': text() });
    expect(jsonOf(plain).data.viewer.access).not.toEqual([]);
    expect(jsonOf(await viewer(bearer(text()))).data).toEqual(jsonOf(plain).data);
  });

  it('may be written in any case, with several blanks, and be empty', async () => {
    for (const authorization of [`bearer ${key.secret}`, `BEARER   ${key.secret} `])
      expect(jsonOf(await viewer({ authorization })).data.viewer.user.email).toBe(user.email);
    for (const authorization of ['', 'Bearer', 'Bearer  '])
      expect((await viewer({ authorization })).status).toBe(200);
  });

  it.each([
    ['no key', 'wrong'],
    ['two words', 'one two'],
    ['undefined', 'undefined'],
  ])('that is wrong is 401 and says how to send one: %s', async (_what, text) => {
    const refused = await viewer(bearer(text));
    expect([refused.status, refused.headers['www-authenticate']]).toEqual([
      401,
      'Bearer realm="latchkey"',
    ]);
    expect(jsonOf(refused).errors[0].extensions.code).toBe('UNAUTHENTICATED');
  });

  it('lets a query in a URL pass', async () => {
    const query = `/graphql?query=${encodeURIComponent('{ viewer { access } }')}`;
    expect((await rawRequest(server.url, query, { headers: bearer(key.secret) })).status).toBe(200);
  });
});

const basic = { authorization: 'Basic YTpi' };

describe('another scheme', () => {
  it('is 401 with the scheme to use, in GraphQL and in REST', async () => {
    const answers = [
      await viewer(basic),
      await viewer({ authorization: key.secret }),
      await rawRequest(server.url, '/auth/me', { headers: basic }),
      await rawRequest(server.url, '/admin/users', { headers: basic }),
    ];
    for (const { status, headers } of answers)
      expect([status, headers['www-authenticate']]).toEqual([401, 'Bearer realm="latchkey"']);
    expect(String(answers[0]?.body)).toContain('Bearer');
  });

  it('is of no account to a request with a key: a proxy in front may have its own', async () => {
    expect((await viewer({ ...basic, 'x-api-key': key.secret })).status).toBe(200);
    const headers = { ...basic, 'x-admin-api-key': server.adminKey };
    expect((await rawRequest(server.url, '/admin/users', { headers })).status).toBe(200);
    expect((await rawRequest(server.url, '/health', { headers: basic })).status).toBe(200);
  });
});

describe('a request without a key, in another scheme', () => {
  it('counts against the limit of its address', async () => {
    const limited = await startServer({ env: { RATE_LIMIT_ADDRESS: '3' } });
    try {
      const statuses: number[] = [];
      for (let sent = 0; sent < 5; sent += 1) {
        const { status } = await ask(limited.url, basic, '{ __typename }');
        statuses.push(status);
      }
      expect(statuses).toEqual([401, 401, 401, 429, 429]);
    } finally {
      await limited.stop();
    }
  });
});

describe('a bearer key on the REST routes', () => {
  it('counts like its own header', async () => {
    const asks = [
      ['/auth/me', key.secret, 200],
      ['/meetings', key.secret, 200],
      ['/admin/users', server.adminKey, 200],
      ['/admin/users', named, 200],
      ['/admin/users', server.analyticsKey, 200],
      ['/users', server.adminKey, 200],
      ['/admin/users', key.secret, 403],
      ['/auth/me', server.adminKey, 401],
      ['/auth/me', 'wrong', 401],
    ] as const;
    for (const [path, text, status] of asks)
      expect([
        path,
        (await rawRequest(server.url, path, { headers: bearer(text) })).status,
      ]).toEqual([path, status]);
  });

  it('is no secret of the platform', async () => {
    const answer = await rawRequest(server.url, '/internal/validate', {
      method: 'POST',
      headers: {
        ...bearer('internal-secret-of-32-characters'),
        'content-type': 'application/json',
      },
      body: JSON.stringify({ token: key.secret }),
    });
    expect(answer.status).toBe(403);
  });
});

describe('several keys in one request', () => {
  it('may be the same one twice, or one of each kind', async () => {
    const pairs: Keys[] = [
      { ...bearer(key.secret), 'x-api-key': key.secret },
      { ...bearer(server.adminKey), 'x-admin-api-key': server.adminKey },
      { ...bearer(key.secret), 'x-admin-api-key': server.adminKey },
      { ...bearer(named), 'x-api-key': key.secret },
    ];
    for (const headers of pairs) expect((await viewer(headers)).status).toBe(200);
    const both = await viewer(pairs[2] ?? {});
    expect(jsonOf(both).data.viewer).toEqual({
      access: expect.arrayContaining(['ADMIN', 'USER']),
      user: { email: user.email },
    });
  });

  it('are refused where two are for the same purpose', async () => {
    const pairs: (readonly [Keys, string])[] = [
      [{ ...bearer(other.secret), 'x-api-key': key.secret }, 'X-API-Key'],
      [{ ...bearer(named), 'x-admin-api-key': server.adminKey }, 'X-Admin-API-Key'],
      [{ ...bearer(server.analyticsKey), 'x-admin-api-key': named }, 'X-Admin-API-Key'],
    ];
    for (const [headers, name] of pairs) {
      const graphql = await viewer(headers);
      expect(refusalOf(graphql)).toEqual([400, 'BAD_REQUEST']);
      expect(jsonOf(graphql).errors[0].message).toContain(name);
      const rest = await rawRequest(server.url, '/users', { headers });
      expect([rest.status, jsonOf(rest).detail]).toEqual([400, expect.stringContaining(name)]);
    }
  });

  it('are refused by the names of the headers that were sent', async () => {
    // On these routes an operator's key may stand in the header of users' keys.
    const headers = { ...bearer(named), 'x-api-key': server.adminKey };
    const rest = await rawRequest(server.url, '/users', { headers });
    expect([rest.status, jsonOf(rest).detail]).toEqual([
      400,
      'Authorization and X-API-Key hold two different keys; send one of them',
    ]);
  });

  it('are refused in one header that is sent twice, of which a proxy may read the other one', async () => {
    for (const Authorization of [
      [`Bearer ${key.secret}`, `Bearer ${other.secret}`],
      [`Bearer ${key.secret}`, 'Basic YTpi'],
      ['Basic YTpi', `Bearer ${key.secret}`],
    ]) {
      const graphql = await ask(server.url, { Authorization }, '{ viewer { access } }');
      expect(refusalOf(graphql)).toEqual([400, 'BAD_REQUEST']);
      const rest = await rawRequest(server.url, '/auth/me', { headers: { Authorization } });
      expect([rest.status, jsonOf(rest).detail]).toEqual([
        400,
        'The Authorization header was sent more than once; send it once',
      ]);
    }
  });

  it('reveal nothing about one beside a wrong one', async () => {
    for (const text of [server.adminKey, named, key.secret, 'wrong']) {
      const refused = await viewer({ ...bearer(text), 'x-admin-api-key': 'wrong' });
      expect([refused.status, jsonOf(refused).errors[0].message]).toEqual([
        401,
        'Invalid or missing admin token.',
      ]);
    }
  });
});

it('guesses in this header are slowed down like others', async () => {
  const guarded = await startServer({ env: { GUESS_LIMIT: '2' } });
  try {
    const statuses = await Promise.all(
      Array.from({ length: 30 }, async (_, place) => {
        const headers = bearer(`wrong-${place}`);
        return (await rawRequest(guarded.url, '/auth/me', { headers })).status;
      }),
    );
    expect(statuses).toContain(429);
  } finally {
    await guarded.stop();
  }
});

it('no key of any header is in a log line', () => {
  const lines = server.logLines.join('\n');
  for (const text of [key.secret, other.secret, named, server.adminKey])
    expect(lines.includes(text)).toBe(false);
});

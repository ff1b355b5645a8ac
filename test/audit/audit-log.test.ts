import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

type Page = {
  auditEvents: {
    edges: { node: { id: string } }[];
    pageInfo: { endCursor: string | null; hasNextPage: boolean };
  };
};

type Event = {
  action: string;
  at: string;
  actor: { kind: string; name: string | null; user: { id: string } | null };
  targetId: string | null;
  ip: string | null;
  requestId: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
};

describe('the audit log', () => {
  let server: TestServer;
  let user: SeededUser;
  beforeAll(async () => {
    server = await startServer();
    user = await seedUser(server);
  });
  afterAll(() => server.stop());

  async function events(filter: string, first = 10): Promise<Event[]> {
    const { data, errors } = await server.graphql<{ auditEvents: { edges: { node: Event }[] } }>(
      `{ auditEvents(first: ${first}, filter: ${filter}) { edges { node {
        action at actor { kind name user { id } } targetId ip requestId before after } } } }`,
      { admin: server.adminKey },
    );
    expect(errors).toBeUndefined();
    return data.auditEvents.edges.map(({ node }) => node);
  }

  const admin = (document: string) => server.graphql(document, { admin: server.adminKey });
  const sent = (path: string, method: string, body: object | null = null) =>
    server.fetch(path, {
      method,
      headers: {
        'x-admin-api-key': server.adminKey,
        'x-request-id': 'trail-test',
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });

  it('says who, when, from where, in which request, what it was and what it became', async () => {
    const before = Date.now();
    const changed = await seedUser(server, { name: 'Trailed' });
    await sent(`/admin/users/${changed.databaseId}`, 'PATCH', {
      name: 'Renamed',
      data: { secret_of_others: 'canary-value' },
    });
    const [event] = await events(`{targetId: "${changed.id}", action: {eq: USER_UPDATED}}`);
    expect(event).toMatchObject({
      actor: { kind: 'ADMIN_KEY', name: 'ADMIN_API_TOKEN', user: null },
      requestId: 'trail-test',
      before: { name: 'Trailed', email: changed.email, dataKeys: [] },
      after: { name: 'Renamed', touchedData: ['secret_of_others'], dataKeys: ['secret_of_others'] },
    });
    expect(event?.ip).toMatch(/127\.0\.0\.1|::1/);
    expect(Math.abs(Date.parse(event?.at ?? '') - before)).toBeLessThan(60_000);
    expect(JSON.stringify(event)).not.toContain('canary-value');
  });

  it('has every change of users and keys, by both doors', async () => {
    const { data } = await server.graphql<{
      createUser: { user: { id: string; databaseId: number } };
    }>(
      'mutation { createUser(input: {email: "every@example.com"}) { ... on CreateUserSuccess { user { id databaseId } } } }',
      { admin: server.adminKey },
    );
    const { id, databaseId } = data.createUser.user;
    const minted = (await (await sent(`/admin/users/${databaseId}/tokens`, 'POST')).json()) as {
      id: number;
      token: string;
    };
    const token = Buffer.from(`ApiToken:${minted.id}`).toString('base64url');
    await admin(`mutation { updateToken(input: {id: "${token}", name: "n"}) { __typename } }`);
    await admin(`mutation { rotateKey(input: {id: "${token}", overlap: 60}) { __typename } }`);
    await admin(`mutation { cancelRotation(input: {id: "${token}"}) { __typename } }`);
    await admin(`mutation { rotateKey(input: {id: "${token}", overlap: 60}) { __typename } }`);
    await admin(`mutation { finishRotation(input: {id: "${token}"}) { __typename } }`);
    const other = await seedKey(server, { id, databaseId, email: '' });
    await sent(`/admin/tokens/${other.databaseId}`, 'DELETE');
    await sent(`/users/${databaseId}`, 'DELETE');

    const actions = (await events('{}', 100))
      .reverse()
      .map(({ action }) => action)
      .slice(-10);
    expect(actions).toEqual(
      [
        'USER_CREATED',
        'TOKEN_MINTED',
        'TOKEN_UPDATED',
        'TOKEN_ROTATED',
        'TOKEN_ROTATION_CANCELLED',
        'TOKEN_ROTATED',
        'TOKEN_ROTATION_FINISHED',
        'TOKEN_MINTED',
        'TOKEN_REVOKED',
        'USER_DELETED',
      ].slice(-11),
    );
    const [deleted] = await events(`{targetId: "${id}", action: {eq: USER_DELETED}}`);
    // The replaced one ended with its overlap.
    expect(deleted?.after?.['endedKeys']).toHaveLength(1);
    const dump = JSON.stringify(await events('{}', 100));
    expect(dump).not.toContain(minted.token);
    expect(dump).not.toContain(other.secret);
  });

  it('names the key of a user who rotates it', async () => {
    const key = await seedKey(server, user, { name: 'laptop' });
    await server.graphql(`mutation { rotateKey(input: {id: "${key.id}"}) { __typename } }`, {
      key: key.secret,
    });
    const [event] = await events('{action: {eq: TOKEN_ROTATED}}', 1);
    expect(event?.actor).toEqual({ kind: 'USER_KEY', name: 'laptop', user: { id: user.id } });
  });

  it('leaves no event for what changed nothing', async () => {
    const before = (await events('{}', 100)).length;
    await sent('/admin/users', 'POST', { email: user.email });
    await sent('/admin/tokens/999999', 'DELETE');
    await sent(`/users/${user.databaseId}`, 'PATCH', {});
    await sent('/admin/users', 'POST', { email: 'no address' });
    expect((await events('{}', 100)).length).toBe(before);
  });

  it('has every refused request with the key that it came with, and each field once', async () => {
    const refused = async () =>
      (await events('{action: {eq: REQUEST_REFUSED}}', 100)).map(({ actor, after }) => [
        actor.kind,
        after?.['what'],
        after?.['why'],
        after?.['times'],
      ]);
    expect(await refused()).toEqual([]);
    const key = await seedKey(server, user);
    await server.fetch('/admin/users', { headers: { 'x-admin-api-key': 'wrong-key' } });
    await server.fetch('/admin/users');
    await server.fetch('/users', { headers: { 'x-api-key': key.secret } });
    await server.graphql('{ viewer { access } }', { admin: 'wrong-key' });
    await server.graphql('{ a: apiTokens { totalCount } b: apiTokens { totalCount } }', {
      key: key.secret,
    });
    await server.graphql('{ users(first: 5) { edges { node { data } } } }', {
      admin: server.analyticsKey,
    });
    await server.fetch('/auth/me', { headers: { 'x-api-key': 'wrong-key' } });
    const why = 'Invalid or missing admin token.';
    const howTo = 'Not allowed with this key. Send an admin key in X-Admin-API-Key';
    expect((await refused()).reverse()).toEqual([
      ['NOBODY', 'GET /admin/users', why, 2],
      ['USER_KEY', 'GET /users', 'Admin access required', 1],
      ['NOBODY', '/graphql', why, 1],
      ['USER_KEY', 'Query.apiTokens', howTo, 1],
      ['ADMIN_KEY', 'User.data', howTo, 1],
      ['NOBODY', 'GET /auth/me', 'Invalid API key', 1],
    ]);
  });

  it('can be filtered by action, name, target, request and time', async () => {
    await sent(`/admin/users/${user.databaseId}`, 'PATCH', { name: 'Filtered' });
    expect(await events('{requestId: "trail-test", action: {in: [USER_UPDATED]}}')).not.toEqual([]);
    expect(await events('{actorName: {startsWith: "admin_api"}}')).not.toEqual([]);
    expect(await events('{action: {in: []}}')).toEqual([]);
    expect(await events('{at: {lt: "2020-01-01T00:00:00Z"}}')).toEqual([]);
    expect(await events('{ip: "203.0.113.9"}')).toEqual([]);
    const { errors } = await admin(
      '{ auditEvents(filter: {targetId: "nonsense"}) { totalCount } }',
    );
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  it('can be filtered by a user, which includes its keys and nothing of others', async () => {
    const other = await seedUser(server);
    await seedKey(server, await seedUser(server));
    const { id } = await seedKey(server, other);
    await admin(`mutation { revokeToken(input: { token: { id: "${id}" } }) { __typename } }`);
    for (const user of [`id: "${other.id}"`, `email: "${other.email}"`]) {
      const found = await events(`{user: {${user}}}`);
      expect(found.map(({ action }) => action)).toEqual([
        'TOKEN_REVOKED',
        'TOKEN_MINTED',
        'USER_CREATED',
      ]);
    }
    const minted = await events(`{user: {id: "${other.id}"}, action: {eq: TOKEN_MINTED}}`);
    expect(minted.map(({ targetId }) => targetId)).toEqual([id]);
    expect(await events('{user: {email: "nobody@example.com"}}')).toEqual([]);
  });

  it('pages through all events without a gap', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page: { readonly data: Page } = await server.graphql<Page>(
        `{ auditEvents(first: 3, after: ${JSON.stringify(after)}) { edges { node { id } } pageInfo { endCursor hasNextPage } } }`,
        { admin: server.adminKey },
      );
      const { edges, pageInfo } = page.data.auditEvents;
      seen.push(...edges.map(({ node }) => node.id));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after !== null);
    expect(new Set(seen).size).toBe(seen.length);
    const { data } = await server.graphql<{ auditEvents: { totalCount: number } }>(
      '{ auditEvents { totalCount } }',
      { admin: server.adminKey },
    );
    expect(seen.length).toBe(data.auditEvents.totalCount);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../src/api/graphql/schema.ts';
import { ROUTES } from '../../src/api/rest/routes.ts';
import { encodeId } from '../../src/kit/graphql/ids.ts';
import { documentFor } from '../graphql/guarded.ts';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

const INTERNAL = 'an-internal-secret-of-40-characters-here';
const HONOURED = {
  mutations: ['createUser', 'mintToken', 'rotateKey'],
  routes: [
    'POST /admin/users',
    'POST /admin/users/{user_id}/tokens',
    'POST /users',
    'POST /users/{user_id}/rotate-key',
  ],
};
const HARMLESS = [
  'POST /internal/validate',
  'POST /internal/vexa/events',
  'POST /internal/bootstrap-admin',
  'PUT /internal/settings/{key}',
  'POST /internal/users/{user_id}/memberships',
  'DELETE /internal/users/{user_id}/memberships/{workspace_id}',
];

const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
const routes = ROUTES.filter(({ method }) => method !== 'GET');

/** Errors of SCIM have a form of their own. */
function refusalBelow(path: string): readonly [number, object] {
  return path.startsWith('/scim/')
    ? [400, { scimType: 'invalidValue', detail: expect.stringContaining('Idempotency-Key') }]
    : [422, { detail: [{ loc: ['header', 'Idempotency-Key'] }] }];
}

describe('the header Idempotency-Key', () => {
  let server: TestServer;
  let ids: { readonly userId: string; readonly tokenId: string; readonly databaseId: number };
  let secret: string;
  beforeAll(async () => {
    server = await startServer({ env: { INTERNAL_API_SECRET: INTERNAL } });
    const user = await seedUser(server);
    const key = await seedKey(server, user, { scopes: ['BOT', 'TX'] });
    ids = { userId: user.id, tokenId: key.id, databaseId: user.databaseId };
    secret = key.secret;
  });
  afterAll(() => server.stop());

  function headers(idempotencyKey: string | null): Record<string, string> {
    return {
      ...{ 'content-type': 'application/json', 'x-admin-api-key': server.adminKey },
      ...{ 'x-api-key': secret, 'x-internal-secret': INTERNAL },
      ...(idempotencyKey !== null && { 'idempotency-key': idempotencyKey }),
    };
  }

  async function mutate(document: string, idempotencyKey: string | null) {
    const response = await server.fetch('/graphql', {
      ...{ method: 'POST', headers: headers(idempotencyKey) },
      body: JSON.stringify({ query: document }),
    });
    return (await response.json()) as { data?: Record<string, unknown>; errors?: object[] };
  }

  /** Refusals of the tests before may be written at any time. */
  const eventsOfChanges = () =>
    server.db.prisma.auditEvent.count({ where: { action: { not: 'REQUEST_REFUSED' } } });

  it('is honoured or refused by every mutation, never ignored', async () => {
    const before = await eventsOfChanges();
    for (const field of mutations) {
      const subject = { ...ids, meetingId: encodeId('Meeting', 1n) };
      const { document } = documentFor({ typeName: 'Mutation', field }, 'admin', subject);
      const typed = document.replace(
        '{ __typename }',
        '{ __typename ... on InvalidInputError { issues { path } } }',
      );
      const reply = await mutate(typed, `all ${field.name}`);
      const told = JSON.stringify(reply);
      if (HONOURED.mutations.includes(field.name)) expect(told).not.toContain('Idempotency-Key');
      else
        expect(reply, field.name).toEqual({
          data: {
            [field.name]: {
              __typename: 'InvalidInputError',
              issues: [{ path: ['Idempotency-Key'] }],
            },
          },
          extensions: expect.anything(),
        });
    }
    // Only the user that `createUser` made.
    expect(await eventsOfChanges()).toBe(before + 1);
  });

  it('is honoured or refused by every route that writes, never ignored', async () => {
    for (const { method, path, idempotencyKey } of routes) {
      const name = `${method} ${path}`;
      const response = await server.fetch(
        path.replace('{user_id}', '999999').replace('{token_id}', '999999'),
        { method, headers: headers(`route ${path}`), ...(method !== 'DELETE' && { body: '{}' }) },
      );
      const { status } = response;
      const text = await response.text();
      if (HONOURED.routes.includes(name) || HARMLESS.includes(name)) {
        expect(text, name).not.toContain('Idempotency-Key');
        expect(idempotencyKey, name).toBe(HARMLESS.includes(name) ? 'HARMLESS' : 'HONOURED');
      } else expect([name, status, JSON.parse(text)]).toMatchObject([name, ...refusalBelow(path)]);
    }
  });

  it.each([
    [
      'createUser',
      'createUser(input: {email: "twice@example.com"}) { ... on CreateUserSuccess { user { id } created } }',
    ],
    [
      'mintToken',
      'mintToken(input: {userId: "ID"}) { ... on MintTokenSuccess { secret token { id } } }',
    ],
    [
      'rotateKey',
      'rotateKey(input: {id: "KEY", overlap: 60}) { ... on RotateKeySuccess { secret token { id } } }',
    ],
  ])('of %s makes nothing twice', async (name, selection) => {
    const document = `mutation { ${selection.replace('ID', ids.userId).replace('KEY', ids.tokenId)} }`;
    const first = await mutate(document, `twice ${name}`);
    expect(first.data?.[name]).toHaveProperty(name === 'createUser' ? 'created' : 'secret');
    expect(await mutate(document, `twice ${name}`)).toEqual(first);
    expect(await mutate(document, `another ${name}`)).not.toEqual(first);
  });

  it.each(['', ' ', '\t', '   \t '])(
    'is refused by every mutation if it is blank: %j',
    async (blank) => {
      const before = await eventsOfChanges();
      for (const field of mutations) {
        const subject = { ...ids, meetingId: encodeId('Meeting', 1n) };
        const { document } = documentFor({ typeName: 'Mutation', field }, 'admin', subject);
        const reply = await mutate(document, blank);
        expect([field.name, reply.data, JSON.stringify(reply.errors)]).toEqual([
          field.name,
          undefined,
          expect.stringContaining('Idempotency-Key: must be 1 to 255'),
        ]);
      }
      expect(await eventsOfChanges()).toBe(before);
    },
  );

  it('is refused by every route that writes if it is blank', async () => {
    for (const { method, path, access } of routes) {
      // The service that sends a signed event does not send the header.
      if (access.requires === 'ANYONE') continue;
      const response = await server.fetch(
        path.replace('{user_id}', String(ids.databaseId)).replace('{token_id}', '999999'),
        { method, headers: headers(''), ...(method !== 'DELETE' && { body: '{}' }) },
      );
      const text = await response.text();
      expect([method, path, response.status, JSON.parse(text)]).toMatchObject([
        method,
        path,
        ...refusalBelow(path),
      ]);
    }
  });

  it('is described where it is honoured, and only there', async () => {
    const { paths } = (await (await server.fetch('/openapi.json')).json()) as {
      paths: Record<string, Record<string, { parameters?: { name: string }[] }>>;
    };
    const described = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods)
        .filter(([, { parameters }]) => parameters?.some((one) => one.name === 'Idempotency-Key'))
        .map(([method]) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.sort()).toEqual(HONOURED.routes.toSorted());
  });
});

import {
  type GraphQLArgument,
  type GraphQLField,
  getNamedType,
  isLeafType,
  isNonNullType,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../src/api/graphql/schema.ts';
import { ROUTES } from '../../src/api/rest/routes.ts';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { EVENT_SECRET, signatureOf } from '../vexa-events/sign.ts';
import { BODIES, TEXTS } from './rest-values.ts';
import { hostileValues, validInput } from './values.ts';

// Every argument of the schema and every parameter of the routes, with hostile values by type.

/** What no caller may ever read: our database, our files, our libraries. */
const INTERNAL =
  /prisma|postgres|sqlstate|syntax error at|select .* from|insert into|node_modules|\.ts:\d|\/src\/|at \w+ \(|\bstack\b|pg_|relation "|violates/i;

let server: TestServer;
let key: string;
beforeAll(async () => {
  server = await startServer({
    env: {
      INTERNAL_API_SECRET: 'an-internal-secret-for-tests',
      VEXA_SYSTEM_WEBHOOK_SECRET: EVENT_SECRET,
      VEXA_EVENT_USERS: 'own',
    },
  });
  key = (await seedKey(server, await seedUser(server), { scopes: ['BOT', 'TX'] })).secret;
});
afterAll(() => server.stop());

async function judge(response: Response, what: string): Promise<void> {
  const body = await response.text();
  expect(response.status, `${what}: ${body.slice(0, 300)}`).toBeLessThan(500);
  expect(body, what).not.toContain('INTERNAL_SERVER_ERROR');
  // What was sent comes back in some messages; only our own words count.
  expect(withoutEcho(body), what).not.toMatch(INTERNAL);
}

function withoutEcho(body: string): string {
  return body.replaceAll(/drop table users|pg_sleep\(10\)/g, '');
}

describe('hostile values', () => {
  it('are recognised when they bring something internal to light', () => {
    expect('relation "users" does not exist').toMatch(INTERNAL);
    expect('at resolve (file.js:1)').toMatch(INTERNAL);
  });

  const roots = [
    ...Object.values(schema.getQueryType()?.getFields() ?? {}).map((field) => ({
      operation: 'query',
      field,
    })),
    ...Object.values(schema.getMutationType()?.getFields() ?? {}).map((field) => ({
      operation: 'mutation',
      field,
    })),
    ...['apiTokens', 'meetings'].map((name) => ({ operation: 'nested', field: userField(name) })),
  ];
  const cases = roots.flatMap(({ operation, field }) =>
    field.args.map((arg) => ({ operation, field, arg, name: `${field.name}(${arg.name})` })),
  );
  let sent = 0;

  it.each(cases)(
    'in $operation $name are answered, never suffered',
    async ({ operation, field, arg }) => {
      const values = hostileValues(arg.type);
      for (const value of values) {
        sent += 1;
        await judge(
          await sendGraphQL(operation, field, arg, value),
          `${field.name}(${arg.name}: ${describeValue(value)})`,
        );
      }
    },
  );

  it('were many', () => {
    expect(sent).toBeGreaterThan(1_000);
  });

  it('in texts of the document are answered, too', async () => {
    for (const literal of [
      '"a\\u0000b"',
      '"\\ud800"',
      '"""x\u0001"""',
      `"${'x'.repeat(100_000)}"`,
      '99999999999999999999',
      '1e400',
      '-1',
      '{a: {b: 1}}',
      '[[[[1]]]]',
      '$x',
      'NOPE',
    ]) {
      for (const document of [
        `{ user(by: {email: ${literal}}) { id } }`,
        `{ users(first: ${literal}) { totalCount } }`,
        `{ user(by: {databaseId: ${literal}}) { id } }`,
      ]) {
        await judge(await post({ query: document }), document);
      }
    }
  });

  it.each(ROUTES.map((route) => ({ route, name: `${route.method} ${route.path}` })))(
    'in $name are answered, never suffered',
    async ({ route }) => {
      for (const text of TEXTS) {
        const path = route.path.replaceAll(/\{\w+\}/g, text.replaceAll('&', '%26'));
        const query = parametersOf(route)
          .map((name) => `${name}=${text}`)
          .join('&');
        await judge(await sendRest(route.method, path), `${route.method} ${path}`);
        await judge(
          await sendRest(route.method, `${route.path.replaceAll(/\{\w+\}/g, '1')}?${query}`),
          `${route.path}?${query}`,
        );
      }
      if (route.body === undefined) return;
      for (const body of BODIES) {
        await judge(
          await sendRest(route.method, route.path.replaceAll(/\{\w+\}/g, '1'), body),
          `${route.path} ${body.slice(0, 80)}`,
        );
      }
    },
  );

  it('changed nothing but what was meant', async () => {
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    const admins = await server.db.prisma.user.count({ where: { role: 'admin' } });
    expect(admins).toBe(0);
    expect((await server.graphql('{ viewer { access } }', { admin: server.adminKey })).status).toBe(
      200,
    );
    expect(server.logLines.filter((line) => line.includes('unexpected error'))).toEqual([]);
  });
});

function userField(name: string): GraphQLField<unknown, unknown> {
  const type = schema.getType('User');
  if (type === undefined || !('getFields' in type)) throw new Error('there is no User');
  const field = type.getFields()[name];
  if (field === undefined || !('args' in field)) throw new Error(`User has no ${name}`);
  return field;
}

function sendGraphQL(
  operation: string,
  field: GraphQLField<unknown, unknown>,
  arg: GraphQLArgument,
  value: unknown,
): Promise<Response> {
  const others = field.args.filter((other) => other !== arg && isNonNullType(other.type));
  const declared = [arg, ...others]
    .map(({ name, type }) => `$${name}: ${type.toString()}`)
    .join(', ');
  const passed = [arg, ...others].map(({ name }) => `${name}: $${name}`).join(', ');
  const selection = isLeafType(getNamedType(field.type)) ? '' : ' { __typename }';
  const call = `${field.name}(${passed})${selection}`;
  const query =
    operation === 'nested'
      ? `query (${declared}) { users(first: 2) { edges { node { ${call} } } } }`
      : `${operation} (${declared}) { ${call} }`;
  const variables = Object.fromEntries([
    ...others.map(({ name, type }) => [name, validInput(type)]),
    [arg.name, value],
  ]);
  return post({ query, variables });
}

function post(body: unknown): Promise<Response> {
  return server.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-admin-api-key': server.adminKey },
    body: JSON.stringify(body),
  });
}

/** The path goes out as it is: the client must not mend what the server should refuse. */
function sendRest(method: string, path: string, body?: string): Promise<Response> {
  const headers = {
    'x-internal-secret': 'an-internal-secret-for-tests',
    'x-admin-api-key': server.adminKey,
    'x-api-key': key,
    ...(body !== undefined && { 'content-type': 'application/json' }),
    ...(path.startsWith('/internal/vexa/events') && signatureOf(EVENT_SECRET, body ?? '')),
  };
  return server.fetch(path.replaceAll('..', '%2e%2e'), {
    method,
    headers,
    ...(body !== undefined && { body }),
  });
}

function parametersOf({ query }: (typeof ROUTES)[number]): string[] {
  return query !== undefined && 'shape' in query ? Object.keys(query.shape as object) : ['nope'];
}

function describeValue(value: unknown): string {
  return (JSON.stringify(value) ?? 'undefined').slice(0, 100);
}

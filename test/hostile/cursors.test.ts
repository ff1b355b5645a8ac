import fc from 'fast-check';
import { getNamedType, isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../src/api/graphql/schema.ts';
import { seedKey, seedMeetings, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

// Every list with cursors, found in the schema, with cursors that nobody was given.

let server: TestServer;
let userId: string;
beforeAll(async () => {
  server = await startServer();
  const user = await seedUser(server);
  userId = user.id;
  await seedKey(server, user);
  await seedMeetings(server, user.databaseId, 3);
});
afterAll(() => server.stop());

type List = { readonly name: string; readonly field: string; readonly isOfUser: boolean };

const LISTS: readonly List[] = ['Query', 'User'].flatMap((typeName) => {
  const type = schema.getType(typeName);
  if (!isObjectType(type)) return [];
  return Object.values(type.getFields())
    .filter((field) => getNamedType(field.type).name.endsWith('Connection'))
    .map(({ name }) => ({
      name: `${typeName}.${name}`,
      field: name,
      isOfUser: typeName === 'User',
    }));
});

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

const NAMES = ['CREATED_AT', 'UPDATED_AT', 'EMAIL', 'AT', 'ID', 'created_at', '', '__proto__'];
const TIMES = [
  '2030-02-30T00:00:00.000Z',
  '2030-02-29T00:00:00.000Z',
  '2026-13-01T00:00:00.000Z',
  '2026-01-32T00:00:00.000Z',
  '2026-01-01T24:00:00.000Z',
  '2026-01-01T23:59:60.000Z',
  '2026-01-01T00:00:00Z',
  '2026-01-01T00:00:00.000+00:00',
  '+002026-01-01T00:00:00.000Z',
  '-000000-01-01T00:00:00.000Z',
  '-004714-01-01T00:00:00.000Z',
  '-271821-04-20T00:00:00.000Z',
  '+275760-09-13T00:00:00.001Z',
  '+294277-01-01T00:00:00.000Z',
  '10000-01-01T00:00:00.000Z',
  '0001-01-01T00:00:00.000Z BC',
  'infinity',
  'now',
  '',
];
const IDS = [
  '0',
  '-1',
  '+5',
  ' 5',
  '5 ',
  '05',
  '1e3',
  '0x5',
  'NaN',
  'Infinity',
  '',
  '9223372036854775808',
  '9'.repeat(400),
];
const VALID = ['2026-01-01T00:00:00.000Z', '5'] as const;

const anyName = fc.constantFrom(...NAMES);
const forged = fc.oneof(
  fc.tuple(anyName, fc.constantFrom(...TIMES), fc.constantFrom('5', ...IDS)).map(encode),
  fc.tuple(anyName, fc.constant(VALID[0]), fc.constantFrom(...IDS)).map(encode),
  // Other types, more and fewer parts.
  fc.tuple(anyName, fc.jsonValue(), fc.jsonValue()).map(encode),
  fc.array(fc.jsonValue(), { maxLength: 5 }).map(encode),
  anyName.map((name) => encode([name, ...VALID, 'more'])),
  fc.jsonValue().map(encode),
  // Rightly made, but written in another way.
  anyName.map((name) => `${encode([name, ...VALID])}=`),
  anyName.map((name) => ` ${encode([name, ...VALID])}`),
  anyName.map((name) =>
    Buffer.from(JSON.stringify([name, ...VALID], null, 1)).toString('base64url'),
  ),
  anyName.map((name) => encode([name, 'x'.repeat(60_000), '5']).slice(0, 65_000)),
  fc.string({ maxLength: 200 }),
);

function documentOf({ field, isOfUser }: List, argument: string): string {
  const list = `${field}(${argument}: $cursor) { edges { cursor } }`;
  return `query ($cursor: String) { ${isOfUser ? `user(by: {id: "${userId}"}) { ${list} }` : list} }`;
}

describe('a forged cursor', () => {
  it('has lists to be sent to', () => {
    expect(LISTS.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'Query.users',
        'Query.auditEvents',
        'User.meetings',
        'User.apiTokens',
      ]),
    );
  });

  it.each(LISTS)('is told by $name to be none', async (list) => {
    await fc.assert(
      fc.asyncProperty(forged, fc.constantFrom('after', 'before'), async (cursor, argument) => {
        const { errors } = await server.graphql(documentOf(list, argument), {
          admin: server.adminKey,
          variables: { cursor },
        });
        const [error] = errors ?? [];
        expect([error?.extensions.code, error?.extensions.issues?.[0]?.path], cursor).toEqual([
          'BAD_USER_INPUT',
          [argument],
        ]);
      }),
      { numRuns: 60, examples: TIMES.map((time) => [encode([orderOf(list), time, '5']), 'after']) },
    );
  });

  it.each(LISTS)('is not what $name gives out itself', async (list) => {
    const read = (cursor: string | null) =>
      server.graphql<Record<string, unknown>>(documentOf(list, 'after'), {
        admin: server.adminKey,
        variables: { cursor },
      });
    const first = JSON.stringify((await read(null)).data);
    for (const [, cursor = ''] of first.matchAll(/"cursor":"([^"]+)"/g))
      expect((await read(cursor)).errors, cursor).toBeUndefined();
  });
});

/** In which order a list comes, unless it is asked for another. */
function orderOf({ field }: List): string {
  return field === 'auditEvents' ? 'AT' : 'CREATED_AT';
}

import { type GraphQLObjectType, getNamedType, isLeafType, isObjectType } from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { schema } from '../../src/api/graphql/schema.ts';
import { type SeededUser, seedKey, seedMeetings, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { SHORT_CUTS } from '../support/short-cuts.ts';

// A page has its objects in `nodes` and, with their cursors, in `edges`: both say the same.

const typesOf = () => Object.values(schema.getTypeMap()).filter(isObjectType);
const fieldsOf = (type: GraphQLObjectType) => Object.values(type.getFields());

const LISTS = typesOf().flatMap((type) =>
  fieldsOf(type)
    .filter((field) => getNamedType(field.type).name.endsWith('Connection'))
    .map((field) => ({ place: `${type.name}.${field.name}`, field, type })),
);

let server: TestServer;
let user: SeededUser;

beforeAll(async () => {
  server = await startServer();
  user = await seedUser(server, { name: 'Ada' });
  for (const name of ['Bob', 'Cleo', 'Dan']) {
    const { id } = await seedUser(server, { name });
    await ask(
      `mutation { placeLegalHold(input: {user: {id: "${id}"}, reason: "case"}) { __typename } }`,
    );
  }
  for (const name of ['one', 'two', 'three']) await seedKey(server, user, { name });
  const meetings = await seedMeetings(server, user.databaseId, 3);
  await server.db.prisma.transcriptSegment.createMany({
    data: meetings.flatMap((meetingId) =>
      [1, 2, 3].map((second) => ({
        meetingId,
        userId: BigInt(user.databaseId),
        startOffset: second,
        endOffset: second + 1,
        text: `word ${second}`,
        language: 'en',
      })),
    ),
  });
  for (const name of ['ops', 'night', 'day'])
    await ask(`mutation { createAdminKey(input: {name: "${name}"}) { __typename } }`);
});
afterAll(() => server.stop());

type Cost = { readonly requested: number };

async function ask(query: string) {
  const { data, errors, extensions } = await server.graphql<Record<string, unknown>>(query, {
    admin: server.adminKey,
  });
  expect(errors, query).toBeUndefined();
  const cost = extensions?.['cost'] as Cost | undefined;
  return { data, cost: cost?.requested ?? Number.NaN };
}

/** How an object is reached that such a list is below. */
const PARENTS: Readonly<Record<string, (page: string) => string>> = {
  Query: (page) => `{ ${page} }`,
  User: (page) => `{ parent: user(by: {id: "${user.id}"}) { ${page} } }`,
  Meeting: (page) => `{ parent: meeting(by: {databaseId: 1}) { ${page} } }`,
};

type Page = { readonly nodes?: object[]; readonly edges?: { readonly node: object }[] };

it('every list of the schema is tried', () => {
  expect(LISTS.length).toBeGreaterThan(6);
  expect(LISTS.filter(({ type }) => PARENTS[type.name] === undefined)).toEqual([]);
});

it.each(LISTS)('$place has its objects in `nodes`', async ({ field, type }) => {
  const connection = getNamedType(field.type) as GraphQLObjectType;
  const edge = getNamedType(connection.getFields()['edges']?.type) as GraphQLObjectType;
  const node = getNamedType(edge.getFields()['node']?.type) as GraphQLObjectType;
  const leaves = fieldsOf(node)
    .filter(({ args, type: found }) => args.length === 0 && isLeafType(getNamedType(found)))
    .map(({ name }) => name);
  const document = PARENTS[type.name] ?? String;
  const read = async (selection: string) => {
    const { data, cost } = await ask(document(`list: ${field.name}(first: 2) { ${selection} }`));
    const holder = (data['parent'] ?? data) as { readonly list: Page };
    return { ...holder.list, cost };
  };
  // The third time, a document is compiled.
  for (const _time of [1, 2, 3])
    for (const selection of [...leaves, leaves.join(' ')]) {
      const { edges = [] } = await read(`edges { node { ${selection} } }`);
      const { nodes } = await read(`nodes { ${selection} }`);
      const both = await read(`edges { cursor } nodes { ${selection} }`);
      expect(nodes).toHaveLength(2);
      expect(nodes, selection).toEqual(edges.map((one) => one.node));
      expect(both.nodes).toEqual(nodes);
    }
});

it.each(LISTS)('$place counts each object that it names', async ({ field, type }) => {
  const document = PARENTS[type.name] ?? String;
  const costOf = async (selection: string) =>
    (await ask(document(`${field.name}(first: 2) { ${selection} }`))).cost;
  const none = await costOf('__typename');
  expect(await costOf('nodes { __typename }')).toBe(none + 2);
  expect(await costOf('edges { node { __typename } }')).toBe(none + 4);
  expect(await costOf('nodes { __typename } edges { node { __typename } }')).toBe(none + 6);
});

it('a row beside those of `nodes` is read with them', async () => {
  const query = '{ meetings(first: 3) { nodes { user { id name } } } }';
  for (const _time of [1, 2, 3]) {
    server.statements.length = 0;
    const { data } = await ask(query);
    expect(data['meetings']).toEqual({
      nodes: Array.from({ length: 3 }, () => ({ user: { id: user.id, name: 'Ada' } })),
    });
    const reads = server.statements.filter((text) => /from users|from meetings/.test(text));
    // Without short cuts, the users are read after the meetings.
    expect(reads).toHaveLength(SHORT_CUTS === 'true' ? 1 : 2);
  }
});

import { readFileSync } from 'node:fs';
import { buildSchema, type GraphQLObjectType, getNamedType, isLeafType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientWith } from '../provisioning/scim.ts';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

// A list reads the columns that are asked for, an object that is asked for by its id all of them:
// every field, asked for by itself, must say the same in both.

const schema = buildSchema(readFileSync('schema/schema.graphql', 'utf8'));

/** All fields that need no arguments, with all that is plain below them. */
function fieldsOf(typeName: string): string[] {
  const type = schema.getType(typeName) as GraphQLObjectType;
  return Object.values(type.getFields())
    .filter(({ args }) => args.every(({ type: needed }) => !String(needed).endsWith('!')))
    .map((field) => {
      const below = getNamedType(field.type);
      return isLeafType(below) ? field.name : `${field.name} { ${leavesOf(below.name).join(' ')} }`;
    })
    .filter((field) => !field.endsWith('{  }'));
}

function leavesOf(typeName: string): string[] {
  const type = schema.getType(typeName) as GraphQLObjectType;
  return Object.values(type.getFields())
    .filter(({ args, type: found }) => args.length === 0 && isLeafType(getNamedType(found)))
    .map(({ name }) => name);
}

let server: TestServer;
let userId: string;

beforeAll(async () => {
  server = await startServer();
  const user = await seedUser(server, {
    name: 'Ada',
    imageUrl: 'https://example.com/ada.png',
    maxConcurrentBots: 7,
    data: { team: 'one', webhook_secret: 'not to be seen' },
  });
  userId = user.id;
  for (const name of ['one', 'two']) await seedKey(server, user, { name, expiresIn: 3_600 });
  const key = await seedKey(server, user, { name: 'three', scopes: ['TX', 'BOT'] });
  const old = await seedKey(server, user);
  const { revokeToken, rotateKey } = await ask<Record<string, { __typename: string }>>(
    `mutation { revokeToken(input: {id: "${key.id}"}) { __typename }
      rotateKey(input: {id: "${old.id}", overlap: 60}) { __typename } }`,
  );
  expect([revokeToken?.__typename, rotateKey?.__typename]).toEqual([
    'RevokeTokenSuccess',
    'RotateKeySuccess',
  ]);
  const { send, patch } = clientWith(server, server.adminKey);
  await patch(`/Users/${user.databaseId}`, { op: 'add', path: 'externalId', value: 'x' });
  const members = [{ value: String(user.databaseId) }];
  await send('POST', '/Groups', { displayName: 'Group', externalId: 'y', members });
  await server.db.prisma.apiToken.updateMany({ data: { rateLimit: 7 } });
  await server.db.prisma.meeting.createMany({
    data: ['completed', 'failed', 'dancing'].map((status, place) => ({
      userId: BigInt(user.databaseId),
      platform: status === 'dancing' ? 'smoke_signals' : 'zoom',
      nativeMeetingId: `8574839201${place}`,
      status,
      completionReason: 'stopped',
      failureStage: 'active',
      botContainerId: 'bot-1',
      data: { name: `Weekly ${place}`, passcode: 'x', webhook_secret: 'not to be seen' },
      createdAt: new Date(Date.UTC(2026, 0, 1) + place * 60_000),
      startTime: new Date(Date.UTC(2026, 0, 2) + place * 60_000),
      endTime: new Date(Date.UTC(2026, 0, 3) + place * 60_000),
    })),
  });
});
afterAll(() => server.stop());

async function ask<Data>(query: string): Promise<Data> {
  const { data, errors } = await server.graphql<Data>(query, { admin: server.adminKey });
  expect(errors).toBeUndefined();
  return data;
}

type Page = { edges: { node: { id: string } }[] };
type Listed = { list: Page; parent: { list: Page } };

async function nodesOf(list: string, selection: string) {
  const below = list.startsWith('.');
  const page = `list: ${list.replace('.', '')} { edges { node { ${selection} } } }`;
  const data = await ask<Listed>(
    below ? `{ parent: user(by: {id: "${userId}"}) { ${page} } }` : `{ ${page} }`,
  );
  return (below ? data.parent : data).list.edges.map(({ node }) => node);
}

/** What nothing here sets; none is read from the row itself but the end of a user, who is not listed then. */
const NEVER_SET = ['lastUsedAt', 'lastUsedIp', 'deletedAt'];

const LISTS = [
  ['users', 'User'],
  ['apiTokens', 'ApiToken'],
  ['meetings', 'Meeting'],
  ['.apiTokens', 'ApiToken'],
  ['.meetings', 'Meeting'],
] as const;

describe.each(LISTS)('a list of %s', (list, type) => {
  it.each(fieldsOf(type))('tells %s as the object itself does', async (field) => {
    const ids = (await nodesOf(list, 'id')).map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(0);
    const { nodes } = await ask<{ nodes: object[] }>(
      `{ nodes(ids: ${JSON.stringify(ids)}) { ... on ${type} { ${field} } } }`,
    );
    // Otherwise there would be nothing to be compared.
    const isTold = nodes.some((node) => Object.values(node).some((value) => value !== null));
    expect(isTold).toBe(!NEVER_SET.includes(field.split(' ')[0] ?? ''));
    expect(await nodesOf(list, field)).toEqual(nodes);
    // The third time, it is compiled.
    for (const _time of [2, 3]) expect(await nodesOf(list, field)).toEqual(nodes);
  });
});

describe('the user beside a meeting', () => {
  it.each(fieldsOf('User'))('tells %s as the user itself does', async (field) => {
    const { user } = await ask<{ user: unknown }>(`{ user(by: {id: "${userId}"}) { ${field} } }`);
    for (const list of ['meetings', '.meetings'])
      for (const _time of [1, 2, 3])
        expect(await nodesOf(list, `user { ${field} }`)).toEqual([{ user }, { user }, { user }]);
  });
});

it('a cursor of a list that does not tell what it is sorted by leads on', async () => {
  const first = await ask<{ users: { pageInfo: { endCursor: string } } }>(
    '{ users(first: 1, orderBy: {field: EMAIL, direction: ASC}) { pageInfo { endCursor } edges { cursor } } }',
  );
  const { endCursor } = first.users.pageInfo;
  const next = `{ users(first: 1, after: "${endCursor}", orderBy: {field: EMAIL, direction: ASC}) { edges { node { id } } } }`;
  expect(await ask<{ users: Page }>(next)).toEqual({ users: { edges: [] } });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeId } from '../../src/kit/graphql/ids.ts';
import {
  type SeededKey,
  type SeededUser,
  seedKey,
  seedMeetings,
  seedUser,
} from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let own: SeededUser;
let key: SeededKey;
let otherKey: SeededKey;
let browserKey: SeededKey;
let meetingId: string;

beforeAll(async () => {
  server = await startServer();
  own = await seedUser(server);
  const other = await seedUser(server);
  key = await seedKey(server, own);
  browserKey = await seedKey(server, own, { scopes: ['BROWSER'] });
  otherKey = await seedKey(server, other, { scopes: ['BOT', 'TX'] });
  meetingId = encodeId('Meeting', (await seedMeetings(server, own.databaseId, 1))[0] ?? 0n);
});
afterAll(() => server.stop());

type Names = { nodes: ({ __typename: string; id: string } | null)[] };

async function names(headers: { admin?: string; key?: string }): Promise<(string | undefined)[]> {
  const { data } = await server.graphql<Names>(
    'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }',
    {
      ...headers,
      variables: { ids: [own.id, key.id, meetingId, encodeId('User', 999_999n)] },
    },
  );
  return data.nodes.map((node) => node?.__typename);
}

describe('node and nodes', () => {
  it('show each caller what it may see, and nothing of the rest', async () => {
    expect(await names({ admin: server.adminKey })).toEqual([
      'User',
      'ApiToken',
      'Meeting',
      undefined,
    ]);
    expect(await names({ admin: server.analyticsKey })).toEqual([
      'User',
      undefined,
      'Meeting',
      undefined,
    ]);
    expect(await names({ key: key.secret })).toEqual(['User', 'ApiToken', 'Meeting', undefined]);
    expect(await names({ key: browserKey.secret })).toEqual([
      'User',
      'ApiToken',
      undefined,
      undefined,
    ]);
    expect(await names({ key: otherKey.secret })).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(await names({})).toEqual([undefined, undefined, undefined, undefined]);
  });

  it('give back the id that they were asked with, and the fields of the type', async () => {
    const { data } = await server.graphql(
      'query ($id: ID!) { node(id: $id) { id ... on Meeting { platform sessions { sessionUid } } } }',
      { key: key.secret, variables: { id: meetingId } },
    );
    expect(data).toMatchObject({
      node: {
        id: meetingId,
        platform: 'GOOGLE_MEET',
        sessions: [{ sessionUid: expect.any(String) }],
      },
    });
  });

  it.each([
    '',
    'zzz',
    'VXNlcjox==',
    Buffer.from('Nope:1').toString('base64url'),
    Buffer.from('User:01').toString('base64url'),
  ])('refuse the text %j, which is no id', async (id) => {
    const reply = await server.graphql('query ($id: ID!) { node(id: $id) { id } }', {
      admin: server.adminKey,
      variables: { id },
    });
    expect(reply.errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      issues: [{ path: ['id'] }],
    });
  });
});

describe('meeting', () => {
  const BY_NATIVE =
    '{ meeting(by: {native: {platform: GOOGLE_MEET, nativeMeetingId: "abc-defg-aaa"}}) { id url } }';

  it('is found by its own id on the platform, by its user only', async () => {
    const found = { meeting: { id: meetingId, url: 'https://meet.google.com/abc-defg-aaa' } };
    expect((await server.graphql(BY_NATIVE, { key: key.secret })).data).toEqual(found);
    expect((await server.graphql(BY_NATIVE, { admin: server.adminKey })).data).toEqual(found);
    expect((await server.graphql(BY_NATIVE, { key: otherKey.secret })).data).toEqual({
      meeting: null,
    });
  });

  it('looks the same to others whether it exists or not', async () => {
    const ask = (id: string) =>
      server.graphql('query ($id: ID!) { meeting(by: {id: $id}) { id } }', {
        key: otherKey.secret,
        variables: { id },
      });
    expect(await ask(meetingId)).toEqual(await ask(encodeId('Meeting', 999_999n)));
  });
});

import { isNonNullType } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { schema } from '../../src/api/graphql/schema.ts';
import { type SeededKey, type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { guardedFields } from './guarded.ts';

// What is refused or fails takes nothing else of the answer with it.

let server: TestServer;
let user: SeededUser;
beforeAll(async () => {
  server = await startServer();
  user = await seedUser(server, { name: 'Ada', data: { team: 'x' } });
});
afterAll(() => server.stop());

describe('the schema', () => {
  it('lets every root field and every guarded field be null', () => {
    const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
    const rootFields = roots.flatMap((type) =>
      Object.values(type?.getFields() ?? {}).map(({ name, type: answer }) => ({
        name: `${type?.name}.${name}`,
        type: answer,
      })),
    );
    const guarded = guardedFields().map(({ name, field }) => ({ name, type: field.type }));
    const all = [...rootFields, ...guarded];
    expect(all.length).toBeGreaterThan(50);
    expect(all.filter(({ type }) => isNonNullType(type)).map(({ name }) => name)).toEqual([]);
  });
});

describe('a query', () => {
  it('answers what the caller may read beside what it may not', async () => {
    const { secret } = await seedKey(server, user);
    for (let time = 1; time <= 3; time += 1) {
      const { data, errors } = await server.graphql(
        `{ viewer { access user { ...Shared } } users { totalCount } apiTokens { totalCount } }
         fragment Shared on User { email data webhook { url } }`,
        { key: secret },
      );
      expect(data).toEqual({
        viewer: { access: ['USER'], user: { email: user.email, data: null, webhook: null } },
        users: null,
        apiTokens: null,
      });
      const refused = errors?.map(({ path, extensions }) => [path?.join('.'), extensions.code]);
      expect(refused?.sort()).toEqual([
        ['apiTokens', 'FORBIDDEN'],
        ['users', 'FORBIDDEN'],
        ['viewer.user.data', 'FORBIDDEN'],
      ]);
    }
  });
});

describe('several changes in one document', () => {
  const ROTATE = '... on RotateKeySuccess { secret }';
  const CREATED = '... on CreateUserSuccess { user { email } }';
  let key: SeededKey;
  beforeEach(async () => {
    key = await seedKey(server, user);
  });

  async function isUntouched(): Promise<boolean> {
    const row = await server.db.prisma.apiToken.findUniqueOrThrow({
      where: { id: BigInt(key.databaseId) },
    });
    return row.revokedAt === null && row.retiresAt === null;
  }

  const ASKED = [
    {
      what: 'a field that the caller may not use',
      as: () => ({ key: key.secret }),
      document: `mutation ($id: ID!) {
        a: rotateKey(input: {id: $id}) { ${ROTATE} }
        b: createUser(input: {email: "second@example.com"}) { ${CREATED} }
      }`,
      refused: { path: ['b'], code: 'FORBIDDEN' },
    },
    {
      what: 'such a field in a fragment',
      as: () => ({ key: key.secret }),
      document: `mutation ($id: ID!) { a: rotateKey(input: {id: $id}) { ${ROTATE} } ...More }
        fragment More on Mutation {
          ... { b: deleteUser(input: {id: $id}) { __typename } }
          c: revokeToken(input: {id: $id}) { __typename }
        }`,
      refused: { path: ['b'], code: 'FORBIDDEN' },
    },
    {
      what: 'an argument that does not fit its type',
      as: () => ({ admin: server.adminKey }),
      document: `mutation ($id: ID!, $input: CreateUserInput = {email: "x@example.com"}) {
        a: rotateKey(input: {id: $id}) { ${ROTATE} }
        b: createUser(input: $input) { ${CREATED} }
      }`,
      variables: { input: null },
      refused: { path: ['b'], code: 'BAD_USER_INPUT' },
    },
    {
      what: 'an input within an argument that has no value',
      as: () => ({ admin: server.adminKey }),
      document: `mutation ($id: ID!, $platform: MeetingPlatform = ZOOM) {
        a: rotateKey(input: {id: $id}) { ${ROTATE} }
        b: recordMeeting(input: {meetings: [{platform: $platform, nativeMeetingId: "1"}]}) { __typename }
      }`,
      variables: { platform: null },
      refused: { path: ['b'], code: 'BAD_USER_INPUT' },
    },
  ];

  it.each(ASKED)('do nothing where one is refused: $what', async ({ as, refused, ...asked }) => {
    const { data, errors } = await server.graphql<Record<string, null>>(asked.document, {
      ...as(),
      variables: { id: key.id, ...asked.variables },
    });
    expect(errors?.[0]).toMatchObject({
      path: refused.path,
      extensions: { code: refused.code },
    });
    const others = errors?.slice(1).map(({ path, extensions }) => [path, extensions.code]);
    expect(others).toContainEqual([['a'], 'NOT_RUN']);
    expect(new Set(Object.values(data))).toEqual(new Set([null]));
    expect(await isUntouched()).toBe(true);
    const created = await server.db.prisma.user.count({ where: { email: 'second@example.com' } });
    expect(created).toBe(0);
  });

  it('pay no heed to what is skipped', async () => {
    const { data, errors } = await server.graphql<Record<string, object>>(
      `mutation ($id: ID!, $no: Boolean!) {
        a: updateUser(input: {id: $id, name: "B"}) { __typename }
        b: updateUser(input: {id: $id, name: "C"}) @skip(if: $no) { __typename }
      }`,
      { admin: server.adminKey, variables: { id: user.id, no: true } },
    );
    expect(errors).toBeUndefined();
    expect(Object.keys(data)).toEqual(['a']);
  });

  // Whose an object is, only the field itself finds out.
  it.each([
    'setWebhook(input: {userId: "USER", url: "https://hooks.example.com/"})',
    'removeWebhook(input: {userId: "USER"})',
    'recordMeeting(input: {userId: "USER", meetings: [{platform: ZOOM, nativeMeetingId: "1234567890"}]})',
    'rotateKey(input: {id: "KEY"})',
    'finishRotation(input: {id: "KEY"})',
    'revokeToken(input: {id: "KEY"})',
  ])('keep the answer of what was done before another user is named: %s', async (field) => {
    const other = await seedUser(server);
    const foreign = await seedKey(server, other);
    const named = field.replace('USER', other.id).replace('KEY', foreign.id);
    const { data, errors } = await server.graphql<Record<string, { secret?: string } | null>>(
      `mutation ($id: ID!) {
        a: rotateKey(input: {id: $id, overlap: 600}) { ${ROTATE} }
        b: ${named} { __typename }
      }`,
      { key: key.secret, variables: { id: key.id } },
    );
    expect(data['a']?.secret).toMatch(/^vxa_/);
    const [error] = errors ?? [];
    const answer = error === undefined ? data['b'] : error.extensions.code;
    expect([{ __typename: 'NotFoundError' }, 'FORBIDDEN']).toContainEqual(answer);
  });
});

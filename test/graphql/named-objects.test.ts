import { isInputObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../src/api/graphql/schema.ts';
import { type SeededKey, type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

// Mutations name users and keys as queries do: by id, by number, users also by address.

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

type Kind = 'user' | 'token';
type Change = {
  /** The older field that means the same. */
  readonly older: string;
  readonly kind: Kind;
  readonly more?: string;
  /** For changes that are only possible in this state. */
  readonly before?: string;
  /** A user's key may do it for its own user, or with itself. */
  readonly isOwn?: boolean;
};

const MEETINGS =
  ', meetings: [{platform: ZOOM, nativeMeetingId: "85748392010", status: COMPLETED}]';
const OVERLAP = 'mutation ($id: ID!) { rotateKey(input: {id: $id, overlap: 600}) { __typename } }';
const WEBHOOK = ', url: "https://hooks.example.com/x"';

const CHANGES: Readonly<Record<string, Change>> = {
  mintToken: { older: 'userId', kind: 'user' },
  revokeAllTokens: { older: 'userId', kind: 'user' },
  updateUser: { older: 'id', kind: 'user', more: ', name: "Other"' },
  deleteUser: { older: 'id', kind: 'user' },
  setWebhook: { older: 'userId', kind: 'user', more: WEBHOOK, isOwn: true },
  removeWebhook: { older: 'userId', kind: 'user', isOwn: true },
  recordMeeting: { older: 'userId', kind: 'user', more: MEETINGS, isOwn: true },
  updateToken: { older: 'id', kind: 'token', more: ', name: "other"' },
  rotateKey: { older: 'id', kind: 'token', isOwn: true },
  revokeToken: { older: 'id', kind: 'token', isOwn: true },
  revokeLineage: { older: 'id', kind: 'token', isOwn: true },
  finishRotation: { older: 'id', kind: 'token', before: OVERLAP, isOwn: true },
  cancelRotation: { older: 'id', kind: 'token', before: OVERLAP },
};

type Result = {
  readonly __typename: string;
  readonly message?: string;
  readonly issues?: readonly { readonly path: string[]; readonly message: string }[];
};

async function send(name: string, target: string, who: object = { admin: server.adminKey }) {
  const { more = '' } = CHANGES[name] ?? {};
  const document = `mutation { result: ${name}(input: {${target}${more}}) {
    __typename ... on Error { message } ... on InvalidInputError { issues { path message } } } }`;
  const { data, errors } = await server.graphql<{ result: Result } | null>(document, who);
  return { result: data?.result ?? null, errors: errors?.map(({ message }) => message) };
}

type Seeded = { readonly user: SeededUser; readonly key: SeededKey };

async function seed(name: string): Promise<Seeded> {
  const user = await seedUser(server);
  const key = await seedKey(server, user, { scopes: ['BOT', 'TX'] });
  const { before } = CHANGES[name] ?? {};
  if (before) await server.graphql(before, { admin: server.adminKey, variables: { id: key.id } });
  return { user, key };
}

function waysTo({ kind, older }: Change, { user, key }: Seeded): Record<string, string> {
  const { id, databaseId } = kind === 'user' ? user : key;
  return {
    older: `${older}: "${id}"`,
    id: `${kind}: {id: "${id}"}`,
    number: `${kind}: {databaseId: ${databaseId}}`,
    ...(kind === 'user' && { address: `user: {email: "${user.email.toUpperCase()}"}` }),
  };
}

it('every mutation that names a user or a key is tried', () => {
  const named = Object.values(schema.getMutationType()?.getFields() ?? {}).filter(({ args }) => {
    const input = args[0]?.type.toString().replace(/!$/, '') ?? '';
    const type = schema.getType(input);
    const fields = isInputObjectType(type) ? Object.values(type.getFields()) : [];
    return fields.some(
      ({ name, type: own }) => /^(id|\w+Id)$/.test(name) && /^ID!?$/.test(`${own}`),
    );
  });
  const others = named
    .map(({ name }) => name)
    .filter((name) => /AdminKey|LegalHold|SignInSessions/.test(name));
  expect(named.map(({ name }) => name).toSorted()).toEqual(
    [...Object.keys(CHANGES), ...others].toSorted(),
  );
});

it('every older field is deprecated, with what to use and until when', () => {
  for (const [name, { older, kind }] of Object.entries(CHANGES)) {
    const type = schema.getMutationType()?.getFields()[name]?.args[0]?.type.toString() ?? '';
    const input = schema.getType(type.replace(/!$/, ''));
    const field = isInputObjectType(input) ? input.getFields()[older] : undefined;
    expect(field?.deprecationReason, name).toBe(`Use \`${kind}\`. Removed after 2027-06-30.`);
  }
});

describe.each(Object.entries(CHANGES))('%s', (name, change) => {
  it.each(['older', 'id', 'number', 'address'])('names its object by %s', async (way) => {
    const seeded = await seed(name);
    const target = waysTo(change, seeded)[way];
    if (target === undefined) return;
    const { result, errors } = await send(name, target);
    expect(errors).toBeUndefined();
    expect(result?.__typename).toMatch(/Success$/);
    if (change.isOwn !== true) return;
    const own = await seed(name);
    const { key } = own;
    // Which a replaced key does for its own rotation.
    const again = await send(name, waysTo(change, own)[way] ?? '', { key: key.secret });
    expect(again.result?.__typename).toMatch(/Success$/);
  });

  it('refuses two names and none, and says of which field', async () => {
    const ways = waysTo(change, await seed(name));
    const twice = await send(name, `${ways['older']}, ${ways['number']}`);
    expect(twice.result?.issues).toEqual([
      {
        path: [change.older],
        message: `cannot be used together with \`${change.kind}\`: send only one of them`,
      },
    ]);
    const none = await send(name, `${change.kind}: null`);
    expect(none.result?.issues).toEqual([
      { path: [change.kind], message: expect.stringMatching(/^is required/) as string },
    ]);
  });

  it('tells nobody whether somebody else is there', async () => {
    const [mine, others] = [await seed(name), await seed(name)];
    const gone = { id: 'VXNlcjo5OTk5OTk', databaseId: 999_999, email: 'nobody@example.com' };
    const missing: Record<string, string> = {
      ...waysTo(change, { user: gone, key: { ...gone, id: 'QXBpVG9rZW46OTk5OTk5', secret: '' } }),
    };
    const there = waysTo(change, others);
    const replies = [];
    for (const target of [...Object.values(there), ...Object.values(missing)])
      replies.push(await send(name, target, { key: mine.key.secret }));
    expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1);
    expect(JSON.stringify(replies[0])).not.toContain('Success');
    const admins = [];
    for (const target of Object.values(missing)) admins.push(await send(name, target));
    expect(new Set(admins.map((reply) => JSON.stringify(reply))).size).toBe(1);
    expect(admins[0]?.result?.__typename).toBe('NotFoundError');
  });
});

describe('a filter by user', () => {
  it('finds what a user has by each name of it, and nothing of nobody', async () => {
    const { user, key } = await seed('mintToken');
    await server.graphql(
      `mutation { recordMeeting(input: {user: {id: "${user.id}"}${MEETINGS}}) { __typename } }`,
      { admin: server.adminKey },
    );
    const names = [`id: "${user.id}"`, `databaseId: ${user.databaseId}`, `email: "${user.email}"`];
    for (const name of names) {
      const { data } = await server.graphql(
        `{ apiTokens(filter: {user: {${name}}}) { nodes { id } } meetings(filter: {user: {${name}}}) { totalCount } }`,
        { admin: server.adminKey },
      );
      expect(data).toEqual({ apiTokens: { nodes: [{ id: key.id }] }, meetings: { totalCount: 1 } });
    }
    for (const name of ['databaseId: 999999', 'email: "nobody@example.com"']) {
      const { data } = await server.graphql(
        `{ apiTokens(filter: {user: {${name}}}) { nodes { id } } meetings(filter: {user: {${name}}}) { totalCount } }`,
        { admin: server.adminKey },
      );
      expect(data).toEqual({ apiTokens: { nodes: [] }, meetings: { totalCount: 0 } });
    }
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

// A document means the same each time that it is sent, whoever sent it before.

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const TIMES = 10;

async function send<Data>(document: string, variables: object): Promise<Data> {
  const { data, errors } = await server.graphql<Data>(document, {
    admin: server.adminKey,
    variables,
  });
  expect(errors?.map(({ message }) => message)).toBeUndefined();
  return data;
}

describe('an absent variable', () => {
  it('leaves the expiry of a key as it is', async () => {
    const key = await seedKey(server, await seedUser(server), { expiresIn: 3600 });
    type Reply = { updateToken: { token: { name: string; expiresAt: string | null } } };
    for (let time = 1; time <= TIMES; time += 1) {
      const { updateToken } = await send<Reply>(
        `mutation ($id: ID!, $name: String, $in: BigInt) {
          updateToken(input: {id: $id, name: $name, expiresIn: $in}) {
            ... on UpdateTokenSuccess { token { name expiresAt } }
          }
        }`,
        { id: key.id, name: `name ${time}` },
      );
      expect(updateToken.token.name, `time ${time}`).toBe(`name ${time}`);
      expect(updateToken.token.expiresAt, `time ${time}`).not.toBeNull();
    }
  });

  it('leaves a default of an input to its field', async () => {
    const { id } = await seedUser(server, { maxConcurrentBots: TIMES });
    type Reply = { recordMeeting: { receipts: { meeting: { status: string } | null }[] } };
    for (let time = 1; time <= TIMES; time += 1) {
      const { recordMeeting } = await send<Reply>(
        `mutation ($id: ID!, $native: String!, $status: MeetingStatus) {
          recordMeeting(input: {
            userId: $id, meetings: [{platform: ZOOM, nativeMeetingId: $native, status: $status}]
          }) { ... on RecordMeetingSuccess { receipts { meeting { status } error { message } } } }
        }`,
        { id, native: String(10_000_000 + time) },
      );
      expect(recordMeeting, `time ${time}`).toMatchObject({
        receipts: [{ meeting: { status: 'REQUESTED' } }],
      });
    }
  });
});

describe('free-form data', () => {
  const CREATE = `mutation ($email: EmailAddress!, $a: String, $b: [Int!], $c: JSONObject, $d: BigInt, $e: DateTime, $f: String) {
    createUser(input: {email: $email, data: {
      a: $a, list: [$a, {deep: [[$b]]}], c: {c: $c}, d: $d, e: [$e], f: $f, g: [$f], h: {f: $f}
    }}) { ... on CreateUserSuccess { user { data } } }
  }`;

  it('has the variables of every depth', async () => {
    for (let time = 1; time <= TIMES; time += 1) {
      const given = { a: `a${time}`, b: [time, 2], c: { x: [time] } };
      const { createUser } = await send<{ createUser: { user: { data: unknown } } }>(CREATE, {
        ...given,
        email: `free-${time}@example.com`,
        d: '9007199254740993',
        e: '2026-11-20T12:00:00+01:00',
      });
      expect(createUser.user.data, `time ${time}`).toEqual({
        a: given.a,
        list: [given.a, { deep: [[given.b]] }],
        c: { c: given.c },
        d: '9007199254740993',
        e: ['2026-11-20T11:00:00.000Z'],
        g: [null],
        h: {},
      });
    }
  });
});

describe('a number that double precision cannot hold', () => {
  const NUMBERS = [
    '750727362669608961',
    '9007199254740993',
    '0.30000000000000000001',
    '0.1000000000000000055511151231257827',
    '123456789012345678e-3',
  ];
  /** How a number may come within a literal: the type of its variable, and what is sent. */
  const PLACES: readonly (readonly [
    type: string,
    text: (number: string) => string,
    path: string,
  ])[] = [
    ['Float', (number) => number, 'x'],
    ['[Float]', (number) => `[1, ${number}]`, 'x.1'],
    ['[Float!]!', (number) => `[${number}]`, 'x.0'],
    ['[Float]', (number) => number, 'x'],
    ['[[Float]]', (number) => `[[1], [2, ${number}]]`, 'x.1.1'],
    ['JSONObject', (number) => `{"a": {"b": [${number}]}}`, 'x.a.b.0'],
  ];
  const INTO: readonly (readonly [into: string, data: (document: string) => string])[] = [
    [
      'updateUser',
      (value) => `updateUser(input: {user: {id: $user}, data: ${value}}) { __typename }`,
    ],
    [
      'recordMeeting',
      (value) =>
        `recordMeeting(input: {userId: $user, meetings: [{platform: ZOOM, nativeMeetingId: "9", data: ${value}}]}) { __typename }`,
    ],
  ];

  async function sendText(query: string, variables: string) {
    const response = await server.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-admin-api-key': server.adminKey },
      body: `{"query": ${JSON.stringify(query)}, "variables": ${variables}}`,
    });
    const { errors } = (await response.json()) as {
      errors?: { extensions: { code: string; issues?: { path: unknown[] }[] } }[];
    };
    return (errors ?? []).map(({ extensions: { code, issues = [] } }) => [
      code,
      issues.map(({ path }) => path.join('.')),
    ]);
  }

  /** Data with the variable, and where it stands in there. */
  const VALUES = { '{n: $x}': 'n', '{a: [{deep: [$x]}], b: $y}': 'a.0.deep.0' };
  const PATHS: Readonly<Record<string, string>> = {
    updateUser: 'input.data',
    recordMeeting: 'input.meetings.0.data',
  };

  /** A mutation for each place, with one number, and the path that is refused. */
  const CASES = INTO.flatMap(([into, mutation]) =>
    PLACES.flatMap(([type, text, path]) =>
      Object.entries(VALUES).map(([value, place]) => {
        const other = value.includes('$y') ? ', $y: Float' : '';
        const query = `mutation ($user: ID!, $x: ${type}${other}) { ${mutation(value)} }`;
        const full = [PATHS[into], place, ...path.split('.').slice(1)].join('.');
        return { into, query, text, path: full };
      }),
    ),
  );

  it.each(CASES)('is refused with its path, by $into: $query', async ({ query, text, path }) => {
    const { id } = await seedUser(server, { data: { untouched: true } });
    for (const number of NUMBERS) {
      // The first one of the variables is not the one that counts.
      const variables = `{"user": "${id}", "unused": ${number}, "y": 1, "x": ${text(number)}}`;
      expect([number, await sendText(query, variables)]).toEqual([
        number,
        [['BAD_USER_INPUT', [path]]],
      ]);
    }
    const { user } = await send<{ user: { data: unknown; meetings: { totalCount: number } } }>(
      'query ($id: ID!) { user(by: {id: $id}) { data meetings { totalCount } } }',
      { id },
    );
    expect(user).toEqual({ data: { untouched: true }, meetings: { totalCount: 0 } });
  });

  it('is refused as the default of a variable, and not where it is not used', async () => {
    const { id } = await seedUser(server);
    const update = (type: string, value: string) =>
      `mutation ($user: ID!, $x: ${type} = ${value}) { updateUser(input: {user: {id: $user}, data: {n: $x}}) { __typename } }`;
    for (const number of NUMBERS)
      for (const [type, value, path] of [
        ['Float', number, 'input.data.n'],
        ['[Float]', `[1, ${number}]`, 'input.data.n.1'],
      ] as const) {
        expect(await sendText(update(type, value), `{"user": "${id}"}`)).toEqual([
          ['BAD_USER_INPUT', [path]],
        ]);
        expect(
          await sendText(
            update(type, value),
            `{"user": "${id}", "x": ${type === 'Float' ? 1 : '[1]'}}`,
          ),
        ).toEqual([]);
      }
  });
});

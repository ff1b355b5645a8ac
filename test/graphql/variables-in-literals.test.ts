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

import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { allRows } from '../platform/request.ts';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { ownKeys } from './own-keys.ts';

// Every form of key that the service makes or accepts, in every place of a request that is logged,
// counted, stored or repeated.

const REPORT = `mutation ($input: RecordMeetingInput!) {
  recordMeeting(input: $input) { ... on RecordMeetingSuccess { receipts { state omitted } } }
}`;
const CHANGE = `mutation ($input: UpdateMeetingStatusInput!) {
  updateMeetingStatus(input: $input) { ... on UpdateMeetingStatusSuccess { receipts { state omitted } } }
}`;

let server: TestServer;
let user: SeededUser;
let key: string;
beforeAll(async () => {
  server = await startServer();
  user = await seedUser(server);
  key = (await seedKey(server, user, { scopes: ['BOT'] })).secret;
});
afterAll(() => server.stop());

async function post(
  query: string,
  variables: object = {},
  headers: Record<string, string> = { 'x-api-key': key },
): Promise<string> {
  const response = await server.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  return await response.text();
}

const admin = () => ({ 'x-admin-api-key': server.adminKey });
const meeting = (serial: number) => ({ platform: 'ZOOM', nativeMeetingId: `own-${serial}` });

const WAYS: Readonly<Record<string, (text: string, serial: number) => Promise<unknown>>> = {
  'the name of an operation': (text) => post(`query ${text} { viewer { access } }`),
  'the name of a refused operation': (text) => post(`query ${text} { users { totalCount } }`),
  'the alias of a refused field': (text) => post(`{ ${text}: users { totalCount } }`),
  'the id of a request': (text) =>
    post('{ users { totalCount } }', {}, { 'x-api-key': key, 'x-request-id': text }),
  'the id of a request by REST': (text) =>
    server.fetch('/admin/users', { headers: { 'x-request-id': text } }),
  'a path': (text) => server.fetch(`/admin/tokens/${text}`, { method: 'DELETE', headers: admin() }),
  'data of a user': (text) =>
    post(
      'mutation ($input: UpdateUserInput!) { updateUser(input: $input) { __typename } }',
      { input: { user: { id: user.id }, data: { note: `see ${text}`, [text]: 1, plain: text } } },
      admin(),
    ),
  'data and the reason of a meeting': async (text, serial) => {
    const data = { note: `see ${text}`, plain: text };
    const report = { ...meeting(serial), status: 'JOINING', reason: `used ${text}`, data };
    const answer = await post(REPORT, { input: { meetings: [report] } });
    expect(answer).toContain('CREATED');
    for (const place of ['data.note', 'data.plain', 'reason']) expect(answer).toContain(place);
  },
  'data and the reason of a change': async (text, serial) => {
    const change = { status: 'ACTIVE', reason: text, source: `by ${text}`, data: { list: [text] } };
    const answer = await post(CHANGE, {
      input: { changes: [{ meeting: { native: meeting(serial) }, ...change }] },
    });
    expect(answer).toContain('UPDATED');
    for (const place of ['data.list', 'reason', 'source']) expect(answer).toContain(place);
  },
};

it('a key of no form is logged, counted, stored or repeated from anywhere', async () => {
  const keys = await ownKeys();
  for (const [serial, [, secret]] of keys.entries())
    for (const send of Object.values(WAYS)) await send(secret, serial);
  await server.app.refusals.flush();
  await sleep(50);
  const places: Readonly<Record<string, string>> = {
    log: server.logLines.join(''),
    metrics: await (await server.fetch('/metrics', { headers: admin() })).text(),
    rows: await allRows(server),
    events: await post(
      '{ auditEvents(first: 100) { edges { node { requestId before after } } } }',
      {},
      admin(),
    ),
  };
  const found = keys.flatMap(([form, secret]) =>
    Object.keys(places)
      .filter((place) => places[place]?.includes(secret))
      .map((place) => `${form} in ${place}`),
  );
  expect(found).toEqual([]);
});

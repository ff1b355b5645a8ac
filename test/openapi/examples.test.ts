import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';
import { signatureOf } from '../vexa-events/sign.ts';
import {
  type DescribedRoute,
  type Description,
  readDescription,
  routesIn,
  schemaPointer,
} from './description.ts';
import { prepareTools, runTool } from './tools.ts';

/** These end what the others read, in this order. */
const LAST = [
  'removeCalendar',
  'revokeToken',
  'rotateAccountKey',
  'revokeTokenLineage',
  'revokeAllTokens',
  'scimPatchGroup',
  'scimDeleteGroup',
  'scimDeleteUser',
  'deleteAccount',
];
const EVENT_SECRET = 'a-secret-that-signs-events-for-tests';
const SECRET = 'an-internal-secret-of-43-characters-for-tests';

/** Of another form than any route expects. */
const ODD_BODY = '{"email": 7, "token": 7}';

type Answered = {
  readonly route: DescribedRoute;
  readonly status: number;
  readonly text: string;
  readonly isJson: boolean;
};

describe('the examples of the REST routes', () => {
  let server: TestServer;
  let description: Description;
  const answers: Answered[] = [];
  /** What a key of the examples is, once there is one. */
  let key = '';
  /** The id of the calendar of the examples, once there is one. */
  let calendar = '';

  beforeAll(async () => {
    await prepareTools();
    server = await startServer({
      env: {
        INTERNAL_API_SECRET: SECRET,
        VEXA_SYSTEM_WEBHOOK_SECRET: EVENT_SECRET,
        VEXA_EVENT_USERS: 'own',
      },
    });
    description = await readDescription(server);
    for (const route of inOrder(routesIn(description))) {
      const answer = await send(route);
      answers.push(answer);
      if (route.operationId === 'createToken') {
        key = (JSON.parse(answer.text) as { token: string }).token;
        await recordMeeting();
      }
      if (route.operationId === 'createCalendar')
        calendar = (JSON.parse(answer.text) as { id: string }).id;
    }
  });
  afterAll(() => server.stop());

  it('are there for every parameter and every body', () => {
    const missing = routesIn(description).flatMap(
      ({ operationId, parameters = [], requestBody }) => [
        ...parameters
          .filter(({ example, schema }) => (example ?? schema.examples?.[0]) === undefined)
          .map(({ name }) => `${operationId} ${name}`),
        ...(requestBody && requestBody.content['application/json'].example === undefined
          ? [`${operationId} body`]
          : []),
      ],
    );
    expect(missing).toEqual([]);
  });

  it('succeed as they are, with the key that each route names', () => {
    const refused = answers.filter(({ status }) => status >= 300);
    expect(refused.map(({ route, status, text }) => [route.operationId, status, text])).toEqual([]);
    expect(answers.length).toBeGreaterThan(30);
    const undocumented = answers.filter(({ route, status }) => !(status in route.responses));
    expect(undocumented.map(({ route, status }) => [route.operationId, status])).toEqual([]);
  });

  it('are answered in the form that is described', async () => {
    expect(await misfits(answers)).toEqual([]);
    const first = answers.filter(({ route }) => route.operationId === 'createUser');
    expect(await misfits(first.map((answer) => ({ ...answer, text: '{"id": "1"}' })))).not.toEqual(
      [],
    );
  });

  it('are refused in the form that is described', async () => {
    const refusals: Answered[] = [];
    for (const route of routesIn(description)) {
      const isOpen = route.security.length === 0;
      // The user and the keys of the examples are gone by now, and no key is sent.
      if (!isOpen) refusals.push(await send(route, {}));
      refusals.push(await send(route, { ...keysFor(route), 'idempotency-key': 'a b'.repeat(99) }));
      if (route.path.includes('{')) refusals.push(await send(route));
      if (route.requestBody) refusals.push(await send(route, keysFor(route, ODD_BODY), ODD_BODY));
    }
    expect(await misfits(refusals)).toEqual([]);
    const statuses = new Set(refusals.map(({ status }) => status));
    expect([401, 403, 404, 422].filter((status) => !statuses.has(status))).toEqual([]);
  });

  function inOrder(routes: readonly DescribedRoute[]): DescribedRoute[] {
    const rank = ({ operationId }: DescribedRoute) => LAST.indexOf(operationId);
    // What makes something comes first, and the key before what is read with it.
    const isFirst = ({ operationId }: DescribedRoute) =>
      ['createUser', 'createToken', 'createCalendar', 'scimCreateGroup'].includes(operationId);
    return [...routes].sort((a, b) => rank(a) - rank(b) || Number(isFirst(b)) - Number(isFirst(a)));
  }

  function keysFor(route: DescribedRoute, body = bodyOf(route)): Record<string, string> {
    const { security } = route;
    const names = security.flatMap((scheme) => Object.keys(scheme));
    if (names.includes('EventSignature')) return signatureOf(EVENT_SECRET, body ?? '');
    if (names.includes('InternalSecret')) return { 'x-internal-secret': SECRET };
    if (names.includes('AdminApiKey')) return { 'x-admin-api-key': server.adminKey };
    return names.includes('UserApiKey') ? { 'x-api-key': key } : {};
  }

  async function send(
    route: DescribedRoute,
    keys = keysFor(route),
    body = bodyOf(route),
  ): Promise<Answered> {
    const path = calendar ? route.path.replace('{calendar_id}', calendar) : route.path;
    const response = await server.fetch(addressOf({ ...route, path }), {
      method: route.method.toUpperCase(),
      headers: { ...keys, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body }),
    });
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    return { route, status: response.status, text: await response.text(), isJson };
  }

  function bodyOf({ operationId, requestBody }: DescribedRoute): string | undefined {
    const example = requestBody?.content['application/json'].example;
    if (example === undefined) return undefined;
    // The text of a key that does not exist can only be an example.
    return JSON.stringify(operationId === 'validateKey' ? { token: key } : example);
  }

  /** Bots tell of meetings through GraphQL. */
  async function recordMeeting(): Promise<void> {
    const { data } = await server.graphql<{ recordMeeting: { __typename: string } }>(
      `mutation {
        recordMeeting(input: { meetings: [{ platform: GOOGLE_MEET, nativeMeetingId: "abc-defg-hij" }] }) {
          __typename
        }
      }`,
      { key },
    );
    expect(data.recordMeeting.__typename).toBe('RecordMeetingSuccess');
  }

  /** Answers that are not as described, in the words of a JSON Schema validator. */
  async function misfits(given: readonly Answered[]): Promise<string[]> {
    const described = given
      .filter(({ text, isJson }) => text !== '' && isJson)
      .map(({ route, status, text }) => ({
        name: `${route.operationId} ${status}`,
        pointer: schemaPointer(route, status in route.responses ? String(status) : 'default'),
        body: JSON.parse(text) as unknown,
      }));
    const input = JSON.stringify({ document: description, answers: described });
    return JSON.parse(await runTool('validate.mjs', { input })) as string[];
  }
});

function addressOf({ path, parameters = [] }: DescribedRoute): string {
  const query = new URLSearchParams();
  let address = path;
  for (const { name, in: place, example } of parameters) {
    if (example === undefined) continue;
    if (place === 'path')
      address = address.replace(`{${name}}`, encodeURIComponent(String(example)));
    if (place === 'query') query.set(name, String(example));
  }
  return query.size === 0 ? address : `${address}?${query}`;
}

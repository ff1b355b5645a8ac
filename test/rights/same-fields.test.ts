import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROUTES } from '../../src/api/rest/routes.ts';
import { encodeId } from '../../src/kit/graphql/ids.ts';
import type { Route } from '../../src/kit/rest/route.ts';
import { seedKey, seedMeetings } from '../support/seed.ts';
import { CALLERS, type Caller, type Cast, startCast } from './callers.ts';
import { type Property, propertiesOf, schemaOf, undeclaredIn, valuesIn } from './responses.ts';
import { REST_ONLY } from './rest-only.ts';
import { alike, fieldOf, type Subjects, saidByGraphQL, selectionOf } from './same-in-graphql.ts';

// What REST answers is compared with what GraphQL says to the same caller, property by property.

const CANARY = { data: 'CANARY-of-data', webhook: 'CANARY-of-webhook', secret: 'CANARY-of-secret' };

/** They move on with each request: that they are shown is compared, not what they say. */
const MOVING = /^Usage\.|^ApiToken\.lastUsed|^User\.usage$/;

/** Their own key stands for the first user, about whom all is asked. */
const OWN: readonly Caller[] = ['botKey', 'txKey', 'browserKey', 'analyticsAndBrowser'];

/** What they answer is about what they make. */
const ABOUT_NEW = /rotate-key|DELETE|POST \/users|POST .*tokens$/;

const WITH_BODY = ROUTES.filter((route) => schemaOf(route) !== undefined);

describe('the properties of REST bodies', () => {
  const all = WITH_BODY.flatMap((route) =>
    propertiesOf(schemaOf(route)).map((property) => ({
      ...property,
      what: `${route.method} ${route.path} ${property.name}`,
    })),
  );

  it('name the field whose rule decides', () => {
    expect(all.filter(({ governed }) => governed === undefined)).toEqual([]);
    const unknown = all.filter(({ name, governed }) =>
      governed?.field ? fieldOf(governed.field) === undefined : !(name in REST_ONLY),
    );
    expect(unknown.map(({ what }) => what)).toEqual([]);
  });

  it('have the very rule of that field', () => {
    const others = all.filter(({ governed }) => {
      if (!governed?.field || governed.field.startsWith('Query.')) return false;
      const rule = fieldOf(governed.field)?.extensions['access'];
      return rule !== undefined && rule !== governed.rule;
    });
    expect(others.map(({ what }) => what)).toEqual([]);
  });
});

it('nothing that a provisioning key reads has a rule that it does not fulfil', () => {
  const read = WITH_BODY.filter(({ access }) => access.requires === 'PROVISIONING');
  const properties = read.flatMap((route) => propertiesOf(schemaOf(route)));
  expect(properties.length).toBeGreaterThan(40);
  expect(properties.filter(({ governed }) => governed?.rule !== undefined)).toEqual([]);
});

describe('a REST body says to each caller what GraphQL says', () => {
  let cast: Cast;
  let subjects: Subjects;
  beforeAll(async () => {
    cast = await startCast();
    const { server, own, actors } = cast;
    await server.graphql(
      `mutation ($id: ID!, $data: JSONObject!) { updateUser(input: {id: $id, data: $data, name: "Own", maxConcurrentBots: 3}) { __typename } }`,
      {
        admin: server.adminKey,
        variables: {
          id: own.id,
          data: {
            note: CANARY.data,
            memberships: [{ workspace_id: 'w' }],
            webhook_url: `https://hooks.example.com/${CANARY.webhook}`,
            webhook_secret: CANARY.secret,
            webhook_events: { 'meeting.completed': true },
          },
        },
      },
    );
    const [meeting = 0n] = await seedMeetings(server, own.databaseId, 1);
    await server.db.prisma.meeting.update({
      where: { id: meeting },
      data: {
        botContainerId: 'container',
        startTime: new Date(Date.UTC(2026, 0, 1, 1)),
        endTime: new Date(Date.UTC(2026, 0, 1, 2)),
        data: {
          topic: 'budget',
          webhook_url: CANARY.webhook,
          webhook_delivery: CANARY.webhook,
          delivered: { by: [{ lastWebhook: { url: CANARY.webhook } }] },
          'Ｈｏｏｋ url': CANARY.webhook,
          config: JSON.stringify({ on_end: { hook_url: CANARY.webhook } }),
        },
      },
    });
    subjects = {
      user: own.databaseId,
      meeting: Number(meeting),
      meetingId: encodeId('Meeting', meeting),
      token: Number(actors.botKey.id),
    };
  });
  afterAll(() => cast.server.stop());

  /** A request to a route about the subjects. */
  async function requestFor(
    { method, path }: (typeof ROUTES)[number],
    caller: keyof Cast['headers'],
  ) {
    const { server, own, headers } = cast;
    const isTokenRoute = path.includes('/rotate-key');
    const spare = await seedSpare(method === 'DELETE' || isTokenRoute);
    const filled = path
      .replace('{user_id}', String(spare ?? own.databaseId))
      .replace('{meeting_id}', String(subjects.meeting))
      .replace('{email}', own.email);
    const query = path.endsWith('/details') ? '?include_tokens=true' : '';
    const bodies: Record<string, object> = {
      'POST /admin/users': { email: own.email },
      'POST /users': { email: `${caller}-made@example.com` },
      'PUT /user/webhook': {
        webhook_url: `https://hooks.example.com/${caller === 'otherKey' ? 'other' : CANARY.webhook}`,
      },
      'POST /internal/validate': { token: headers.botKey['x-api-key'] },
    };
    return server.fetch(filled + query, {
      method,
      headers: { ...headers[caller], 'content-type': 'application/json' },
      ...(['POST', 'PUT', 'PATCH'].includes(method) && {
        body: JSON.stringify(bodies[`${method} ${path}`] ?? {}),
      }),
    });
  }

  async function seedSpare(isNeeded: boolean): Promise<number | null> {
    if (!isNeeded) return null;
    const { server } = cast;
    const { databaseId } = await server.db.prisma.user
      .create({ data: { email: `spare${Math.random()}@example.com` } })
      .then(({ id }) => ({ databaseId: Number(id) }));
    return databaseId;
  }

  type Asked = { readonly caller: Caller; readonly route: Route; readonly body: unknown };

  /** Which elements of lists are about the subjects. */
  function isMeant(field: string, id: unknown): boolean {
    const numbers: Readonly<Record<string, number>> = {
      'User.databaseId': subjects.user,
      'Meeting.databaseId': subjects.meeting,
      'ApiToken.databaseId': subjects.token,
    };
    return numbers[field] === undefined || numbers[field] === Number(id);
  }

  /** Of a route on the caller itself: whether what it says of a field is about the subjects. */
  function isAboutSubjects({ caller, route }: Asked, field: string): boolean {
    if (route.access.requires !== 'USER' || route.path.includes('{')) return true;
    if (!OWN.includes(caller)) return false;
    return route.path !== '/auth/me' || caller === 'botKey' || field.startsWith('User.');
  }

  async function compare(asked: Asked, { name, governed, value }: Property): Promise<void> {
    const { caller } = asked;
    const field = governed?.field ?? '';
    if (!isAboutSubjects(asked, field)) return;
    const selection = selectionOf(field);
    const wanted = { field, selection, subjects };
    const said = await saidByGraphQL(cast.server, cast.headers[caller], wanted);
    if (said === null) return;
    const shown = { caller, name, value: alike(value) };
    const isMasked = shown.value === null || JSON.stringify(shown.value) === '{}';
    if (!said.isReadable) expect({ ...shown, isMasked }).toEqual({ ...shown, isMasked: true });
    else if (selection === '' && !MOVING.test(field))
      expect(shown).toEqual({ ...shown, value: alike(said.value) });
  }

  it.each(WITH_BODY.map((route) => ({ what: `${route.method} ${route.path}`, route })))(
    '$what',
    async ({ what, route }) => {
      for (const caller of CALLERS) {
        const response = await requestFor(route, caller);
        if (!response.ok) continue;
        const text = await response.text();
        expectNoCanary(caller, text);
        if (isJson(response)) await compareAll({ caller, route, body: JSON.parse(text) }, what);
      }
    },
  );

  async function compareAll(asked: Asked, what: string): Promise<void> {
    const { caller, route, body } = asked;
    expect(undeclaredIn(schemaOf(route), body)).toEqual([]);
    // By SCIM alone, a provisioning key reads users; no rule guards what it reads of them.
    if (ABOUT_NEW.test(what) || caller === 'service' || caller === 'provisioning') return;
    for (const property of valuesIn(schemaOf(route), body, isMeant)) await compare(asked, property);
  }

  function isJson(response: Response): boolean {
    return /[/+]json\b/.test(response.headers.get('content-type') ?? '');
  }

  function expectNoCanary(caller: string, text: string): void {
    const isAdmin = ['admin', 'namedAdmin', 'adminRoleKey'].includes(caller);
    const hidden = [
      ...(caller === 'service' ? [] : [CANARY.secret]),
      ...(isAdmin ? [] : [CANARY.data]),
      ...(['analytics', 'namedAnalytics', 'otherKey'].includes(caller) ? [CANARY.webhook] : []),
    ];
    expect([caller, hidden.filter((canary) => text.includes(canary))]).toEqual([caller, []]);
  }

  it('and hands the secret to the services of the platform alone', async () => {
    const { server, headers } = cast;
    const key = await seedKey(server, cast.own);
    const response = await server.fetch('/internal/validate', {
      method: 'POST',
      headers: { ...headers.service, 'content-type': 'application/json' },
      body: JSON.stringify({ token: key.secret }),
    });
    expect(await response.json()).toMatchObject({
      webhook_secret: CANARY.secret,
      webhook_events: { 'meeting.completed': true },
      workspaces: ['w'],
    });
  });
});

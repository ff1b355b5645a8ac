import { type GraphQLInputType, getNamedType, isInputObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../src/api/graphql/schema.ts';
import type { AccessRule } from '../../src/kit/graphql/access.ts';
import { encodeId } from '../../src/kit/graphql/ids.ts';
import { follow } from '../support/events.ts';
import { seedKey, seedMeetings } from '../support/seed.ts';
import { type Cast, startCast } from './callers.ts';
import { inOrder, refusedWhile } from './events.ts';

// Everything by which a user key can name a thing, naming what is another user's. The places come from
// the schema: a new one fails until it stands here.

const SEGMENT = '{segmentId: "s", startOffset: 0, endOffset: 1, text: "t"}';
const SESSION = '{sessionUid: "s", startedAt: "2026-01-01T00:00:00Z"}';
const NATIVE = '{platform: GOOGLE_MEET, nativeMeetingId: "NATIVE"}';

/** By field and place: what asks for it. USER, TOKEN, MEETING and the other names in capitals stand for another user's. */
const NAMES: Readonly<Record<string, string>> = {
  'Query.node id': '{ node(id: "MEETING") { id } }',
  'Query.nodes ids': '{ nodes(ids: ["USER", "TOKEN", "MEETING"]) { id } }',
  'Query.meeting by.id': '{ meeting(by: {id: "MEETING"}) { id } }',
  'Query.meeting by.databaseId': '{ meeting(by: {databaseId: NUMBER}) { id } }',
  'Query.meeting by.native': `{ meeting(by: {native: ${NATIVE}}) { id } }`,
  ...Object.assign(
    {},
    ...['rotateKey', 'revokeLineage', 'revokeToken', 'finishRotation'].map(tokenNames),
  ),
  ...userNames('setWebhook', ', url: "https://example.com"'),
  ...userNames('removeWebhook', ''),
  ...userNames('recordMeeting', ', meetings: [{platform: ZOOM, nativeMeetingId: "1234567890"}]'),
  ...byEveryName('Mutation.updateMeetingStatus input.changes.meeting', (by) => statusOf(by)),
  ...byEveryName(
    'Mutation.recordSessions input.meeting',
    (by) =>
      `mutation { recordSessions(input: {meeting: ${by}, sessions: [${SESSION}]}) { __typename } }`,
  ),
  ...byEveryName(
    'Mutation.recordSegments input.meeting',
    (by) =>
      `mutation { recordSegments(input: {meeting: ${by}, segments: [${SEGMENT}]}) { __typename } }`,
  ),
  'Subscription.meetingChanged userId': 'subscription { meetingChanged(userId: "USER") { id } }',
  'Subscription.meetingChanged meetingId':
    'subscription { meetingChanged(meetingId: "MEETING") { id } }',
  ...byUser(
    'Subscription.meetingChanged user',
    (by) => `subscription { meetingChanged(user: ${by}) { id } }`,
  ),
  ...byEveryName(
    'Subscription.meetingChanged meeting',
    (by) => `subscription { meetingChanged(meeting: ${by}) { id } }`,
  ),
};

function tokenNames(name: string): Record<string, string> {
  const document = (target: string) => `mutation { ${name}(input: {${target}}) { __typename } }`;
  return {
    [`Mutation.${name} input.id`]: document('id: "TOKEN"'),
    [`Mutation.${name} input.token.id`]: document('token: {id: "TOKEN"}'),
    [`Mutation.${name} input.token.databaseId`]: document('token: {databaseId: KEY_NUMBER}'),
  };
}

function userNames(name: string, more: string): Record<string, string> {
  const document = (target: string) =>
    `mutation { ${name}(input: {${target}${more}}) { __typename } }`;
  return {
    [`Mutation.${name} input.userId`]: document('userId: "USER"'),
    ...byUser(`Mutation.${name} input.user`, (by) => document(`user: ${by}`)),
  };
}

function byUser(place: string, document: (by: string) => string): Record<string, string> {
  return {
    [`${place}.id`]: document('{id: "USER"}'),
    [`${place}.databaseId`]: document('{databaseId: OWNER_NUMBER}'),
    [`${place}.email`]: document('{email: "ADDRESS"}'),
  };
}

function statusOf(by: string): string {
  return `mutation { updateMeetingStatus(input: {changes: [{meeting: ${by}, status: COMPLETED}]}) { __typename } }`;
}

function byEveryName(place: string, document: (by: string) => string): Record<string, string> {
  return {
    [`${place}.id`]: document('{id: "MEETING"}'),
    [`${place}.databaseId`]: document('{databaseId: NUMBER}'),
    [`${place}.native`]: document(`{native: ${NATIVE}}`),
  };
}

/** Filters only narrow down what the caller may see anyway. */
function placesIn(type: GraphQLInputType, path: string): string[] {
  const named = getNamedType(type);
  if (named.name === 'ID' || /[dD]atabaseId$|\.native$|\.email$/.test(path)) return [path];
  if (!isInputObjectType(named) || named.name.endsWith('Filter')) return [];
  return Object.values(named.getFields()).flatMap((field) =>
    placesIn(field.type, `${path}.${field.name}`),
  );
}

function allPlaces(): string[] {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  return roots.flatMap((root) =>
    Object.values(root?.getFields() ?? {}).flatMap(({ name, args, extensions }) => {
      const { requires } = extensions['access'] as AccessRule;
      if (requires !== 'USER' && requires !== 'ANYONE') return [];
      return args.flatMap((arg) =>
        placesIn(arg.type, arg.name).map((place) => `${root?.name}.${name} ${place}`),
      );
    }),
  );
}

describe("naming another user's thing leaves one event", () => {
  let cast: Cast;
  let fill: (document: string) => string;
  let ownNumber: bigint;
  beforeAll(async () => {
    cast = await startCast();
    const { server, own } = cast;
    // The caller is `otherKey`: what it names is the first user's.
    const [meeting = 0n] = await seedMeetings(server, own.databaseId, 1);
    const token = await seedKey(server, own);
    ownNumber = (await seedMeetings(server, cast.other.databaseId, 2))[1] ?? 0n;
    await server.db.prisma.meeting.updateMany({
      where: { id: meeting },
      data: { nativeMeetingId: 'xyz-only-one', status: 'active' },
    });
    fill = (document) =>
      document
        .replaceAll('USER', own.id)
        .replaceAll('OWNER_NUMBER', String(own.databaseId))
        .replaceAll('KEY_NUMBER', String(token.databaseId))
        .replaceAll('ADDRESS', own.email)
        .replaceAll('TOKEN', token.id)
        .replaceAll('MEETING', encodeId('Meeting', meeting))
        .replaceAll('NUMBER', String(meeting))
        .replaceAll('NATIVE', 'xyz-only-one');
  });
  afterAll(() => cast.server.stop());

  async function send(document: string): Promise<void> {
    const { server, headers } = cast;
    const key = headers.otherKey['x-api-key'] ?? '';
    if (document.startsWith('subscription')) {
      const events = await follow(server, document, { key });
      await events.refusal();
      events.close();
      return;
    }
    const { data, errors = [] } = await server.graphql<object | null>(document, { key });
    expect([JSON.stringify(data), errors.map(({ extensions }) => extensions.code)]).not.toContain(
      'BAD_USER_INPUT',
    );
  }

  it('knows every place', () => {
    expect(allPlaces().toSorted()).toEqual(Object.keys(NAMES).toSorted());
  });

  it.each(Object.entries(NAMES))('%s', async (place, document) => {
    const all = await refusedWhile(cast.server, () => send(fill(document)));
    const [what = ''] = place.split(' ');
    const why = all[0]?.why ?? '';
    expect(inOrder(all)).toEqual(inOrder([{ ...cast.actors.otherKey, what, why }]));
    expect(why).toMatch(/another user|its own user only/);
  });

  it.each(['', '/segments'])('GET /meetings/{meeting_id}%s', async (part) => {
    const { server, headers, actors } = cast;
    const all = await refusedWhile(server, async () => {
      const address = fill(`/meetings/NUMBER${part}`);
      const response = await server.fetch(address, { headers: headers.otherKey });
      expect(response.status).toBe(404);
    });
    const why = 'This belongs to another user';
    const what = `GET /meetings/{meeting_id}${part}`;
    expect(inOrder(all)).toEqual(inOrder([{ ...actors.otherKey, what, why }]));
  });

  it.each(['AdminKey', 'AuditEvent'] as const)(
    'so does an id of %s, of which it sees none',
    async (type) => {
      const id = encodeId(type, 1n);
      for (const document of [`{ node(id: "${id}") { id } }`, `{ nodes(ids: ["${id}"]) { id } }`]) {
        const all = await refusedWhile(cast.server, () => send(document));
        const what = document.includes('nodes') ? 'Query.nodes' : 'Query.node';
        const why = 'Not allowed with this key';
        expect(inOrder(all)).toEqual(inOrder([{ ...cast.actors.otherKey, what, why }]));
      }
    },
  );

  it('but nothing is noted for what is its own, or does not exist at all', async () => {
    const all = await refusedWhile(cast.server, async () => {
      for (const number of [ownNumber, 999_999n]) {
        await send(`{ meeting(by: {databaseId: ${number}}) { id } }`);
        await send(`{ node(id: "${encodeId('Meeting', number)}") { id } }`);
        await send(statusOf(`{databaseId: ${number}}`));
      }
      await send('{ meeting(by: {native: {platform: ZOOM, nativeMeetingId: "none"}}) { id } }');
    });
    expect(all).toEqual([]);
  });
});

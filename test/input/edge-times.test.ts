import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importVexa } from '../../src/domain/vexa-import/import.ts';
import { type Client, clientOf } from '../provisioning/scim.ts';
import type { SeededUser } from '../support/seed.ts';
import type { TestServer } from '../support/server.ts';
import { completed, THERE } from '../vexa-events/examples.ts';
import { meetingOf, startReceiver, stepsOf } from '../vexa-events/receiver.ts';
import { sendEvent } from '../vexa-events/sign.ts';
import { createVexaDatabase, type VexaDatabase } from '../vexa-import/source.ts';
import { EDGE_TIMES, isAbout, type WrittenTime } from './edge-times.ts';

// One rule for all ways in: a time that exists, from the year 1 to the year 9999 in UTC.

let server: TestServer;
let user: SeededUser;
let scim: Client;
let source: VexaDatabase;
beforeAll(async () => {
  ({ server, user } = await startReceiver());
  scim = await clientOf(server);
  source = await createVexaDatabase('0.12');
});
afterAll(async () => {
  await source.drop();
  await server.stop();
});

const PAST = EDGE_TIMES.filter(([, stored]) => stored === null || stored < '2026');

describe('GraphQL', () => {
  it.each(EDGE_TIMES)('takes %s as %s', async (text, stored) => {
    const { data, errors } = await server.graphql(
      'query ($at: DateTime) { meetings(filter: {createdAt: {lte: $at}}) { totalCount } }',
      { admin: server.adminKey, variables: { at: text } },
    );
    expect(errors?.[0]?.extensions.code).toBe(stored === null ? 'BAD_USER_INPUT' : undefined);
    if (stored !== null) expect(data).toEqual({ meetings: { totalCount: expect.any(Number) } });
  });

  it.each(PAST)('records %s as %s', async (text, stored) => {
    const { data } = await server.graphql<Recorded>(
      `mutation ($at: DateTime) { recordMeeting(input: {user: {id: "${user.id}"}, meetings: [{platform: ZOOM,
        nativeMeetingId: "graphql", status: COMPLETED, createdAt: $at, endTime: $at}]}) {
        ... on RecordMeetingSuccess { receipts { meeting { createdAt } } } } }`,
      { admin: server.adminKey, variables: { at: text } },
    );
    const createdAt = data?.recordMeeting.receipts[0]?.meeting?.createdAt ?? null;
    if (stored === null) expect(createdAt).toBeNull();
    else expect(isAbout(stored)).toContain(createdAt);
  });
});

type Recorded = {
  readonly recordMeeting: {
    readonly receipts: readonly { readonly meeting: { readonly createdAt: string } | null }[];
  };
};

describe('a filter of SCIM', () => {
  it.each(EDGE_TIMES)('takes %s as %s', async (text, stored) => {
    for (const resource of ['Users', 'Groups'] as const) {
      const { status, body } = await scim.find(resource, `meta.created le "${text}"`);
      expect([status, body.scimType]).toEqual(
        stored === null ? [400, 'invalidFilter'] : [200, undefined],
      );
    }
  });
});

describe('an event', () => {
  it.each(PAST)('of a meeting takes %s as %s', async (text, stored) => {
    const { status, body } = await sendEvent(server, completed({ created_at: text }));
    expect(status).toBe(stored === null ? 422 : 200);
    if (stored === null) return;
    const { createdAt } = await meetingOf(server, Number(body['meeting_id']));
    expect(isAbout(stored)).toContain(createdAt.toISOString());
  });

  it.each(PAST)('takes %s of the last change as %s', async (text, stored) => {
    const status_transition = [{ from: 'active', to: 'completed', timestamp: text }];
    const { status, body } = await sendEvent(
      server,
      completed({ created_at: null, start_time: null, data: { status_transition } }),
    );
    expect(status).toBe(200);
    const id = Number(body['meeting_id']);
    const [last = ''] = (await stepsOf(server, id)).slice(-1);
    // What is none is ignored, and the end of the meeting counts.
    const ends = stored === null ? ['2026-06-18T10:42:00.000Z'] : isAbout(stored);
    expect(ends.map((end) => `completed ${end}`)).toContain(last);
    const { createdAt } = await meetingOf(server, id);
    expect(ends).toContain(createdAt.toISOString());
  });
});

describe('an import', () => {
  it('takes each of them in the changes of a meeting, and leaves the others in its data', async () => {
    await source.client.query(
      `insert into users (id, email, max_concurrent_bots, data, created_at) values (${THERE}, $1, 3, '{}', '2026-06-01')`,
      [user.email],
    );
    for (const [place, [text]] of EDGE_TIMES.entries())
      await source.client.query(
        `insert into meetings (id, user_id, platform, platform_specific_id, status, data, created_at, updated_at)
         values ($1, ${THERE}, 'zoom', 'edge-' || ($1::int - 200000), 'completed', $2, '2026-06-18', '2026-06-18')`,
        [200_000 + place, { status_transition: [{ to: 'completed', timestamp: text }] }],
      );
    const { tally } = await importVexa(server.app, { from: source.url });
    expect(tally.counts.meetings).toEqual({ written: EDGE_TIMES.length, unchanged: 0, skipped: 0 });
    for (const time of EDGE_TIMES) await expectImported(time);
  });

  async function expectImported([text, stored]: WrittenTime): Promise<void> {
    const place = EDGE_TIMES.findIndex(([other]) => other === text);
    const meeting = await server.db.prisma.meeting.findFirstOrThrow({
      where: { nativeMeetingId: `edge-${place}` },
    });
    const left = (meeting.data as { status_transition?: object[] }).status_transition;
    const steps = await stepsOf(server, Number(meeting.id));
    expect([text, steps.length, left?.length ?? 0]).toEqual(
      stored === null ? [text, 0, 1] : [text, 1, 0],
    );
    if (stored !== null) expect(isAbout(stored)).toContain(steps[0]?.replace('completed ', ''));
  }
});

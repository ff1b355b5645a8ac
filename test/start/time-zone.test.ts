import { afterAll, beforeAll, expect, it } from 'vitest';
import { createNodes, NODES_ADMIN_KEY, type Nodes, nodeEnv } from './nodes.ts';
import { start } from './process.ts';

// The zone of the host is nobody's business: times are stored and read as they were sent.

let nodes: Nodes;
beforeAll(async () => {
  nodes = await createNodes();
});
afterAll(() => nodes.drop());

/** In many zones, times before 1900 have offsets with seconds; others are hours that are given twice or never. */
const TIMES = [
  '0001-01-01T00:00:00.000Z',
  '0099-12-31T23:59:59.999Z',
  '1582-10-10T12:00:00.000Z',
  '1883-11-18T12:03:58.001Z',
  '1893-03-31T23:06:32.000Z',
  '1972-01-07T00:44:30.000Z',
  '2024-02-29T23:59:59.999Z',
  '2026-03-29T01:30:00.000Z',
  '2026-10-25T00:30:00.000Z',
];

it.each(['Europe/Berlin', 'America/St_Johns', 'Africa/Monrovia', 'Pacific/Apia'])(
  'in the zone %s, times are stored as they are',
  async (zone) => {
    const running = await start({ env: { ...nodeEnv(nodes.databaseUrl), TZ: zone } });
    const send = async (query: string, variables: object) => {
      const response = await fetch(`${running.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-admin-api-key': NODES_ADMIN_KEY },
        body: JSON.stringify({ query, variables }),
      });
      return (await response.json()) as { readonly data: Record<string, object> };
    };
    const email = `${zone.toLowerCase().replace('/', '.')}@example.com`;
    const meetings = TIMES.map((createdAt, place) => ({
      ...{ platform: 'ZOOM', nativeMeetingId: `edge-${place}`, status: 'COMPLETED' },
      ...{ createdAt, startTime: createdAt, endTime: createdAt },
    }));
    const { data } = await send(
      `mutation ($email: EmailAddress!, $meetings: [MeetingReport!]!) {
        createUser(input: {email: $email}) { __typename }
        recordMeeting(input: {user: {email: $email}, meetings: $meetings}) {
          ... on RecordMeetingSuccess { receipts { meeting { createdAt startTime endTime } } } } }`,
      { email, meetings },
    );
    expect(data['recordMeeting']).toEqual({
      receipts: TIMES.map((at) => ({ meeting: { createdAt: at, startTime: at, endTime: at } })),
    });
    await running.end('SIGTERM');
  },
);

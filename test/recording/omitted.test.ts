import { afterAll, beforeAll, expect, it } from 'vitest';
import { naturalPlaces } from '../hostile/natural-places.ts';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

// Over HTTP: what a bot reports is stored without secrets, and without what could not be searched.

const SECRET = 'in-a-report-7261';
let server: TestServer;
let user: SeededUser;
let key: string;
beforeAll(async () => {
  server = await startServer();
  user = await seedUser(server);
  key = (await seedKey(server, user, { scopes: ['BOT', 'TX'] })).secret;
});
afterAll(() => server.stop());

const RECORD = `mutation ($input: RecordMeetingInput!) { recordMeeting(input: $input) {
  ... on RecordMeetingSuccess { receipts { state omitted error { message } } }
  ... on InvalidInputError { message issues { path message } } } }`;

type Receipts = { recordMeeting: { receipts: { state: string; omitted: string[] }[] } };

async function record(all: readonly object[], name: string) {
  const meetings = all.map((data, place) => ({
    platform: 'ZOOM',
    nativeMeetingId: `${name}-${place}`,
    status: 'COMPLETED',
    data,
  }));
  const { data, errors } = await server.graphql<Receipts>(RECORD, {
    key,
    variables: { input: { meetings } },
  });
  expect(errors).toBeUndefined();
  return data.recordMeeting.receipts;
}

async function stored(): Promise<string> {
  const rows = await server.db.prisma.meeting.findMany({
    where: { userId: BigInt(user.databaseId) },
  });
  return rows.map(({ data }) => JSON.stringify(data)).join('\n');
}

it('no secret of a natural place is stored, and each is named', async () => {
  const places = naturalPlaces(SECRET);
  const receipts = await record(places, 'natural');
  const unnamed = places.filter((_, place) => receipts[place]?.omitted.length === 0);
  expect(unnamed).toEqual([]);
  expect(receipts.map(({ state }) => state)).toEqual(places.map(() => 'CREATED'));
  expect(await stored()).not.toContain(SECRET);
});

it('what takes too long to be searched is left out, and named', async () => {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const encoded = Array.from({ length: 1_600 }, (_, place) => base64(`["unsearched${place}"]`));
  const costly = JSON.stringify(encoded);
  const receipts = await record(
    [{ costly, kept: 'kept-by-report' }, { kept: 'and-this' }],
    'costly',
  );
  expect(receipts.map(({ omitted }) => omitted)).toEqual([['data.costly'], []]);
  const rows = await stored();
  expect(rows).toContain('kept-by-report');
  expect(rows).not.toContain(base64('["unsearched1').slice(0, 12));
});

import { seedKey, seedMeetings, seedUser } from '../../support/seed.ts';
import type { TestServer } from '../../support/server.ts';
import type { KnownIds } from './random-document.ts';

const PER_LIST = 4;

/** As many rows of each kind as a list counts as, and a few users, keys and meetings for every page. */
export async function seedFullLists(server: TestServer): Promise<KnownIds> {
  const users = [];
  for (let place = 0; place < PER_LIST; place += 1) {
    const user = await seedUser(server);
    users.push(user);
    for (let key = 0; key < PER_LIST; key += 1)
      await seedKey(server, user, { scopes: ['BOT', 'TX'] });
    await seedAdminKey(server, place);
    for (const meetingId of await seedMeetings(server, user.databaseId, PER_LIST))
      await fillMeeting(server, { meetingId, userId: BigInt(user.databaseId) });
  }
  const [token, meeting] = await Promise.all([
    server.db.prisma.apiToken.findFirstOrThrow(),
    server.db.prisma.meeting.findFirstOrThrow(),
  ]);
  return {
    User: { ids: users.map(({ id }) => id), databaseId: users[0]?.databaseId ?? 0 },
    ApiToken: { ids: [], databaseId: Number(token.id) },
    Meeting: { ids: [], databaseId: Number(meeting.id) },
  };
}

async function seedAdminKey(server: TestServer, place: number): Promise<void> {
  await server.graphql(
    'mutation ($input: CreateAdminKeyInput!) { createAdminKey(input: $input) { __typename } }',
    { admin: server.adminKey, variables: { input: { name: `admin ${place}`, access: 'ADMIN' } } },
  );
}

type Meeting = { readonly meetingId: bigint; readonly userId: bigint };

/** Five sessions and changes of status, ten speakers in three languages. */
async function fillMeeting({ db: { prisma } }: TestServer, meeting: Meeting): Promise<void> {
  const at = new Date(Date.UTC(2026, 0, 1));
  const { meetingId } = meeting;
  await prisma.meetingSession.createMany({
    data: [1, 2, 3, 4].map((place) => ({
      ...meeting,
      sessionUid: `more-${meetingId}-${place}`,
      startedAt: at,
    })),
  });
  await prisma.meetingTransition.createMany({
    data: ['requested', 'joining', 'awaiting_admission', 'active', 'completed'].map((toStatus) => ({
      ...meeting,
      toStatus,
      at,
    })),
  });
  await prisma.transcriptSegment.createMany({
    data: Array.from({ length: 10 }, (_, place) => ({
      ...meeting,
      startOffset: place,
      endOffset: place + 1,
      text: 'word',
      speaker: `speaker ${place}`,
      language: ['en', 'de', 'fr'][place % 3] ?? 'en',
    })),
  });
}

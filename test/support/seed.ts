import type { TestServer } from './server.ts';

export type SeededUser = {
  readonly id: string;
  readonly databaseId: number;
  readonly email: string;
};
export type SeededKey = {
  readonly id: string;
  readonly databaseId: number;
  readonly secret: string;
};

let serial = 0;

/** What was answered, or a failure that says why nothing was. */
function dataOf<Data>({
  data,
  errors,
}: {
  readonly data: Data | null;
  readonly errors?: object;
}): Data {
  if (data === null) throw new Error(`nothing was seeded: ${JSON.stringify(errors)}`);
  return data;
}

/** A user, made through the API as an operator would. */
export async function seedUser(
  server: TestServer,
  fields: Readonly<Record<string, unknown>> = {},
): Promise<SeededUser> {
  serial += 1;
  const answer = await server.graphql<{ createUser: { user: SeededUser } }>(
    `mutation ($input: CreateUserInput!) {
      createUser(input: $input) { ... on CreateUserSuccess { user { id databaseId email } } }
    }`,
    {
      admin: server.adminKey,
      variables: { input: { email: `user${serial}@example.com`, ...fields } },
    },
  );
  return dataOf(answer).createUser.user;
}

export async function seedKey(
  server: TestServer,
  user: SeededUser,
  fields: Readonly<Record<string, unknown>> = {},
): Promise<SeededKey> {
  const answer = await server.graphql<{
    mintToken: { secret: string; token: { id: string; databaseId: number } };
  }>(
    `mutation ($input: MintTokenInput!) {
      mintToken(input: $input) { ... on MintTokenSuccess { secret token { id databaseId } } }
    }`,
    { admin: server.adminKey, variables: { input: { user: { id: user.id }, ...fields } } },
  );
  const { secret, token } = dataOf(answer).mintToken;
  return { ...token, secret };
}

/** Meetings with a session each. They are written straight to the database, which is faster than reports. */
export async function seedMeetings(
  server: TestServer,
  userDatabaseId: number,
  count: number,
): Promise<bigint[]> {
  const meetings = await server.db.prisma.meeting.createManyAndReturn({
    data: Array.from({ length: count }, (_, place) => ({
      userId: BigInt(userDatabaseId),
      platform: 'google_meet',
      nativeMeetingId: `abc-defg-${String.fromCharCode(97 + (place % 26)).repeat(3)}`,
      status: 'completed',
      createdAt: new Date(Date.UTC(2026, 0, 1) + place * 60_000),
    })),
  });
  await server.db.prisma.meetingSession.createMany({
    data: meetings.map(({ id, userId }) => ({
      meetingId: id,
      userId,
      sessionUid: `s-${id}`,
      startedAt: new Date(),
    })),
  });
  return meetings.map(({ id }) => id);
}

import type { TestServer } from '../support/server.ts';

/** One receipt, with everything that an error may tell. */
export type Receipt = {
  readonly state: 'CREATED' | 'UPDATED' | 'UNCHANGED' | 'REFUSED';
  readonly meeting: { readonly databaseId: number; readonly statusName: string } | null;
  readonly error: ReportError | null;
};

type ReportError = {
  readonly __typename: string;
  readonly message: string;
  readonly issues?: readonly { readonly path: readonly string[]; readonly message: string }[];
  readonly limit?: number;
  readonly from?: string;
  readonly to?: string;
  readonly allowed?: readonly string[];
};

export type Outcome = ReportError & { readonly receipts?: readonly Receipt[] };

type Mutation = 'recordMeeting' | 'updateMeetingStatus' | 'recordSessions' | 'recordSegments';

/** As an admin where nothing is said. */
export type As = { readonly admin?: string; readonly key?: string };

const ERROR = `message
  ... on InvalidInputError { issues { path message } } ... on LimitReachedError { limit }
  ... on IllegalTransitionError { from to allowed }`;

/** Sends one report, and answers it with what HTTP and the top of the answer say. */
export async function sendReport(server: TestServer, mutation: Mutation, input: object, as?: As) {
  const name = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}`;
  return await server.graphql<Record<string, Outcome>>(
    `mutation ($input: ${name}Input!) { ${mutation}(input: $input) {
      __typename
      ... on Error { ${ERROR} }
      ... on ${name}Success {
        receipts { state meeting { databaseId statusName } error { __typename ${ERROR} } }
      }
    } }`,
    { ...(as ?? { admin: server.adminKey }), variables: { input } },
  );
}

/** What became of a report as a whole; throws where it has no answer. */
export async function report(server: TestServer, mutation: Mutation, input: object, as?: As) {
  const { data, errors } = await sendReport(server, mutation, input, as);
  const outcome = data?.[mutation] ?? null;
  if (outcome === null) throw new Error(JSON.stringify(errors));
  return outcome;
}

/** The receipts of a report that was taken. */
export async function receiptsOf(
  server: TestServer,
  mutation: Mutation,
  input: object,
  as?: As,
): Promise<readonly Receipt[]> {
  const outcome = await report(server, mutation, input, as);
  if (outcome.receipts === undefined) throw new Error(JSON.stringify(outcome));
  return outcome.receipts;
}

export function statesOf(receipts: readonly Receipt[]): string[] {
  return receipts.map(({ state }) => state);
}

let serial = 0;

/** A meeting nobody has heard of, already in the call unless the fields say otherwise. */
export function someMeeting(fields: object = {}): Record<string, unknown> {
  serial += 1;
  return { platform: 'ZOOM', nativeMeetingId: `call-${serial}`, status: 'ACTIVE', ...fields };
}

/** Records one meeting of a user, and answers its number. */
export async function recordOne(
  server: TestServer,
  user: { readonly id: string },
  fields: object = {},
): Promise<number> {
  const [receipt] = await receiptsOf(server, 'recordMeeting', {
    userId: user.id,
    meetings: [someMeeting(fields)],
  });
  if (!receipt?.meeting) throw new Error(JSON.stringify(receipt));
  return receipt.meeting.databaseId;
}

/** Reports one step of a meeting, again where a busy server says to try again: then nothing was done. */
export async function insist(
  ...[server, databaseId, fields]: Parameters<typeof move>
): Promise<Receipt | undefined> {
  for (;;) {
    try {
      return await move(server, databaseId, fields);
    } catch (error) {
      if (!String(error).includes('SERVICE_UNAVAILABLE')) throw error;
    }
  }
}

/** Reports one step of a meeting. */
export async function move(
  server: TestServer,
  databaseId: number,
  fields: object,
): Promise<Receipt | undefined> {
  const changes = [{ meeting: { databaseId }, ...fields }];
  return (await receiptsOf(server, 'updateMeetingStatus', { changes }))[0];
}

/** The rows of a meeting's changes, oldest first. */
export function transitionsOf(server: TestServer, meetingId: number) {
  return server.db.prisma.meetingTransition.findMany({
    where: { meetingId: BigInt(meetingId) },
    orderBy: [{ at: 'asc' }, { id: 'asc' }],
  });
}

import { type Fields, isFields, listOf } from '../answers.ts';
import type { Position } from '../subject.ts';
import { at, graphql, holder } from './graphql.ts';
import { detailsOf, telematicsOf } from './postgraphile-sums.ts';
import type { Target } from './target.ts';

const TOKENS =
  'apiTokensByUserId { nodes { rowId hint name scopes createdAt expiresAt lastUsedAt tokenUsageByTokenId { lastAt } } }';
const USER = 'rowId email name imageUrl maxConcurrentBots createdAt';
const MEETING = 'rowId platform nativeMeetingId status startTime endTime createdAt data';
const NEWEST = 'orderBy: [CREATED_AT_DESC, ROW_ID_DESC]';
const PAGE = `nodes { ${MEETING} userByUserId { rowId email name } }`;

const W1 = `query UserWithKeys($id: BigInt!) { userByRowId(rowId: $id) { ${USER} ${TOKENS} } }`;
const W2 = `query Users($first: Int!, $after: Cursor) {
  allUsers(first: $first, after: $after, orderBy: [CREATED_AT_ASC, ROW_ID_ASC]) { nodes { ${USER} data } } }`;
const W3 = `query Meetings($first: Int!, $after: Cursor) {
  allMeetings(first: $first, after: $after, ${NEWEST}) { totalCount ${PAGE} } }`;
const W3N = `query MeetingsUncounted($first: Int!, $after: Cursor) {
  allMeetings(first: $first, after: $after, ${NEWEST}) { ${PAGE} } }`;
const W4 = `query Telematics($id: BigInt!) { meetingByRowId(rowId: $id) {
  createdAt startTime endTime joiningAt waitingAt activeAt leftAt finalAt data
  meetingSessionsByMeetingId { nodes { sessionUid startedAt } }
  transcriptSegmentsByMeetingId { nodes { startOffset endOffset speaker language words } } } }`;
const W5 = `query UserDetails($id: BigInt!) { userByRowId(rowId: $id) { ${USER} ${TOKENS}
  meetingsByUserId { nodes { platform status createdAt startTime endTime } } } }`;
const W6 = `mutation CreateUserAndMintKey($email: String!, $userId: BigInt!, $scopes: [String!]!) {
  createUser(email: $email) { id email createdAt }
  mintToken(userId: $userId, scopes: $scopes) { id hint secret } }`;
const W7 = `query OwnMeetings($first: Int!, $after: Cursor) {
  viewer { meetingsByUserId(first: $first, after: $after, ${NEWEST}) { nodes { ${MEETING} } } } }`;

/** Figures are sums that the client makes: here only where answers are compared. */
export const postgraphile: Target = {
  name: 'postgraphile',
  server: 'postgraphile',
  operations: {
    W1: graphql({
      query: W1,
      variables: ({ userId }) => ({ id: String(userId) }),
      read: ({ userByRowId }) => withLastUse(userByRowId),
    }),
    W2: graphql({
      query: W2,
      variables: ({ users }) => ({ first: 100, after: cursor(USER_ORDER, users) }),
      read: ({ allUsers }) => allUsers,
    }),
    W3: graphql({
      query: W3,
      variables: ({ meetings }) => ({ first: 100, after: cursor(MEETING_ORDER, meetings) }),
      read: ({ allMeetings }) => allMeetings,
    }),
    W3n: graphql({
      query: W3N,
      variables: ({ meetings }) => ({ first: 100, after: cursor(MEETING_ORDER, meetings) }),
      read: ({ allMeetings }) => allMeetings,
    }),
    W4: graphql({
      query: W4,
      variables: ({ meetingId }) => ({ id: String(meetingId) }),
      read: ({ meetingByRowId }) => telematicsOf(meetingByRowId as Fields),
    }),
    W5: graphql({
      query: W5,
      variables: ({ heavyUserId }) => ({ id: String(heavyUserId) }),
      read: ({ userByRowId }) => ({
        ...Object(withLastUse(userByRowId)),
        ...detailsOf(listOf(at(userByRowId, 'meetingsByUserId'))),
      }),
    }),
    W6: graphql({
      query: W6,
      variables: ({ userId, email }) => ({ email, userId: String(userId), scopes: ['bot', 'tx'] }),
      read: ({ createUser, mintToken }) => ({
        email: at(createUser, 'email'),
        secret: at(mintToken, 'secret'),
      }),
    }),
    W7: graphql({
      query: W7,
      variables: ({ ownMeetings }) => ({ first: 50, after: cursor(MEETING_ORDER, ownMeetings) }),
      read: ({ viewer }) => at(viewer, 'meetingsByUserId'),
      headers: holder,
    }),
  },
};

/** PostGraphile's digests of the two orders, which its cursors begin with. */
const USER_ORDER = '1c59920d75';
const MEETING_ORDER = '4e028d72d5';

function cursor(order: string, { createdAt, id }: Position): string {
  return Buffer.from(JSON.stringify([order, createdAt, String(id)])).toString('base64');
}

/** The later one of the imported and of the counted last use. */
function withLastUse(user: unknown): unknown {
  if (!isFields(user)) return user;
  const tokens = listOf(user['apiTokensByUserId']).map((token) => ({
    ...Object(token),
    lastUsedAt: at(token, 'tokenUsageByTokenId', 'lastAt') ?? at(token, 'lastUsedAt'),
  }));
  return { ...user, apiTokensByUserId: tokens };
}

import type { Position } from '../subject.ts';
import { at, graphql, holder } from './graphql.ts';
import type { Target } from './target.ts';

const TOKENS =
  'apiTokens { edges { node { id databaseId hint name scopes createdAt expiresAt lastUsedAt } } }';
const USER = 'id databaseId email name imageUrl maxConcurrentBots createdAt';
const MEETING = 'id databaseId platform nativeMeetingId status startTime endTime createdAt data';
const PAGE = `edges { node { ${MEETING} user { id email name } } }`;

const W1 = `query UserWithKeys($id: BigInt!) { user(by: {databaseId: $id}) { ${USER} ${TOKENS} } }`;
const W2 = `query Users($first: Int!, $after: String, $orderBy: UserOrder) {
  users(first: $first, after: $after, orderBy: $orderBy) { edges { node { ${USER} data } } } }`;
const W3 = `query Meetings($first: Int!, $after: String) {
  meetings(first: $first, after: $after) { totalCount ${PAGE} } }`;
const W3N = `query MeetingsUncounted($first: Int!, $after: String) {
  meetings(first: $first, after: $after) { ${PAGE} } }`;
const W4 = `query Telematics($id: BigInt!) { meeting(by: {databaseId: $id}) { sessions { sessionUid startedAt } telematics {
  performance { joinTime admissionTime activeTime totalDuration botUptime }
  transcription { totalTranscriptions totalDuration uniqueSpeakers languagesDetected words } } } }`;
const W5 = `query UserDetails($id: BigInt!) { user(by: {databaseId: $id}) { ${USER} ${TOKENS}
  meetingStats { totalMeetings completedMeetings failedMeetings activeMeetings totalDuration averageDuration }
  usagePatterns { mostUsedPlatform meetingsPerDay peakUsageHours lastActivity } } }`;
const W6 = `mutation CreateUserAndMintKey($user: CreateUserInput!, $token: MintTokenInput!) {
  createUser(input: $user) { ... on CreateUserSuccess { user { id databaseId email createdAt } } ... on Error { message } }
  mintToken(input: $token) { ... on MintTokenSuccess { secret token { id hint } } ... on Error { message } } }`;
const W7 = `query OwnMeetings($first: Int!, $after: String) {
  viewer { user { meetings(first: $first, after: $after) { edges { node { ${MEETING} } } } } } }`;

/** The service over GraphQL. */
export const ours: Target = {
  name: 'ours',
  server: 'ours',
  operations: {
    W1: graphql({
      query: W1,
      variables: ({ userId }) => ({ id: userId }),
      read: ({ user }) => user,
    }),
    W2: graphql({
      query: W2,
      variables: ({ users }) => ({
        first: 100,
        after: cursor(users),
        orderBy: { field: 'CREATED_AT', direction: 'ASC' },
      }),
      read: ({ users }) => users,
    }),
    W3: graphql({
      query: W3,
      variables: ({ meetings }) => ({ first: 100, after: cursor(meetings) }),
      read: ({ meetings }) => meetings,
    }),
    W3n: graphql({
      query: W3N,
      variables: ({ meetings }) => ({ first: 100, after: cursor(meetings) }),
      read: ({ meetings }) => meetings,
    }),
    W4: graphql({
      query: W4,
      variables: ({ meetingId }) => ({ id: meetingId }),
      read: ({ meeting }) => ({
        sessions: at(meeting, 'sessions'),
        performance: at(meeting, 'telematics', 'performance'),
        transcription: at(meeting, 'telematics', 'transcription'),
      }),
    }),
    W5: graphql({
      query: W5,
      variables: ({ heavyUserId }) => ({ id: heavyUserId }),
      read: ({ user }) => user,
    }),
    W6: graphql({
      query: W6,
      variables: ({ userId, email }) => ({
        user: { email },
        token: { userId: nodeId(userId), scopes: ['BOT', 'TX'] },
      }),
      read: ({ createUser, mintToken }) => ({
        email: at(createUser, 'user', 'email'),
        secret: at(mintToken, 'secret'),
      }),
    }),
    W7: graphql({
      query: W7,
      variables: ({ ownMeetings }) => ({ first: 50, after: cursor(ownMeetings) }),
      read: ({ viewer }) => at(viewer, 'user', 'meetings'),
      headers: holder,
    }),
  },
};

function nodeId(userId: number): string {
  return Buffer.from(`User:${userId}`).toString('base64url');
}

/** As `pageInfo` would have it on the page before. */
function cursor({ createdAt, id }: Position): string {
  return Buffer.from(JSON.stringify(['CREATED_AT', createdAt, String(id)])).toString('base64url');
}

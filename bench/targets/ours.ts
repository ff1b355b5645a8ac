import { at, graphql, holder } from './graphql.ts';
import type { Target } from './target.ts';

const TOKENS = 'apiTokens { edges { node { id hint name scopes createdAt expiresAt } } }';
const USER = 'id email name imageUrl maxConcurrentBots createdAt';
const MEETING = 'id platform nativeMeetingId status startTime endTime createdAt';
const PAGE = `edges { node { ${MEETING} user { id email name } } }`;

const W1 = `query ($id: BigInt) { user(by: {databaseId: $id}) { ${USER} ${TOKENS} } }`;
const W2 = `{ users(first: 100, orderBy: {field: CREATED_AT, direction: ASC}) { edges { node { ${USER} } } } }`;
const W3 = `{ meetings(first: 100) { totalCount ${PAGE} } }`;
const W3N = `{ meetings(first: 100) { ${PAGE} } }`;
const W4 = `query ($id: BigInt) { meeting(by: {databaseId: $id}) { sessions { sessionUid startedAt } telematics {
  performance { joinTime admissionTime activeTime totalDuration botUptime }
  transcription { totalTranscriptions totalDuration uniqueSpeakers languagesDetected words } } } }`;
const W5 = `query ($id: BigInt) { user(by: {databaseId: $id}) { ${USER} ${TOKENS}
  meetingStats { totalMeetings completedMeetings failedMeetings activeMeetings totalDuration averageDuration }
  usagePatterns { mostUsedPlatform meetingsPerDay peakUsageHours lastActivity } } }`;
const W6_CREATE =
  'mutation ($email: EmailAddress!) { createUser(input: {email: $email}) { ... on CreateUserSuccess { user { id email } } ... on Error { message } } }';
const W6_MINT =
  'mutation ($id: ID!) { mintToken(input: {userId: $id, scopes: [BOT, TX]}) { ... on MintTokenSuccess { secret token { id } } ... on Error { message } } }';
const W7 = `{ viewer { user { meetings(first: 50) { edges { node { ${MEETING} data } } } } } }`;

/** The service over GraphQL. */
export const ours: Target = {
  name: 'ours',
  server: 'ours',
  operations: {
    W1: graphql(
      ({ userId }) => ({ query: W1, variables: { id: userId } }),
      ({ user }) => user,
    ),
    W2: graphql({ query: W2 }, ({ users }) => users),
    W3: graphql({ query: W3 }, ({ meetings }) => meetings),
    W3n: graphql({ query: W3N }, ({ meetings }) => meetings),
    W4: graphql(
      ({ meetingId }) => ({ query: W4, variables: { id: meetingId } }),
      ({ meeting }) => ({
        sessions: at(meeting, 'sessions'),
        performance: at(meeting, 'telematics', 'performance'),
        transcription: at(meeting, 'telematics', 'transcription'),
      }),
    ),
    W5: graphql(
      ({ heavyUserId }) => ({ query: W5, variables: { id: heavyUserId } }),
      ({ user }) => user,
    ),
    W6: graphql(
      ({ mints, userId, email }) =>
        mints
          ? { query: W6_MINT, variables: { id: nodeId(userId) } }
          : { query: W6_CREATE, variables: { email } },
      ({ createUser, mintToken }) => ({
        email: at(createUser, 'user', 'email'),
        secret: at(mintToken, 'secret'),
      }),
    ),
    W7: graphql({ query: W7 }, ({ viewer }) => at(viewer, 'user', 'meetings'), holder),
  },
};

function nodeId(userId: number): string {
  return Buffer.from(`User:${userId}`).toString('base64url');
}

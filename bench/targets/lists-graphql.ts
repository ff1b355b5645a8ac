import type { Position } from '../subject.ts';
import { graphql, holder } from './graphql.ts';
import type { Target } from './target.ts';

const TOKENS = 'apiTokens { id databaseId hint name scopes createdAt expiresAt lastUsedAt }';
const USER = 'id databaseId email name imageUrl maxConcurrentBots createdAt';
const MEETING = 'id databaseId platform nativeMeetingId status startTime endTime createdAt data';
const PAGE = `nodes { ${MEETING} user { id email name } }`;

const W1 = `query UserWithKeys($id: ID!) { user(id: $id) { ${USER} ${TOKENS} } }`;
const W2 = `query Users($first: Int!, $after: String) {
  users(first: $first, after: $after) { ${USER} data } }`;
const W3 = `query Meetings($first: Int!, $after: String) {
  meetings(first: $first, after: $after) { totalCount ${PAGE} } }`;
const W3N = `query MeetingsUncounted($first: Int!, $after: String) {
  meetings(first: $first, after: $after) { ${PAGE} } }`;
const W4 = `query Telematics($id: ID!) { meeting(id: $id) { sessions { sessionUid startedAt }
  performance { joinTime admissionTime activeTime totalDuration botUptime }
  transcription { totalTranscriptions totalDuration uniqueSpeakers languagesDetected words } } }`;
const W5 = `query UserDetails($id: ID!) { user(id: $id) { ${USER} ${TOKENS}
  meetingStats { totalMeetings completedMeetings failedMeetings activeMeetings totalDuration averageDuration }
  usagePatterns { mostUsedPlatform meetingsPerDay peakUsageHours lastActivity } } }`;
const W6 = `mutation CreateUserAndMintKey($email: String!, $userId: ID!, $scopes: [String!]!) {
  createUser(email: $email) { id databaseId email createdAt }
  mintToken(userId: $userId, scopes: $scopes) { secret token { id hint } } }`;
const W7 = `query OwnMeetings($first: Int!, $after: String) {
  myMeetings(first: $first, after: $after) { ${MEETING} } }`;

/** The schema that most peers share: bench/peers/schema.mjs. */
function listsTarget(name: string): Target {
  return {
    name,
    server: name,
    operations: {
      W1: graphql({
        query: W1,
        variables: ({ userId }) => ({ id: userId }),
        read: ({ user }) => user,
      }),
      W2: graphql({
        query: W2,
        variables: ({ users }) => ({ first: 100, after: cursor(users) }),
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
        read: ({ meeting }) => meeting,
      }),
      W5: graphql({
        query: W5,
        variables: ({ heavyUserId }) => ({ id: heavyUserId }),
        read: ({ user }) => user,
      }),
      W6: graphql({
        query: W6,
        variables: ({ userId, email }) => ({ email, userId, scopes: ['bot', 'tx'] }),
        read: ({ createUser, mintToken }) => ({ ...Object(mintToken), ...Object(createUser) }),
      }),
      W7: graphql({
        query: W7,
        variables: ({ ownMeetings }) => ({ first: 50, after: cursor(ownMeetings) }),
        read: ({ myMeetings }) => myMeetings,
        headers: holder,
      }),
    },
  };
}

function cursor({ createdAt, id }: Position): string {
  return Buffer.from(JSON.stringify([createdAt, id])).toString('base64url');
}

export const mercurius = listsTarget('mercurius');
export const apollo = listsTarget('apollo');

import { graphql, holder } from './graphql.ts';
import type { Target } from './target.ts';

const TOKENS = 'apiTokens { id hint name scopes createdAt expiresAt }';
const USER = 'id email name imageUrl maxConcurrentBots createdAt';
const MEETING = 'id platform nativeMeetingId status startTime endTime createdAt';
const PAGE = `nodes { ${MEETING} user { id email name } }`;

const W1 = `query ($id: ID!) { user(id: $id) { ${USER} ${TOKENS} } }`;
const W4 = `query ($id: ID!) { meeting(id: $id) { sessions { sessionUid startedAt }
  performance { joinTime admissionTime activeTime totalDuration botUptime }
  transcription { totalTranscriptions totalDuration uniqueSpeakers languagesDetected words } } }`;
const W5 = `query ($id: ID!) { user(id: $id) { ${USER} ${TOKENS}
  meetingStats { totalMeetings completedMeetings failedMeetings activeMeetings totalDuration averageDuration }
  usagePatterns { mostUsedPlatform meetingsPerDay peakUsageHours lastActivity } } }`;
const W6_CREATE = 'mutation ($email: String!) { createUser(email: $email) { id email } }';
const W6_MINT =
  'mutation ($id: ID!) { mintToken(userId: $id, scopes: ["bot", "tx"]) { id secret } }';

/** The schema that mercurius and Apollo share: bench/peers/schema.mjs. */
function listsTarget(name: string): Target {
  return {
    name,
    server: name,
    operations: {
      W1: graphql(
        ({ userId }) => ({ query: W1, variables: { id: userId } }),
        ({ user }) => user,
      ),
      W2: graphql({ query: `{ users(first: 100) { ${USER} } }` }, ({ users }) => users),
      W3: graphql(
        { query: `{ meetings(first: 100) { totalCount ${PAGE} } }` },
        ({ meetings }) => meetings,
      ),
      W3n: graphql({ query: `{ meetings(first: 100) { ${PAGE} } }` }, ({ meetings }) => meetings),
      W4: graphql(
        ({ meetingId }) => ({ query: W4, variables: { id: meetingId } }),
        ({ meeting }) => meeting,
      ),
      W5: graphql(
        ({ heavyUserId }) => ({ query: W5, variables: { id: heavyUserId } }),
        ({ user }) => user,
      ),
      W6: graphql(
        ({ mints, userId, email }) =>
          mints
            ? { query: W6_MINT, variables: { id: userId } }
            : { query: W6_CREATE, variables: { email } },
        ({ createUser, mintToken }) => ({ ...Object(createUser), ...Object(mintToken) }),
      ),
      W7: graphql(
        { query: `{ myMeetings(first: 50) { ${MEETING} data } }` },
        ({ myMeetings }) => myMeetings,
        holder,
      ),
    },
  };
}

export const mercurius = listsTarget('mercurius');
export const apollo = listsTarget('apollo');

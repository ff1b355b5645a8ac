import { type Fields, listOf } from '../answers.ts';
import { at, graphql, holder } from './graphql.ts';
import { detailsOf, telematicsOf } from './postgraphile-sums.ts';
import type { Target } from './target.ts';

const TOKENS = 'apiTokensByUserId { nodes { rowId hint name scopes createdAt expiresAt } }';
const USER = 'rowId email name imageUrl maxConcurrentBots createdAt';
const MEETING = 'rowId platform nativeMeetingId status startTime endTime createdAt';
const NEWEST = 'orderBy: [CREATED_AT_DESC, ROW_ID_DESC]';
const PAGE = `nodes { ${MEETING} userByUserId { rowId email name } }`;

const W1 = `query ($id: BigInt!) { userByRowId(rowId: $id) { ${USER} ${TOKENS} } }`;
const W2 = `{ allUsers(first: 100, orderBy: [CREATED_AT_ASC, ROW_ID_ASC]) { nodes { ${USER} } } }`;
const W4 = `query ($id: BigInt!) { meetingByRowId(rowId: $id) {
  createdAt startTime endTime joiningAt waitingAt activeAt leftAt finalAt data
  meetingSessionsByMeetingId { nodes { sessionUid startedAt } }
  transcriptSegmentsByMeetingId { nodes { startOffset endOffset speaker language words } } } }`;
const W5 = `query ($id: BigInt!) { userByRowId(rowId: $id) { ${USER} ${TOKENS}
  meetingsByUserId { nodes { platform status createdAt startTime endTime } } } }`;
const W6_CREATE =
  'mutation ($email: String!) { createUser(input: {user: {email: $email}}) { user { rowId email } } }';
const W6_MINT =
  'mutation ($id: BigInt!) { mintToken(userId: $id, scopes: ["bot", "tx"]) { id secret } }';
const W7 = `{ viewer { meetingsByUserId(first: 50, ${NEWEST}) { nodes { ${MEETING} data } } } }`;

/** Figures are sums that the client makes: here only where answers are compared. */
export const postgraphile: Target = {
  name: 'postgraphile',
  server: 'postgraphile',
  operations: {
    W1: graphql(
      ({ userId }) => ({ query: W1, variables: { id: String(userId) } }),
      ({ userByRowId }) => userByRowId,
    ),
    W2: graphql({ query: W2 }, ({ allUsers }) => allUsers),
    W3: graphql(
      { query: `{ allMeetings(first: 100, ${NEWEST}) { totalCount ${PAGE} } }` },
      ({ allMeetings }) => allMeetings,
    ),
    W3n: graphql(
      { query: `{ allMeetings(first: 100, ${NEWEST}) { ${PAGE} } }` },
      ({ allMeetings }) => allMeetings,
    ),
    W4: graphql(
      ({ meetingId }) => ({ query: W4, variables: { id: String(meetingId) } }),
      ({ meetingByRowId }) => telematicsOf(meetingByRowId as Fields),
    ),
    W5: graphql(
      ({ heavyUserId }) => ({ query: W5, variables: { id: String(heavyUserId) } }),
      ({ userByRowId }) => ({
        ...Object(userByRowId),
        ...detailsOf(listOf(at(userByRowId, 'meetingsByUserId'))),
      }),
    ),
    W6: graphql(
      ({ mints, userId, email }) =>
        mints
          ? { query: W6_MINT, variables: { id: String(userId) } }
          : { query: W6_CREATE, variables: { email } },
      ({ createUser, mintToken }) => ({
        email: at(createUser, 'user', 'email'),
        secret: at(mintToken, 'secret'),
      }),
    ),
    W7: graphql({ query: W7 }, ({ viewer }) => at(viewer, 'meetingsByUserId'), holder),
  },
};

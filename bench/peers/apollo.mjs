import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { PrismaPg } from '@prisma/adapter-pg';
import { GraphQLError, GraphQLScalarType } from 'graphql';
import pg from 'pg';
import { readCursor } from './cursor.mjs';
import { OWN, PATTERNS, PERFORMANCE, STATS, TRANSCRIPTION } from './figures.mjs';
import { PrismaClient } from './generated/client.ts';
import { callerOf, newKey } from './keys.mjs';
import { createLoaders } from './loaders.mjs';
import { SCHEMA } from './schema.mjs';
import { announce, DEFAULT_BOTS, databaseUrl, poolSize } from './settings.mjs';

// Apollo Server with Prisma and DataLoader: rows by Prisma, of them only the columns that were asked
// for; relations by loaders; figures by SQL.

const pool = new pg.Pool({ connectionString: databaseUrl, max: poolSize });
const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });

const MEETING_COLUMNS = new Set(
  'platform nativeMeetingId status startTime endTime createdAt data'.split(' '),
);
/** Only rows after a cursor, in the way that Prisma can say it. */
function beyond(after, comparison) {
  const [createdAt, id] = readCursor(after);
  if (createdAt === null) return {};
  return {
    OR: [
      { createdAt: { [comparison]: createdAt } },
      { createdAt, id: { [comparison]: BigInt(id) } },
    ],
  };
}

const NEWEST = [{ createdAt: 'desc' }, { id: 'desc' }];

function selectMeeting(info) {
  const names = info.fieldNodes.flatMap(({ selectionSet }) =>
    selectionSet.selections.map(({ name }) => name?.value),
  );
  const columns = names.filter((name) => MEETING_COLUMNS.has(name));
  return { id: true, userId: true, ...Object.fromEntries(columns.map((name) => [name, true])) };
}

/** One figure, computed by PostgreSQL: the first parameter is the id. */
async function figure(expression, rest, id) {
  const [{ value }] = await prisma.$queryRawUnsafe(
    `${rest.with ?? ''} select ${expression} as value ${rest.from ?? ''}`,
    id,
  );
  return value;
}

const OF_USER = { with: `with ${OWN}` };
const OF_MEETING = { from: 'from meetings m where m.id = $1' };

/** Writes a row and its entry in the audit log in one transaction. */
function audited(action, targetType, write) {
  return prisma.$transaction(async (transaction) => {
    const row = await write(transaction);
    const after = JSON.parse(JSON.stringify({ ...row, id: String(row.id) }));
    const event = { actorKind: 'admin', action, targetType, targetId: row.id, after };
    await transaction.peerAuditEvent.create({ data: event, select: { id: true } });
    return row;
  });
}

function forAdmin(resolve) {
  return (_root, args, context, info) => {
    if (!context.caller.isAdmin) throw new GraphQLError('For admins only');
    return resolve(args, info, context);
  };
}

const resolvers = {
  DateTime: new GraphQLScalarType({
    name: 'DateTime',
    serialize: (value) => (value instanceof Date ? value.toISOString() : value),
  }),
  Query: {
    user: forAdmin(({ id }, _info, { loaders }) => loaders.user.load(BigInt(id))),
    users: forAdmin(({ first, after }) =>
      prisma.user.findMany({
        where: { deletedAt: null, ...beyond(after, 'gt') },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
        take: first,
      }),
    ),
    meetings: forAdmin((args) => args),
    meeting: forAdmin(({ id }, info) =>
      prisma.meeting.findUnique({ where: { id: BigInt(id) }, select: selectMeeting(info) }),
    ),
    myMeetings: (_root, { first, after }, { caller }, info) => {
      if (caller.userId === null) throw new GraphQLError('For users only');
      return prisma.meeting.findMany({
        where: { userId: BigInt(caller.userId), ...beyond(after, 'lt') },
        orderBy: NEWEST,
        take: first,
        select: selectMeeting(info),
      });
    },
  },
  MeetingPage: {
    nodes: ({ first, after }, _args, _context, info) =>
      prisma.meeting.findMany({
        where: beyond(after, 'lt'),
        orderBy: NEWEST,
        take: first,
        select: selectMeeting(info),
      }),
    totalCount: () => prisma.meeting.count(),
  },
  User: {
    id: ({ id }) => String(id),
    databaseId: ({ id }) => String(id),
    maxConcurrentBots: ({ maxConcurrentBots }) => maxConcurrentBots ?? DEFAULT_BOTS,
    apiTokens: ({ id }, _args, { loaders }) => loaders.tokens.load(id),
    meetingStats: ({ id }) => figure(STATS, OF_USER, id),
    usagePatterns: ({ id }) => figure(PATTERNS, OF_USER, id),
  },
  ApiToken: {
    id: ({ id }) => String(id),
    databaseId: ({ id }) => String(id),
    lastUsedAt: ({ lastUsedAt, usage }) => usage?.lastAt ?? lastUsedAt,
  },
  Meeting: {
    id: ({ id }) => String(id),
    databaseId: ({ id }) => String(id),
    user: ({ userId }, _args, { loaders }) => loaders.user.load(userId),
    sessions: ({ id }, _args, { loaders }) => loaders.sessions.load(id),
    performance: ({ id }) => figure(PERFORMANCE, OF_MEETING, id),
    transcription: ({ id }) => figure(TRANSCRIPTION, OF_MEETING, id),
  },
  Mutation: {
    createUser: forAdmin(({ email }) =>
      audited('user.create', 'User', (transaction) => transaction.user.create({ data: { email } })),
    ),
    mintToken: forAdmin(async ({ userId, scopes }) => {
      const { text, digest, hint } = newKey(scopes);
      const data = { userId: BigInt(userId), digest, hint, scopes };
      const token = await audited('token.mint', 'ApiToken', (transaction) =>
        transaction.apiToken.create({ data, select: { id: true, hint: true } }),
      );
      return { token, secret: text };
    }),
  },
};

const server = new ApolloServer({ typeDefs: SCHEMA, resolvers });
const { url } = await startStandaloneServer(server, {
  listen: { host: '127.0.0.1', port: 0 },
  context: async ({ req }) => {
    const caller = await callerOf(pool, req.headers);
    if (caller === null)
      throw new GraphQLError('Invalid key', { extensions: { http: { status: 401 } } });
    return { caller, loaders: createLoaders(prisma) };
  },
});
announce(new URL(url).port);

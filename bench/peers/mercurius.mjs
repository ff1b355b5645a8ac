import fastify from 'fastify';
import mercurius from 'mercurius';
import pg from 'pg';
import { readCursor } from './cursor.mjs';
import { OWN, PATTERNS, PERFORMANCE, SESSIONS, STATS, TOKENS, TRANSCRIPTION } from './figures.mjs';
import { callerOf, newKey } from './keys.mjs';
import { SCHEMA } from './schema.mjs';
import { announce, DEFAULT_BOTS, databaseUrl, poolSize } from './settings.mjs';
import { CREATE_USER, MINT_TOKEN } from './writes.mjs';

// mercurius with its JIT and hand-written SQL: one named prepared statement for each root field,
// which fetches all that was asked for below it.

// Times are handed through as text: a Date would be made only to be written out again.
const TIMESTAMPTZ = 1184;
pg.types.setTypeParser(TIMESTAMPTZ, (text) => `${text.slice(0, 10)}T${text.slice(11)}:00`);

const pool = new pg.Pool({
  connectionString: databaseUrl,
  max: poolSize,
  options: '-c TimeZone=UTC',
});

const USER = `u.id, u.id as "databaseId", u.email, u.name, u.image_url as "imageUrl", u.created_at as "createdAt",
  coalesce(u.max_concurrent_bots, ${DEFAULT_BOTS}) as "maxConcurrentBots"`;
const MEETING = `m.id, m.id as "databaseId", m.platform, m.native_meeting_id as "nativeMeetingId", m.status,
  m.start_time as "startTime", m.end_time as "endTime", m.created_at as "createdAt"`;

/** What else of a row is fetched, if it is asked for. */
const OF_USER = { data: 'u.data', apiTokens: TOKENS, meetingStats: STATS, usagePatterns: PATTERNS };
const OF_MEETING = {
  data: 'm.data',
  sessions: SESSIONS,
  performance: PERFORMANCE,
  transcription: TRANSCRIPTION,
};

async function rows(name, text, values) {
  const result = await pool.query({ name, text, values });
  return result.rows;
}

function asked(info) {
  return info.fieldNodes.flatMap(({ selectionSet }) =>
    selectionSet.selections.map(({ name }) => name?.value),
  );
}

function columns(base, optional, info) {
  const names = asked(info).filter((name) => name in optional);
  return {
    key: names.join(),
    list: [base, ...names.map((name) => `${optional[name]} as "${name}"`)].join(', '),
  };
}

/** Rows after a cursor: a statement without one is another statement. */
function beyond(table, comparison, after) {
  const [createdAt, id] = readCursor(after);
  return createdAt === null
    ? { name: 'first', where: '', values: [] }
    : {
        name: 'after',
        where: `and (${table}.created_at, ${table}.id) ${comparison} ($2::timestamptz, $3::bigint)`,
        values: [createdAt, id],
      };
}

function forAdmin(resolve) {
  return (_root, args, { caller }, info) => {
    if (!caller.isAdmin) throw new mercurius.ErrorWithProps('For admins only');
    return resolve(args, info);
  };
}

const Query = {
  user: forAdmin(async ({ id }, info) => {
    const { key, list } = columns(USER, OF_USER, info);
    const [user] = await rows(
      `user ${key}`,
      `with ${OWN} select ${list} from users u where u.id = $1::bigint and u.deleted_at is null`,
      [id],
    );
    return user ?? null;
  }),
  users: forAdmin(({ first, after }, info) => {
    const { key, list } = columns(USER, OF_USER, info);
    const { name, where, values } = beyond('u', '>', after);
    return rows(
      `users ${key} ${name}`,
      `select ${list} from users u where u.deleted_at is null ${where} order by u.created_at, u.id limit $1`,
      [first, ...values],
    );
  }),
  // The page itself is read by its fields, so that a count is made only where it is asked for.
  meetings: forAdmin((args) => args),
  meeting: forAdmin(async ({ id }, info) => {
    const { key, list } = columns(MEETING, OF_MEETING, info);
    const [meeting] = await rows(
      `meeting ${key}`,
      `select ${list} from meetings m where m.id = $1`,
      [id],
    );
    return meeting ?? null;
  }),
  myMeetings: (_root, { first, after }, { caller }, info) => {
    if (caller.userId === null) throw new mercurius.ErrorWithProps('For users only');
    const { key, list } = columns(MEETING, OF_MEETING, info);
    const { name, where, values } = beyond('m', '<', after);
    return rows(
      `my-meetings ${key} ${name}`,
      `select ${list} from meetings m where m.user_id = $${values.length + 2} ${where} order by m.created_at desc, m.id desc limit $1`,
      [first, ...values, caller.userId],
    );
  },
};

const MeetingPage = {
  nodes: ({ first, after }, _args, _context, info) => {
    const { key, list } = columns(MEETING, OF_MEETING, info);
    const { name, where, values } = beyond('m', '<', after);
    return rows(
      `meetings ${key} ${name}`,
      `select ${list}, u.id as "userId", u.email as "userEmail", u.name as "userName"
       from (select * from meetings m where true ${where} order by created_at desc, id desc limit $1) m
       join users u on u.id = m.user_id order by m.created_at desc, m.id desc`,
      [first, ...values],
    );
  },
  totalCount: async () => {
    const [{ count }] = await rows('count-meetings', 'select count(*)::int as count from meetings');
    return count;
  },
};

const Meeting = {
  user: ({ userId, userEmail, userName }) => ({ id: userId, email: userEmail, name: userName }),
};

const Mutation = {
  createUser: forAdmin(async ({ email }) => {
    const [user] = await rows('create-user', CREATE_USER, [email]);
    return user;
  }),
  mintToken: forAdmin(async ({ userId, scopes }) => {
    const { text, digest, hint } = newKey(scopes);
    const [token] = await rows('mint-token', MINT_TOKEN, [userId, digest, hint, scopes]);
    return { token, secret: text };
  }),
};

const app = fastify();
app.decorateRequest('caller', null);
app.addHook('onRequest', async (request, reply) => {
  request.caller = await callerOf(pool, request.headers);
  if (request.caller === null) return reply.code(401).send({ detail: 'Invalid key' });
});
app.register(mercurius, {
  schema: SCHEMA,
  resolvers: { Query, MeetingPage, Meeting, Mutation },
  jit: 1,
  context: ({ caller }) => ({ caller }),
});
await app.listen({ host: '127.0.0.1', port: 0 });
announce(app.server.address().port);

import pg from 'pg';
import { readCursor } from './cursor.mjs';
import {
  DEFAULT_BOTS,
  OWN,
  PATTERNS,
  PERFORMANCE,
  SESSIONS,
  STATS,
  TOKENS,
  TRANSCRIPTION,
} from './figures.ts';
import { newKey } from './keys.mjs';
import { databaseUrl, poolSize } from './settings.mjs';
import { CREATE_USER, MINT_TOKEN } from './writes.mjs';

// Hand-written SQL: one named prepared statement for each reading, which fetches exactly what is wanted.

// Times are handed through as text: a Date would be made only to be written out again.
const TIMESTAMPTZ = 1184;
pg.types.setTypeParser(TIMESTAMPTZ, (text) => `${text.slice(0, 10)}T${text.slice(11)}:00`);

export const pool = new pg.Pool({
  connectionString: databaseUrl,
  max: poolSize,
  options: '-c TimeZone=UTC',
});

const USER = `u.id, u.id as "databaseId", u.email, u.name, u.image_url as "imageUrl", u.created_at as "createdAt",
  coalesce(u.max_concurrent_bots, ${DEFAULT_BOTS}) as "maxConcurrentBots"`;
const MEETING = `m.id, m.id as "databaseId", m.platform, m.native_meeting_id as "nativeMeetingId", m.status,
  m.start_time as "startTime", m.end_time as "endTime", m.created_at as "createdAt"`;

/** What else of a row is fetched, if it is wanted. */
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

function columns(base, optional, wanted) {
  const names = wanted.filter((name) => name in optional);
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

export async function readUser(id, wanted) {
  const { key, list } = columns(USER, OF_USER, wanted);
  const own = key.includes('meetingStats') || key.includes('usagePatterns') ? `with ${OWN}` : '';
  const [user] = await rows(
    `user ${key}`,
    `${own} select ${list} from users u where u.id = $1::bigint and u.deleted_at is null`,
    [id],
  );
  return user ?? null;
}

export function readUsers({ first, after }, wanted) {
  const { key, list } = columns(USER, OF_USER, wanted);
  const { name, where, values } = beyond('u', '>', after);
  return rows(
    `users ${key} ${name}`,
    `select ${list} from users u where u.deleted_at is null ${where} order by u.created_at, u.id limit $1`,
    [first, ...values],
  );
}

export async function readMeeting(id, wanted) {
  const { key, list } = columns(MEETING, OF_MEETING, wanted);
  const [meeting] = await rows(`meeting ${key}`, `select ${list} from meetings m where m.id = $1`, [
    id,
  ]);
  return meeting ?? null;
}

/** Each with its user's id, address and name. */
export function readMeetings({ first, after }, wanted) {
  const { key, list } = columns(MEETING, OF_MEETING, wanted);
  const { name, where, values } = beyond('m', '<', after);
  return rows(
    `meetings ${key} ${name}`,
    `select ${list}, u.id as "userId", u.email as "userEmail", u.name as "userName"
     from (select * from meetings m where true ${where} order by created_at desc, id desc limit $1) m
     join users u on u.id = m.user_id order by m.created_at desc, m.id desc`,
    [first, ...values],
  );
}

export async function countMeetings() {
  const [{ count }] = await rows('count-meetings', 'select count(*)::int as count from meetings');
  return count;
}

export function readOwnMeetings(userId, { first, after }, wanted) {
  const { key, list } = columns(MEETING, OF_MEETING, wanted);
  const { name, where, values } = beyond('m', '<', after);
  return rows(
    `own-meetings ${key} ${name}`,
    `select ${list} from meetings m where m.user_id = $${values.length + 2} ${where} order by m.created_at desc, m.id desc limit $1`,
    [first, ...values, userId],
  );
}

export async function createUser({ email }) {
  const [user] = await rows('create-user', CREATE_USER, [email]);
  return user;
}

export async function mintToken({ userId, scopes }) {
  const { text, digest, hint } = newKey(scopes);
  const [token] = await rows('mint-token', MINT_TOKEN, [userId, digest, hint, scopes]);
  return { token, secret: text };
}

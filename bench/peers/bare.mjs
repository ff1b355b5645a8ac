import { createServer } from 'node:http';
import pg from 'pg';
import { OWN, PATTERNS, PERFORMANCE, SESSIONS, STATS, TOKENS, TRANSCRIPTION } from './figures.mjs';
import { callerOf, newKey } from './keys.mjs';
import { announce, DEFAULT_BOTS, databaseUrl, poolSize } from './settings.mjs';

// The floor: a route for each workload, and PostgreSQL writes the whole answer.

const pool = new pg.Pool({
  connectionString: databaseUrl,
  max: poolSize,
  options: '-c TimeZone=UTC',
});

const USER = `'id', u.id, 'databaseId', u.id::text, 'email', u.email, 'name', u.name, 'imageUrl', u.image_url,
  'maxConcurrentBots', coalesce(u.max_concurrent_bots, ${DEFAULT_BOTS}), 'createdAt', u.created_at`;
const MEETING = `'id', m.id, 'databaseId', m.id::text, 'platform', m.platform, 'nativeMeetingId', m.native_meeting_id, 'status', m.status,
  'startTime', m.start_time, 'endTime', m.end_time, 'createdAt', m.created_at, 'data', m.data`;
const PAGE = `(select json_agg(json_build_object(${MEETING}, 'user', json_build_object('id', u.id, 'email', u.email, 'name', u.name))
    order by m.created_at desc, m.id desc)
  from (select * from meetings where (created_at, id) < ($1::timestamptz, $2::bigint)
    order by created_at desc, id desc limit 100) m join users u on u.id = m.user_id)`;

const STATEMENTS = {
  user: `select json_build_object(${USER}, 'apiTokens', ${TOKENS})::text as body from users u
    where u.id = $1 and u.deleted_at is null`,
  users: `select json_agg(json_build_object(${USER}, 'data', u.data) order by u.created_at, u.id)::text as body
    from (select * from users where deleted_at is null and (created_at, id) > ($1::timestamptz, $2::bigint)
      order by created_at, id limit 100) u`,
  meetings: `select json_build_object('nodes', ${PAGE})::text as body`,
  'counted-meetings': `select json_build_object('nodes', ${PAGE}, 'totalCount', (select count(*) from meetings))::text as body`,
  telematics: `select json_build_object('id', m.id, 'sessions', ${SESSIONS}, 'performance', ${PERFORMANCE},
      'transcription', ${TRANSCRIPTION})::text as body
    from meetings m where m.id = $1`,
  details: `with ${OWN} select json_build_object(${USER}, 'apiTokens', ${TOKENS}, 'meetingStats', ${STATS},
      'usagePatterns', ${PATTERNS})::text as body
    from users u where u.id = $1::bigint and u.deleted_at is null`,
  'create-and-mint': `with u as (insert into users (email) values ($1) returning id, email, created_at),
      t as (insert into api_tokens (user_id, digest, hint, scopes) values ($2, $3, $4, $5) returning id, user_id, hint, scopes),
      noted as (insert into peer_audit_events (actor_kind, action, target_type, target_id, after)
        select 'admin', 'user.create', 'User', id, to_jsonb(u) from u union all
        select 'admin', 'token.mint', 'ApiToken', id, to_jsonb(t) from t)
    select json_build_object('id', u.id, 'databaseId', u.id::text, 'email', u.email, 'createdAt', u.created_at,
      'token', json_build_object('id', t.id, 'hint', t.hint), 'secret', $6::text)::text as body from u, t`,
  'my-meetings': `select json_agg(json_build_object(${MEETING}) order by m.created_at desc, m.id desc)::text as body
    from (select * from meetings where user_id = $3 and (created_at, id) < ($1::timestamptz, $2::bigint)
      order by created_at desc, id desc limit 50) m`,
};

async function valuesFor(name, path, { request, caller }) {
  if (name === 'my-meetings') return caller.userId === null ? null : [...path, caller.userId];
  if (!caller.isAdmin) return null;
  if (name === 'create-and-mint') {
    const { email, userId, scopes } = await bodyOf(request);
    const { text, digest, hint } = newKey(scopes);
    return [email, userId, digest, hint, scopes, text];
  }
  return path;
}

async function bodyOf(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString());
}

async function answer(request) {
  const [, name, ...path] = request.url.split('/');
  const text = STATEMENTS[name];
  const caller = await callerOf(pool, request.headers);
  if (caller === null) return { status: 401, body: '{"detail":"Invalid key"}' };
  if (text === undefined) return { status: 404, body: '{"detail":"Not found"}' };
  const values = await valuesFor(name, path, { request, caller });
  if (values === null) return { status: 403, body: '{"detail":"Not for this key"}' };
  const { rows } = await pool.query({ name, text, values });
  return rows.length === 0
    ? { status: 404, body: '{"detail":"Not found"}' }
    : { status: 200, body: rows[0].body };
}

const server = createServer(async (request, response) => {
  const { status, body } = await answer(request).catch(() => ({
    status: 500,
    body: '{"detail":"Failed"}',
  }));
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
});
server.listen(0, '127.0.0.1', () => announce(server.address().port));

import type pg from 'pg';
import { type Seeded, type Size, seed, sizeOf } from '../data.ts';
import { PEPPER } from '../server.ts';

/** The usual installation with five times the keys; of segments, which lists do not show, a tenth. */
function pagesSize(scale: number): Size {
  const size = sizeOf(scale);
  return { ...size, tokens: size.tokens * 5, segments: Math.round(size.segments / 10) };
}

/** Fills an empty database with what the pages show, also what the bench of requests does without. */
export async function seedPages(client: pg.Client, url: string, scale: number): Promise<Seeded> {
  const seeded = await seed(url, pagesSize(scale), PEPPER);
  for (const statement of MORE) await client.query(statement);
  await client.query('vacuum analyze');
  return seeded;
}

const SITE = `'https://hooks.example.com/' || id`;

/** Every key was minted and every user created by an operator; places before the first are those of no other event. */
const EVENTS = `insert into audit_events (at, actor_kind, actor_name, action, target_type, target_id, ip, request_id, after, position)
  select at, 'ADMIN_KEY', (array['Ada', 'Grace', 'Linus'])[n % 3 + 1], action, type, id, '192.0.2.' || n % 200, 'bench-' || n, after, -n
  from (
    select e.*, row_number() over (order by at, type, id) as n from (
      select created_at + interval '1 minute' as at, 'USER_CREATED' as action, 'User' as type, id,
        jsonb_build_object('email', email, 'name', name, 'role', role, 'isActive', is_active) as after from users
      union all select now() - (100000 - id) * interval '1 minute', 'TOKEN_MINTED', 'ApiToken', id,
        jsonb_build_object('userId', user_id, 'name', name, 'hint', hint, 'scopes', scopes) from api_tokens
    ) e
  ) numbered`;

const MORE = [
  // Bots do not run for months.
  `update meetings set status = 'completed', end_time = start_time + interval '30 minutes'
   where status = 'active' and created_at < now() - interval '3 hours'`,
  `update api_tokens set name = (array['laptop', 'phone', 'server', 'ci'])[id % 4 + 1] || ' ' || id,
    created_at = now() - (100000 - id) * interval '1 minute',
    revoked_at = case when id % 11 = 0 then now() end, expires_at = case when id % 7 = 3 then now() + id * interval '1 minute' end`,
  `update token_usage set last_at = now() - token_id % 40000 * interval '1 minute', first_at = now() - interval '40 days', last_ip = '198.51.100.7'`,
  `insert into token_usage_days (token_id, day, user_id, requests, first_at, last_at)
   select t.id, (now() - d * interval '1 day')::date, t.user_id, 1 + (t.id + d) % 50, now() - d * interval '1 day', now() - d * interval '1 day'
   from api_tokens t cross join generate_series(0, 29) d where t.user_id <= 1000`,
  `insert into bot_refusals (user_id, quarter, refused)
   select u.id, date_bin('15 minutes', now() - u.id % 30 * interval '1 day', timestamptz '2000-01-01 00:00:00+00'), 1 + u.id % 3
   from users u where u.id % 5 = 0`,
  `update users set role = case when id % 500 = 0 then 'admin' else role end, is_active = id % 40 <> 0,
    data = case when id % 20 = 0 then data || jsonb_build_object('webhook_url', ${SITE}) else data end`,
  EVENTS,
];

import pg from 'pg';
import { digestOf, hintOf, newSecret } from '../src/security/keys/secret.ts';

/** How large the installation is. `scale` 1 is the size that the published figures are for. */
export type Size = {
  readonly users: number;
  readonly tokens: number;
  readonly meetings: number;
  readonly sessions: number;
  readonly segments: number;
};

export function sizeOf(scale: number): Size {
  const part = (count: number) => Math.round(count * scale);
  return {
    users: part(10_000),
    tokens: part(20_000),
    meetings: part(200_000),
    sessions: part(200_000),
    segments: part(2_000_000),
  };
}

export type Seeded = {
  readonly size: Size;
  readonly keys: readonly string[];
  /** The created_at of the newest user, in milliseconds; each older one, and each meeting, is a minute older. */
  readonly seededAt: number;
  /** One key of each user who has 100 meetings; the first user's comes first. */
  readonly heavyKeys: readonly string[];
  /** Meetings up to this number have sessions, changes of status and a transcript. */
  readonly measuredMeetings: number;
};

/** Each of the first users, one in ten, has 100 meetings. */
const HEAVY_SHARE = 0.1;
const HEAVY_MEETINGS = 100;
const SEGMENTS_EACH = 64;
const SESSIONS_EACH = 3;

/** Fills an empty database, and returns the texts of all keys. */
export async function seed(url: string, size: Size, pepper: string): Promise<Seeded> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const seededAt = Date.now();
  const heavyUsers = Math.max(1, Math.round(size.users * HEAVY_SHARE));
  await client.query(
    `insert into users (email, name, max_concurrent_bots, data, created_at)
     select 'user' || n || '@bench.example.com', 'User ' || n, n % 7, '{"team": "bench"}', $2::timestamptz - ($1 - n) * interval '1 minute'
     from generate_series(1, $1::int) n`,
    [size.users, new Date(seededAt)],
  );
  const keys = Array.from({ length: size.tokens }, () => newSecret('vxa', 'bot'));
  await client.query(
    `insert into api_tokens (user_id, digest, hint, name, scopes)
     select (n - 1) % $1 + 1, digest, hint, 'bench', '{bot,tx}' from unnest($2::bytea[], $3::text[]) with ordinality as t(digest, hint, n)`,
    [size.users, keys.map((key) => Buffer.from(digestOf(key, pepper))), keys.map(hintOf)],
  );
  await client.query(
    `insert into token_usage (token_id, requests, first_at, last_at)
     select id, 1 + id % 100, created_at, created_at from api_tokens where id % 5 <> 0`,
  );
  await seedMeetings(client, size, { heavyUsers, seededAt });
  const measuredMeetings = Math.max(Math.floor(size.segments / SEGMENTS_EACH), 1);
  await seedMeasured(client, size, measuredMeetings);
  await client.query('vacuum analyze');
  await client.end();
  return { size, keys, seededAt, heavyKeys: keys.slice(0, heavyUsers), measuredMeetings };
}

/** One in 97 goes on, one in 31 failed. */
async function seedMeetings(
  client: pg.Client,
  { users, meetings }: Size,
  { heavyUsers, seededAt }: { readonly heavyUsers: number; readonly seededAt: number },
): Promise<void> {
  await client.query(
    `insert into meetings (user_id, platform, native_meeting_id, status, start_time, end_time, created_at, data)
     select case when n <= $3::bigint * ${HEAVY_MEETINGS} then (n - 1) % $3::bigint + 1
         else $3::bigint + (n * 7919) % ($1::bigint - $3::bigint) + 1 end,
       (array['google_meet', 'teams', 'zoom'])[n % 3 + 1], 'abc-defg-' || n, status,
       asked + interval '40 seconds', case when status <> 'active' then asked + interval '30 minutes' end, asked,
       '{"name": "Weekly", "participants": ["Ada", "Bruno"], "languages": ["en"]}'
     from (select n, $4::timestamptz - n * interval '1 minute' as asked,
         case when n % 97 = 0 then 'active' when n % 31 = 0 then 'failed' else 'completed' end as status
       from generate_series(1, $2::bigint) n) meeting order by n`,
    [users, meetings, heavyUsers, new Date(seededAt)],
  );
}

/** What figures are computed from: of the first meetings all of it, of others a session. */
async function seedMeasured(client: pg.Client, size: Size, measured: number): Promise<void> {
  await client.query(
    `insert into meeting_transitions (meeting_id, user_id, from_status, to_status, at)
     select m.id, m.user_id, s.before, coalesce(s.after, m.status), m.created_at + s.seconds * interval '1 second'
     from meetings m cross join (values (null, 'requested', 0), ('requested', 'joining', 4),
       ('joining', 'awaiting_admission', 15), ('awaiting_admission', 'active', 40), ('active', null, 1800)) s(before, after, seconds)
     where m.id <= $1 and (s.after is not null or m.status <> 'active')`,
    [measured],
  );
  await client.query(
    `insert into meeting_sessions (meeting_id, user_id, session_uid, started_at)
     select m.id, m.user_id, 's' || m.id || '-' || k, m.start_time + (k - 1) * interval '9 minutes'
     from meetings m cross join generate_series(1, ${SESSIONS_EACH}) k where k = 1 or m.id <= $1
     order by m.id, k limit $2`,
    [measured, size.sessions],
  );
  await client.query(
    `insert into transcript_segments (meeting_id, user_id, session_uid, segment_id, start_offset, end_offset, text, speaker, language)
     select m.id, m.user_id, 's' || m.id || '-' || n % ${SESSIONS_EACH} + 1, n::text, n * 8, n * 8 + 5 + n % 6,
       'Let us start with the numbers.', (array['Ada', 'Bruno', 'Cem', null])[n % 4 + 1], (array['en', 'en', 'es'])[n % 3 + 1]
     from meetings m cross join generate_series(1, ${SEGMENTS_EACH}) n where m.id <= $1`,
    [measured],
  );
}

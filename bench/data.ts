import pg from 'pg';
import { digestOf, hintOf, newSecret } from '../src/key/secret.ts';

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
  readonly heavyKeys: readonly string[];
};

/** Users with this number or a smaller one have 100 meetings each. */
const HEAVY_USERS = 100;
const HEAVY_MEETINGS = 100;

/** Fills an empty database, and returns the texts of all keys. */
export async function seed(url: string, size: Size, pepper: string): Promise<Seeded> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(
    `insert into users (email, name, data) select 'user' || n || '@bench.example.com', 'User ' || n, '{"team": "bench"}' from generate_series(1, $1::int) n`,
    [size.users],
  );
  const keys = Array.from({ length: size.tokens }, () => newSecret('vxa', 'bot'));
  await client.query(
    `insert into api_tokens (user_id, digest, hint, name, scopes)
     select (n - 1) % $1 + 1, digest, hint, 'bench', '{bot,tx}' from unnest($2::bytea[], $3::text[]) with ordinality as t(digest, hint, n)`,
    [size.users, keys.map((key) => Buffer.from(digestOf(key, pepper))), keys.map(hintOf)],
  );
  await client.query(
    `insert into meetings (user_id, platform, native_meeting_id, status, start_time, end_time, created_at, data)
     select case when n <= $2 then (n - 1) % ${HEAVY_USERS} + 1 else (n * 7919) % $1 + 1 end,
       (array['google_meet', 'teams', 'zoom'])[n % 3 + 1], 'abc-defg-' || n, 'completed',
       now() - n * interval '1 minute', now() - n * interval '1 minute' + interval '30 minutes', now() - n * interval '1 minute',
       '{"name": "Weekly", "participants": ["Ada", "Bruno"], "languages": ["en"]}'
     from generate_series(1, $3::int) n`,
    [size.users, HEAVY_USERS * HEAVY_MEETINGS, size.meetings],
  );
  await client.query(
    `insert into meeting_sessions (meeting_id, user_id, session_uid, started_at) select id, user_id, 's' || id, start_time from meetings order by id limit $1`,
    [size.sessions],
  );
  await client.query(
    `insert into transcript_segments (meeting_id, user_id, session_uid, segment_id, start_offset, end_offset, text, speaker, language)
     select m.id, m.user_id, 's' || m.id, n::text, n * 10, n * 10 + 8, 'Let us start with the numbers.', 'Ada', 'en'
     from (select id, user_id from meetings order by id limit greatest($1::int / 64, 1)) m cross join generate_series(1, 64) n`,
    [size.segments],
  );
  await client.query('vacuum analyze');
  await client.end();
  return { size, keys, heavyKeys: keys.slice(0, HEAVY_USERS) };
}

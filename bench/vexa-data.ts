import { randomInt } from 'node:crypto';
import type pg from 'pg';
import type { VexaForm } from '../test/vexa-import/vexa-schema.ts';
import type { Size } from './data.ts';

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const RANDOM_LENGTH = { '0.9': 40, '0.10': 40, '0.12': 32 } as const;

/**
 * Fills the empty tables of this form as an installation of Vexa would, and returns the texts of
 * its keys. Whoever asks has to be in UTC.
 */
export async function fillVexa(client: pg.Client, form: VexaForm, size: Size): Promise<string[]> {
  await client.query(
    `insert into users (email, name, created_at, max_concurrent_bots, data)
     select 'user' || n || '@vexa.example.com', 'User ' || n, timestamp '2025-01-01' + n * interval '1 hour', n % 5,
       case when n % 10 = 0 then jsonb_build_object('webhook_url', 'https://hooks.example.com/' || n, 'webhook_secret', md5(n::text)) else '{}' end
     from generate_series(1, $1::int) n`,
    [size.users],
  );
  const keys = Array.from({ length: size.tokens }, (_, place) => keyText(form, place));
  await client.query(
    `insert into api_tokens (token, user_id, created_at)
     select text, (n - 1) % $1 + 1, timestamp '2025-02-01' + n * interval '1 minute' from unnest($2::text[]) with ordinality as t(text, n)`,
    [size.users, keys],
  );
  if (form !== '0.9') {
    await client.query(
      `update api_tokens set scopes = case when id % 100 = 0 then '{}' when id % 3 = 0 then '{tx}' else '{bot,tx}' end::text[],
         name = 'key ' || id, last_used_at = created_at + interval '3 days'`,
    );
  }
  await client.query(MEETINGS, [size.users, size.meetings]);
  await client.query(
    `insert into meeting_sessions (meeting_id, session_uid, session_start_time)
     select id, md5('s' || id), start_time at time zone 'UTC' from meetings order by id limit $1`,
    [size.sessions],
  );
  await client.query(SEGMENTS, [
    Math.max(Math.round(size.segments / size.meetings), 1),
    size.segments,
  ]);
  if (form !== '0.9') {
    await client.query(`update transcriptions set segment_id = md5(id::text) where id % 4 <> 0`);
  }
  await client.query('vacuum analyze');
  return keys;
}

/** Every tenth is one of the bare forty characters of before. */
function keyText(form: VexaForm, place: number): string {
  const text = (length: number) =>
    Array.from({ length }, () => LETTERS.charAt(randomInt(LETTERS.length))).join('');
  if (form === '0.9' || place % 10 === 0) return text(40);
  return `vxa_${['bot', 'tx', 'browser'][place % 3]}_${text(RANDOM_LENGTH[form])}`;
}

const MEETINGS = `
insert into meetings (user_id, platform, platform_specific_id, status, bot_container_id, start_time, end_time, data, created_at, updated_at)
select (n * 7919) % $1 + 1, (array['google_meet', 'teams', 'zoom'])[n % 3 + 1], 'abc-defg-' || n,
  case when n % 9 = 0 then 'failed' else 'completed' end, 'bot-' || n, began, began + interval '30 minutes',
  jsonb_build_object('name', 'Weekly ' || n, 'participants', jsonb_build_array('Ada', 'Bruno'), 'languages', '["en"]'::jsonb,
    'completion_reason', 'stopped', 'webhook_deliveries', jsonb_build_array(repeat('delivered ', n % 50)),
    'status_transition', jsonb_build_array(
      jsonb_build_object('from', null, 'to', 'requested', 'timestamp', began - interval '40 s', 'source', 'user'),
      jsonb_build_object('from', 'requested', 'to', 'joining', 'timestamp', began - interval '30 s', 'source', 'bot_callback'),
      jsonb_build_object('from', 'joining', 'to', 'awaiting_admission', 'timestamp', began - interval '20 s', 'source', 'bot_callback'),
      jsonb_build_object('from', 'awaiting_admission', 'to', 'active', 'timestamp', began, 'source', 'bot_callback'),
      jsonb_build_object('from', 'active', 'to', 'completed', 'timestamp', began + interval '30 minutes', 'source', 'bot_callback', 'completion_reason', 'stopped'))),
  began - interval '40 s', began + interval '30 minutes'
from (select n, timestamp '2025-03-01' + n * interval '2 minutes' + n % 1000 * interval '1 ms' as began from generate_series(1, $2::int) n) g`;

const SEGMENTS = `
insert into transcriptions (meeting_id, start_time, end_time, text, speaker, language, created_at, session_uid)
select m.id, k * 11.25, k * 11.25 + 9.1, 'Let us start with the numbers of week ' || k || ', and then look at what is open.',
  case k % 2 when 0 then 'Ada' else 'Bruno' end, 'en', m.start_time + k * interval '11 s', md5('s' || m.id)
from meetings m cross join generate_series(1, $1::int) k limit $2`;

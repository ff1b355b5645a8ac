import type { VexaDatabase } from './source.ts';

// What older versions, other programs and people leave behind.

export const KEY = `vxa_bot_${'AbCdEf12'.repeat(5)}`;

export const UNUSUAL_KEY = 'our-very-own-secret_for_the_robot!';

const USERS = `
insert into users (id, email, name, created_at, max_concurrent_bots, data) values
  (1, 'ada@example.com', 'Ada', '2025-01-01 12:00:00.123456', 2, '{"webhook_url": "https://h.example.com/1", "webhook_secret": "hush"}'),
  (2, 'Ada@Example.com', 'Ada again', '2025-01-02', 1, '{}'),
  (3, 'bruno@example.com', 'Bruno', null, -3, '{"is_admin": true}'),
  (4, 'carla@example.com', 'Carla', '2025-01-04', 1, '{"is_admin": true}'),
  (5, 'dora@example.com', 'Dora', null, 1, '[1]'),
  (6, 'ada+2@example.com', 'Ada of the plus', '2025-01-06', 1, '{}'),
  (7, 'no address at all', 'Odd', 'infinity', 1, '{}')`;

const KEYS = `
alter table api_tokens drop constraint api_tokens_user_id_fkey;
insert into api_tokens (id, token, user_id, created_at, scopes, name, last_used_at, expires_at) values
  (1, '${KEY}', 1, '2025-02-01', '{bot,tx}', 'first', '2025-03-01 10:00', '2999-01-01'),
  (2, '${'AmPqRsTv'.repeat(5)}', 1, null, '{}', null, null, null),
  (3, 'vxa_tx_${'BmPqRsTv'.repeat(5)}', 2, '2025-02-03', '{user}', null, null, null),
  (4, 'vxa_user_${'CmPqRsTv'.repeat(5)}', 3, '2025-02-04', '{admin}', null, null, null),
  (5, 'vxa_tx_${'DmPqRsTv'.repeat(4)}', 3, '2025-02-05', '{tx,calendar}', null, null, null),
  (6, '${UNUSUAL_KEY}', 4, '2025-02-06', '{bot}', null, null, null),
  (7, 'short', 4, '2025-02-07', '{bot}', null, null, null),
  (8, 'vxa_bot_${'EmPqRsTv'.repeat(5)}', 4, '2025-02-08', '{bot}', null, null, '-infinity'),
  (9, 'vxa_bot_${'FmPqRsTv'.repeat(5)}', 99, '2025-02-09', '{bot}', null, null, null)`;

const MEETINGS = `
insert into meetings (id, user_id, platform, platform_specific_id, status, start_time, data, created_at, updated_at) values
  (1, 1, 'google_meet', 'abc-defg-hij', 'completed', '2025-03-01 10:00', '{"completion_reason": "stopped", "failure_stage": {"no": "text"}, "big": 12345678901234567890, "status_transition": [
    {"from": "requested", "to": "active", "timestamp": "2025-03-01T10:00:00.123456", "source": "bot_callback", "extra": 1},
    {"from": "requested", "to": "active", "timestamp": "2025-03-01T10:00:00.123456", "source": "bot_callback", "extra": 1},
    {"from": "active", "to": "completed", "timestamp": "2025-03-01T13:00:00+02:00", "reason": "stop"},
    {"from": "active", "timestamp": "2025-03-01T10:00:00"},
    {"to": "failed", "timestamp": "yesterday"},
    "nonsense"]}', '2025-03-01 09:59', null),
  (2, 1, 'webex', null, 'reticulating', null, '{"status_transition": {"to": "requested", "timestamp": "2025-03-02T08:00:00Z"}}', null, null),
  (3, 3, 'zoom', '123', 'scheduled', null, '{}', '2025-03-03', '2025-03-04'),
  (4, 98, 'zoom', '124', 'active', null, '{"status_transition": [{"to": "active", "timestamp": "2025-03-02T08:00:00"}]}', '2025-03-03', null),
  (5, 5, 'zoom', '125', 'active', '-infinity', '"text"', '2025-03-05', null)`;

const CHILDREN = `
alter table meeting_sessions drop constraint meeting_sessions_meeting_id_fkey;
alter table transcriptions drop constraint transcriptions_meeting_id_fkey;
insert into meeting_sessions (id, meeting_id, session_uid, session_start_time) values
  (1, 1, 'one', '2025-03-01 12:00+02'), (2, 4, 'of an orphan', now()), (3, 97, 'of nobody', now());
insert into transcriptions (id, meeting_id, start_time, end_time, text, speaker, language, session_uid, segment_id) values
  (1, 1, 0, 2.5, 'hello', 'Ada', 'en', 'one', 's1'),
  (2, 1, 6, 5, 'backwards', null, null, 'one', null),
  (3, 1, 'NaN', 5, 'never', null, null, 'one', null),
  (4, 1, 0, 'Infinity', 'always', null, null, 'one', null),
  (5, 4, 0, 1, 'of an orphan', null, null, null, null),
  (6, 3, 0, 1, 'in no session', null, null, null, ''),
  (7, 1, -2e9, 1, 'before all time', null, null, null, null)`;

export async function fillOddities({ client }: VexaDatabase): Promise<void> {
  for (const statements of [USERS, KEYS, MEETINGS, CHILDREN]) await client.query(statements);
  await client.query(
    `insert into recordings (user_id, source, status) values (1, 'bot', 'completed')`,
  );
}

// Figures as JSON values, each an expression that PostgreSQL computes: of a row `m` of meetings, or
// of a row `u` of users whose meetings are the rows of `own`.

function seconds(from, to) {
  return `extract(epoch from (${to}) - (${from}))::float8`;
}

function recordedOr(name, derived) {
  return `coalesce((m.data ->> '${name}')::float8, ${derived})`;
}

const TOTAL = seconds('m.start_time', 'm.end_time');

export const PERFORMANCE = `json_build_object(
  'joinTime', ${recordedOr('join_time', seconds('m.created_at', 'least(m.waiting_at, m.active_at)'))},
  'admissionTime', ${recordedOr('admission_time', seconds('m.waiting_at', 'm.active_at'))},
  'activeTime', case when m.active_at is null then ${TOTAL}
    else ${seconds('m.active_at', 'coalesce(m.left_at, m.end_time)')} end,
  'totalDuration', ${TOTAL},
  'botUptime', ${recordedOr('bot_uptime', seconds('m.joining_at', 'coalesce(m.final_at, m.end_time)'))})`;

export const TRANSCRIPTION = `(select json_build_object(
    'totalTranscriptions', count(*), 'totalDuration', coalesce(sum(s.end_offset - s.start_offset), 0),
    'uniqueSpeakers', count(distinct s.speaker),
    'languagesDetected', coalesce(array_agg(distinct s.language) filter (where s.language is not null), '{}'),
    'words', coalesce(sum(s.words), 0))
  from transcript_segments s where s.meeting_id = m.id)`;

export const SESSIONS = `coalesce((select json_agg(json_build_object('sessionUid', s.session_uid, 'startedAt', s.started_at)
    order by s.started_at, s.id) from meeting_sessions s where s.meeting_id = m.id), '[]')`;

export const TOKENS = `coalesce((select json_agg(json_build_object('id', t.id, 'databaseId', t.id::text, 'hint', t.hint,
    'name', t.name, 'scopes', t.scopes, 'createdAt', t.created_at, 'expiresAt', t.expires_at,
    'lastUsedAt', greatest(t.last_used_at, c.last_at)) order by t.created_at desc, t.id desc)
  from api_tokens t left join token_usage c on c.token_id = t.id where t.user_id = u.id), '[]')`;

/** For \`with\`: what the figures of the user with the id in the first parameter are made of. */
export const OWN = `own as materialized (select m.platform, m.status, m.created_at, ${TOTAL} as seconds,
    extract(hour from m.created_at at time zone 'UTC')::int as hour
  from meetings m where m.user_id = $1::bigint)`;

export const STATS = `(select json_build_object('totalMeetings', count(*),
    'completedMeetings', count(*) filter (where status = 'completed'),
    'failedMeetings', count(*) filter (where status = 'failed'),
    'activeMeetings', count(*) filter (where status in ('requested', 'joining', 'awaiting_admission', 'active', 'needs_human_help')),
    'totalDuration', sum(seconds) filter (where status = 'completed'),
    'averageDuration', avg(seconds) filter (where status = 'completed'))
  from own)`;

export const PATTERNS = `(select json_build_object(
    'mostUsedPlatform', (select platform from own group by platform order by count(*) desc, min(created_at) limit 1),
    'meetingsPerDay', coalesce(count(*) / (greatest(extract(day from now() - min(created_at)), 0) + 1), 0)::float8,
    'peakUsageHours', array(select hour from own group by hour order by count(*) desc, min(created_at) limit 3),
    'lastActivity', max(created_at))
  from own)`;

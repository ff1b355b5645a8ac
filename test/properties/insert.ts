import sql from 'sql-template-tag';
import type { TestServer } from '../support/server.ts';
import type { RandomMeeting, RandomSegment } from './random-meetings.ts';

const date = (moment: number | null) => (moment === null ? null : new Date(moment));

/** Puts meetings straight into the database; answers their numbers, in their order. */
export async function insertMeetings(
  { db }: TestServer,
  meetings: readonly RandomMeeting[],
): Promise<bigint[]> {
  const made = await db.rows<{ id: bigint }>(sql`
    insert into meetings (user_id, platform, status, created_at, start_time, end_time, data)
    select 1, 'zoom', m.* from unnest(${meetings.map(({ status }) => status)}::text[],
      ${meetings.map(({ createdAt }) => date(createdAt))}::timestamptz[], ${meetings.map(({ startTime }) => date(startTime))}::timestamptz[],
      ${meetings.map(({ endTime }) => date(endTime))}::timestamptz[], ${meetings.map(({ data }) => JSON.stringify(data))}::jsonb[]) m
    returning id`);
  const ids = made.map(({ id }) => id);
  const steps = meetings.flatMap(({ transitions }, place) =>
    transitions.map((step) => ({ ...step, id: ids[place] ?? 0n })),
  );
  await db.rows(sql`
    insert into meeting_transitions (meeting_id, user_id, to_status, at)
    select id, 1, to_status, at from unnest(${steps.map(({ id }) => id)}::bigint[], ${steps.map(({ to }) => to)}::text[],
      ${steps.map(({ at }) => date(at))}::timestamptz[]) s(id, to_status, at)`);
  const sessions = meetings.flatMap((meeting, place) =>
    meeting.sessions.map((session) => ({ ...session, id: ids[place] ?? 0n })),
  );
  await db.rows(sql`
    insert into meeting_sessions (meeting_id, user_id, session_uid, started_at)
    select id, 1, uid, at from unnest(${sessions.map(({ id }) => id)}::bigint[], ${sessions.map(({ uid }) => uid)}::text[],
      ${sessions.map(({ at }) => date(at))}::timestamptz[]) s(id, uid, at)`);
  for (const [place, { segments }] of meetings.entries())
    await insertSegments(db, ids[place] ?? 0n, segments);
  return ids;
}

export async function insertSegments(
  db: TestServer['db'],
  id: bigint,
  segments: readonly RandomSegment[],
): Promise<void> {
  if (segments.length === 0) return;
  await db.rows(sql`
    insert into transcript_segments (meeting_id, user_id, session_uid, start_offset, end_offset, text, speaker, language)
    select ${id}, 1, s.* from unnest(${segments.map(({ session }) => session)}::text[],
      ${segments.map(({ begins }) => begins / 1_000)}::double precision[], ${segments.map(({ begins, length }) => (begins + length) / 1_000)}::double precision[],
      ${segments.map(({ text }) => text)}::text[], ${segments.map(({ speaker }) => speaker)}::text[], ${segments.map(({ language }) => language)}::text[]) s`);
}

import sql, { raw } from 'sql-template-tag';
import type { Id } from '../source/batches.ts';
import type { ImportContext } from '../stage/stage.ts';
import type { ForeignMeeting } from './meeting-read.ts';

/** A meeting of theirs, and what is decided of it. */
export type ImportedMeeting = {
  readonly meeting: ForeignMeeting;
  readonly localId: Id;
  readonly ownerId: Id;
  /** Changes of status that could not be read, as JSON: they stay in its data. */
  readonly unread: string | null;
  readonly createdAt: string | null;
};

const RECORDS = sql`as x("localId" bigint, "ownerId" bigint, platform text, "nativeMeetingId" text,
  status text, "completionReason" text, "failureStage" text, "botContainerId" text,
  "startTime" timestamptz, "endTime" timestamptz, data text, unread text,
  "createdAt" timestamptz, "updatedAt" timestamptz)`;

const DATA = sql`(x.data::jsonb || case when x.unread is null then '{}'::jsonb
  else jsonb_build_object('status_transition', x.unread::jsonb) end)`;

export async function insertImportedMeetings(
  step: ImportContext,
  placed: readonly ImportedMeeting[],
): Promise<void> {
  if (placed.length === 0 || step.dryRun) return;
  await step.rows(sql`
    insert into meetings (id, user_id, platform, native_meeting_id, status, completion_reason,
      failure_stage, bot_container_id, start_time, end_time, data, created_at, updated_at)
    select x."localId", x."ownerId", x.platform, x."nativeMeetingId", x.status, x."completionReason",
      x."failureStage", x."botContainerId", x."startTime", x."endTime", ${DATA},
      coalesce(x."createdAt", now()), coalesce(x."updatedAt", x."createdAt", now())
    from json_to_recordset(${recordsOf(placed)}::json) ${RECORDS} order by x."localId"`);
}

export async function updateMeetings(
  step: ImportContext,
  placed: readonly ImportedMeeting[],
): Promise<void> {
  if (placed.length === 0 || step.dryRun) return;
  const updated = await step.rows<{ readonly id: Id; readonly hasMoved: boolean }>(sql`
    update meetings m set user_id = x."ownerId", platform = x.platform,
      native_meeting_id = x."nativeMeetingId", status = x.status,
      completion_reason = x."completionReason", failure_stage = x."failureStage",
      bot_container_id = x."botContainerId", start_time = x."startTime", end_time = x."endTime",
      data = ${DATA}, created_at = coalesce(x."createdAt", m.created_at),
      updated_at = coalesce(x."updatedAt", m.updated_at)
    from json_to_recordset(${recordsOf(placed)}::json) ${RECORDS}
      join meetings old on old.id = x."localId"
    where m.id = old.id
    returning m.id::text as id, m.user_id <> old.user_id as "hasMoved"`);
  const moved = updated.filter(({ hasMoved }) => hasMoved).map(({ id }) => id);
  if (moved.length > 0) await moveToOwner(step, moved);
}

/** What belongs to a meeting names its owner, too. */
async function moveToOwner({ rows }: ImportContext, meetingIds: readonly Id[]): Promise<void> {
  for (const table of ['meeting_transitions', 'meeting_sessions', 'transcript_segments']) {
    await rows(sql`
      update ${raw(table)} c set user_id = m.user_id from meetings m
      where m.id = any (${meetingIds}::bigint[]) and c.meeting_id = m.id`);
  }
}

function recordsOf(placed: readonly ImportedMeeting[]): string {
  return JSON.stringify(
    placed.map(({ meeting: { id, userId, state, ...meeting }, ...decided }) => ({
      ...meeting,
      ...decided,
    })),
  );
}

import sql from 'sql-template-tag';
import type { Meeting } from '../database/generated/prisma/client.ts';

export type { Meeting };

/** A meeting's columns under the names of the Prisma model, from a table aliased `m`. */
export const MEETING_COLUMNS = sql`m.id, m.user_id as "userId", m.token_id as "tokenId", m.platform,
  m.native_meeting_id as "nativeMeetingId", m.status, m.completion_reason as "completionReason",
  m.failure_stage as "failureStage", m.bot_container_id as "botContainerId",
  m.start_time as "startTime", m.end_time as "endTime", m.data,
  m.created_at as "createdAt", m.updated_at as "updatedAt",
  m.joining_at as "joiningAt", m.waiting_at as "waitingAt", m.active_at as "activeAt",
  m.left_at as "leftAt", m.released_at as "releasedAt", m.final_at as "finalAt"`;

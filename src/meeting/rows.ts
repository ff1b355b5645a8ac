import sql from 'sql-template-tag';
import type { Meeting as Stored } from '../database/generated/prisma/client.ts';

/** Its milestones are for the figures, which read them by themselves. */
export type Meeting = Omit<
  Stored,
  'joiningAt' | 'waitingAt' | 'activeAt' | 'leftAt' | 'releasedAt' | 'finalAt'
>;

/** A meeting's columns under the names of the Prisma model, from a table aliased `m`. */
export const MEETING_COLUMNS = sql`m.id, m.user_id as "userId", m.token_id as "tokenId", m.platform,
  m.native_meeting_id as "nativeMeetingId", m.status, m.completion_reason as "completionReason",
  m.failure_stage as "failureStage", m.bot_container_id as "botContainerId",
  m.start_time as "startTime", m.end_time as "endTime", m.data,
  m.created_at as "createdAt", m.updated_at as "updatedAt"`;

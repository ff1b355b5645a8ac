import sql from 'sql-template-tag';
import type { Meeting as Stored, User } from '../../data/generated/prisma/client.ts';
import { type Columns, columnsSql } from '../../data/sql/columns.ts';

/** Its milestones are for the figures, which read them by themselves. */
export type Meeting = Omit<
  Stored,
  'joiningAt' | 'waitingAt' | 'activeAt' | 'leftAt' | 'releasedAt' | 'finalAt' | 'reachedStage'
> & {
  /** Where it was read with the meeting. */
  readonly owner?: User;
};

/** A meeting's columns under the names of the Prisma model, from a table aliased `m`. */
export const MEETING = {
  id: sql`m.id`,
  userId: sql`m.user_id`,
  tokenId: sql`m.token_id`,
  platform: sql`m.platform`,
  nativeMeetingId: sql`m.native_meeting_id`,
  status: sql`m.status`,
  completionReason: sql`m.completion_reason`,
  failureStage: sql`m.failure_stage`,
  botContainerId: sql`m.bot_container_id`,
  startTime: sql`m.start_time`,
  endTime: sql`m.end_time`,
  data: sql`m.data`,
  createdAt: sql`m.created_at`,
  updatedAt: sql`m.updated_at`,
} as const satisfies Columns<Meeting>;

export const MEETING_COLUMNS = columnsSql<Meeting>(MEETING);

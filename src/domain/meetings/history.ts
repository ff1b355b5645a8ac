import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { isStorable } from '../../core/input/integer.ts';
import { ROWS_READ, withinLimit } from '../../data/connection/row-limit.ts';
import type { MeetingSession, Prisma } from '../../data/generated/prisma/client.ts';
import { type Columns, columnsSql } from '../../data/sql/columns.ts';
import { opaqueIds } from '../../data/sql/opaque.ts';

const SESSION = {
  id: sql`s.id`,
  meetingId: sql`s.meeting_id`,
  userId: sql`s.user_id`,
  sessionUid: sql`s.session_uid`,
  startedAt: sql`s.started_at`,
} as const satisfies Columns<MeetingSession>;

/**
 * The bot's connections in each of these meetings, oldest first. In SQL: they are read with nearly
 * every telematics, and Prisma made that 50 % more expensive.
 */
export async function listSessions(
  { db }: App,
  meetingIds: readonly bigint[],
): Promise<MeetingSession[]> {
  const found = await db.rows<MeetingSession>(sql`
    select ${columnsSql<MeetingSession>(SESSION)} from meeting_sessions s
    where s.meeting_id = any(${opaqueIds(meetingIds)})
    order by s.meeting_id, s.started_at, s.id limit ${ROWS_READ}`);
  return withinLimit(found);
}

/** Many at once, in one statement. */
export async function loadSessions({ db }: App, ids: readonly bigint[]): Promise<MeetingSession[]> {
  return await db.prisma.meetingSession.findMany({
    where: { id: { in: ids.filter(isStorable) } },
  });
}

/** What bots and other services stored with it can be large. */
const WITHOUT_DATA = { data: true } as const;

export type Transition = Prisma.MeetingTransitionGetPayload<{ omit: typeof WITHOUT_DATA }>;

/** The changes of status of each of these meetings, oldest first. */
export async function listTransitions(
  { db }: App,
  meetingIds: readonly bigint[],
): Promise<Transition[]> {
  const found = await db.prisma.meetingTransition.findMany({
    omit: WITHOUT_DATA,
    where: { meetingId: { in: [...meetingIds] } },
    orderBy: [{ meetingId: 'asc' }, { at: 'asc' }, { id: 'asc' }],
    take: ROWS_READ,
  });
  return withinLimit(found);
}

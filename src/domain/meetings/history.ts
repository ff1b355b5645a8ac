import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { isStorable } from '../../core/input/integer.ts';
import { ROWS_READ, withinRowLimit } from '../../data/connection/row-limit.ts';
import type { MeetingSession, MeetingTransition } from '../../data/generated/prisma/client.ts';
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
  return withinRowLimit(found);
}

/** Many at once, in one statement. */
export async function loadSessions({ db }: App, ids: readonly bigint[]): Promise<MeetingSession[]> {
  return await db.prisma.meetingSession.findMany({
    where: { id: { in: ids.filter(isStorable) } },
  });
}

/** Without what bots and other services stored with it, which can be large. */
export type Transition = Omit<MeetingTransition, 'data'>;

const TRANSITION = {
  id: sql`t.id`,
  meetingId: sql`t.meeting_id`,
  userId: sql`t.user_id`,
  fromStatus: sql`t.from_status`,
  toStatus: sql`t.to_status`,
  at: sql`t.at`,
  reportedAt: sql`t.reported_at`,
  source: sql`t.source`,
  reason: sql`t.reason`,
} as const satisfies Columns<Transition>;

/** The changes of status of each of these meetings, oldest first. In SQL: REST shows them with every meeting. */
export function listTransitions(app: App, meetingIds: readonly bigint[]): Promise<Transition[]> {
  return changesOf<Transition>(app, meetingIds, TRANSITION);
}

/** The same with what is stored with them. */
export function listTransitionsWithData(
  app: App,
  meetingIds: readonly bigint[],
): Promise<MeetingTransition[]> {
  return changesOf<MeetingTransition>(app, meetingIds, { ...TRANSITION, data: sql`t.data` });
}

async function changesOf<Row>(
  { db }: App,
  meetingIds: readonly bigint[],
  columns: Columns<Row>,
): Promise<Row[]> {
  const found = await db.rows<Row>(sql`
    select ${columnsSql<Row>(columns)} from meeting_transitions t
    where t.meeting_id = any(${opaqueIds(meetingIds)})
    order by t.meeting_id, t.at, t.id limit ${ROWS_READ}`);
  return withinRowLimit(found);
}

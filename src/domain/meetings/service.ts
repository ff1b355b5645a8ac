import sql, { type Sql } from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { NotFoundError } from '../../core/errors.ts';
import { isStorable } from '../../core/input/integer.ts';
import type { Rows } from '../../data/database.ts';
import type { ColumnSelection } from '../../data/paging/columns.ts';
import { readPage } from '../../data/paging/list.ts';
import { type OffsetWindow, sliceOf } from '../../data/paging/page.ts';
import { opaqueIds } from '../../data/sql/opaque.ts';
import { type Reach, reaches, reachesSql } from '../../security/authentication/reach.ts';
import { USER } from '../users/rows.ts';
import { MEETINGS, NEWEST_FIRST } from './list.ts';
import { MEETING, MEETING_COLUMNS, type Meeting } from './rows.ts';
import { isOpenSql } from './status.ts';

/** Many at once, in one statement. */
export function loadMeetings(app: App, ids: readonly bigint[]): Promise<Meeting[]> {
  return app.db.rows<Meeting>(sql`
    select ${MEETING_COLUMNS} from meetings m where m.id = any(${opaqueIds(ids.filter(isStorable))})`);
}

/** @throws NotFoundError also for somebody else's: whether it exists is not told */
export async function getMeeting(app: App, id: bigint, reach: Reach): Promise<Meeting> {
  const [meeting] = await loadMeetings(app, [id]);
  if (meeting === undefined || !reaches(reach, meeting.userId)) throw new NotFoundError('Meeting');
  return meeting;
}

export type NativeMeeting = { readonly platform: string; readonly nativeMeetingId: string };

/** A meeting as an input names it. */
export type MeetingName = { readonly id: bigint } | NativeMeeting;

type Naming = { readonly platform: Sql; readonly native: Sql; readonly owned: Sql };

/**
 * The id of the meeting that a native id names; null without one. People reuse links: of several, it
 * is the one that goes on, although by the clock of its bot it can be a little older than one that it
 * replaced; else the newest. Few go on: they are looked through first, by an index, in any order.
 */
export function namedMeeting({ platform, native, owned }: Naming): Sql {
  const same = sql`m.platform = ${platform} and m.native_meeting_id = ${native} and ${owned}`;
  return sql`coalesce(
    (select o.id from (select m.id, m.created_at from meetings m
      where ${isOpenSql(sql`m.status`)} and ${same} offset 0) o order by o.created_at desc, o.id desc limit 1),
    (select m.id from meetings m where ${same} order by m.created_at desc, m.id desc limit 1))`;
}

/** The meeting that is named by its id on its platform. */
export async function findNativeMeeting(
  app: App,
  native: NativeMeeting,
  reach: Reach,
): Promise<Meeting | null> {
  const owned = reachesSql(reach, sql`m.user_id`);
  const [meeting] = await app.db.rows<Meeting>(sql`
    select ${MEETING_COLUMNS} from meetings m
    where m.id = ${namedMeeting({ platform: sql`${native.platform}`, native: sql`${native.nativeMeetingId}`, owned })}`);
  if (meeting === undefined) await noteNativesOfOthers(app.db.rows, [native], reach);
  return meeting ?? null;
}

/** Notes a refusal if others have a meeting with one of these ids: for a caller that found none of its own. */
export async function noteNativesOfOthers(
  rows: Rows,
  natives: readonly NativeMeeting[],
  { userId, refused }: Reach,
): Promise<void> {
  if (userId === null || natives.length === 0) return;
  const found = await rows(sql`
    select from unnest(${natives.map(({ platform }) => platform)}::text[],
      ${natives.map(({ nativeMeetingId }) => nativeMeetingId)}::text[]) n(platform, native)
    where exists (select from meetings m where m.platform = n.platform and m.native_meeting_id = n.native)
    limit 1`);
  if (found.length > 0) refused();
}

/** Everybody's meetings, newest first. */
export async function listMeetings(
  app: App,
  window: OffsetWindow,
  selection: ColumnSelection = {},
): Promise<readonly Meeting[]> {
  const args = { filter: {}, order: NEWEST_FIRST, slice: sliceOf(window), wanted: selection };
  return (await readPage(app, MEETINGS, args)).rows;
}

/** Reads with each meeting the user whose it is, deleted or not. */
export const WITH_OWNER: ColumnSelection = { joined: Object.keys(USER) };

/** Leaves out the free-form data of each, which can be large. */
export const WITHOUT_DATA: ColumnSelection = {
  columns: Object.keys(MEETING).filter((name) => name !== 'data'),
};

import sql from 'sql-template-tag';
import type { App } from '../app.ts';
import { NotFoundError } from '../errors.ts';
import { INT64_MAX } from '../input/integer.ts';
import { MEETING_COLUMNS, type Meeting } from './rows.ts';

/** Many at once, in one statement. */
export function findMeetings(app: App, ids: readonly bigint[]): Promise<Meeting[]> {
  const storable = ids.filter((id) => id > 0n && id <= INT64_MAX);
  return app.db.rows<Meeting>(sql`
    select ${MEETING_COLUMNS} from meetings m where m.id = any(${storable}::bigint[])`);
}

export type MeetingOwner = { readonly userId: bigint | null };

/**
 * @param owner whose meeting it must be; null finds anybody's
 * @throws NotFoundError also for somebody else's: whether it exists is not told
 */
export async function getMeeting(app: App, id: bigint, { userId }: MeetingOwner): Promise<Meeting> {
  const [meeting] = await findMeetings(app, [id]);
  if (meeting === undefined || (userId !== null && meeting.userId !== userId))
    throw new NotFoundError('Meeting');
  return meeting;
}

export type NativeMeeting = { readonly platform: string; readonly nativeMeetingId: string };

/** The newest meeting with this id on this platform: people reuse links. */
export async function findNativeMeeting(
  app: App,
  native: NativeMeeting,
  { userId }: MeetingOwner,
): Promise<Meeting | null> {
  const owned = userId === null ? sql`true` : sql`m.user_id = ${userId}`;
  const [meeting] = await app.db.rows<Meeting>(sql`
    select ${MEETING_COLUMNS} from meetings m
    where m.platform = ${native.platform} and m.native_meeting_id = ${native.nativeMeetingId} and ${owned}
    order by m.created_at desc, m.id desc limit 1`);
  return meeting ?? null;
}

export type OwnMeetings = {
  readonly limit: number;
  readonly offset: number;
  readonly status?: string | undefined;
  readonly platform?: string | undefined;
};

/** One user's meetings, newest first. */
export function listOwnMeetings(app: App, userId: bigint, filter: OwnMeetings): Promise<Meeting[]> {
  const status = filter.status === undefined ? sql`true` : sql`m.status = ${filter.status}`;
  const platform = filter.platform === undefined ? sql`true` : sql`m.platform = ${filter.platform}`;
  return app.db.rows<Meeting>(sql`
    select ${MEETING_COLUMNS} from meetings m
    where m.user_id = ${userId} and ${status} and ${platform}
    order by m.created_at desc, m.id desc
    limit ${filter.limit} offset ${filter.offset}`);
}

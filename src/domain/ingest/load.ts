import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { nowSql } from '../../core/clock.ts';
import { isStorable } from '../../core/input/integer.ts';
import type { Rows } from '../../data/database.ts';
import { type Reach, reachesSql } from '../../security/authentication/reach.ts';
import { type MeetingName, namedMeeting, noteNativesOfOthers } from '../meetings/service.ts';
import { erasedSql } from '../users/erased.ts';

/** Whose meetings are recorded, and the key that asked for them. */
export type IngestCaller = { readonly userId: bigint; readonly tokenId: bigint | null };

/** The present, by the clock that rules go by. */
export async function presentOf(app: App): Promise<Date> {
  const [row] = await app.db.rows<{ now: Date }>(sql`select ${nowSql(app.clock)} as now`);
  return row?.now ?? new Date();
}

/** The numbers of the meetings that are named, null where there is none within reach. */
export async function loadNamedMeetings(
  rows: Rows,
  names: readonly MeetingName[],
  reach: Reach,
): Promise<(bigint | null)[]> {
  const ids = names.map((name) => ('id' in name && isStorable(name.id) ? name.id : null));
  const platforms = names.map((name) => ('id' in name ? null : name.platform));
  const natives = names.map((name) => ('id' in name ? null : name.nativeMeetingId));
  const owned = reachesSql(reach, sql`m.user_id`);
  const found = await rows<{ id: bigint | null }>(sql`
    select case when n.platform is null
      then (select m.id from meetings m where m.id = n.id and ${owned} and not ${erasedSql(sql`m.user_id`)})
      else ${namedMeeting({ platform: sql`n.platform`, native: sql`n.native`, owned })} end as id
    from unnest(${ids}::bigint[], ${platforms}::text[], ${natives}::text[]) with ordinality n(id, platform, native, place)
    order by n.place`);
  const missing = names.filter((_name, place) => found[place]?.id === null);
  if (missing.length > 0) await noteOthers(rows, missing, reach);
  return found.map(({ id }) => id);
}

/** Of what was not found: whether it is there, but another user's. */
async function noteOthers(rows: Rows, names: readonly MeetingName[], reach: Reach): Promise<void> {
  if (reach.userId === null) return;
  const ids = names.flatMap((name) => ('id' in name && isStorable(name.id) ? [name.id] : []));
  const natives = names.flatMap((name) => ('id' in name ? [] : [name]));
  const found = await rows(sql`select from meetings m where m.id = any(${ids}::bigint[]) limit 1`);
  if (found.length > 0) reach.refused();
  else await noteNativesOfOthers(rows, natives, reach);
}

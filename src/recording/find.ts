import sql from 'sql-template-tag';
import type { App } from '../app.ts';
import { nowSql } from '../clock.ts';
import type { Rows } from '../database/database.ts';
import { isStorable } from '../input/integer.ts';

/** A meeting as a report names it. */
export type MeetingName =
  | { readonly id: bigint }
  | { readonly platform: string; readonly nativeMeetingId: string };

/** Whose meetings are recorded, and the key that asked for them. */
export type Asker = { readonly userId: bigint; readonly tokenId: bigint | null };

export type Owner = { readonly userId: bigint | null };

/** The present, by the clock that rules go by. */
export async function presentOf(app: App): Promise<Date> {
  const [row] = await app.db.rows<{ now: Date }>(sql`select ${nowSql(app.clock)} as now`);
  return row?.now ?? new Date();
}

/**
 * The numbers of the meetings that are named, null where there is none of this owner. A native id
 * names the newest meeting that bears it.
 */
export async function findNamed(
  rows: Rows,
  names: readonly MeetingName[],
  { userId }: Owner,
): Promise<(bigint | null)[]> {
  const ids = names.map((name) => ('id' in name && isStorable(name.id) ? name.id : null));
  const platforms = names.map((name) => ('id' in name ? null : name.platform));
  const natives = names.map((name) => ('id' in name ? null : name.nativeMeetingId));
  const owned = userId === null ? sql`true` : sql`m.user_id = ${userId}`;
  const found = await rows<{ id: bigint | null }>(sql`
    select case when n.platform is null
      then (select m.id from meetings m where m.id = n.id and ${owned})
      else (select m.id from meetings m
        where m.platform = n.platform and m.native_meeting_id = n.native and ${owned}
        order by m.created_at desc, m.id desc limit 1) end as id
    from unnest(${ids}::bigint[], ${platforms}::text[], ${natives}::text[]) with ordinality n(id, platform, native, place)
    order by n.place`);
  return found.map(({ id }) => id);
}

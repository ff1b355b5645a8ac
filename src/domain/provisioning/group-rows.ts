import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { NotFoundError } from '../../core/errors.ts';
import { isStorable } from '../../core/input/integer.ts';
import type { Rows } from '../../data/database.ts';
import { pageEnd } from '../../data/paging/page.ts';
import { opaqueIds } from '../../data/sql/opaque.ts';
import type { Found, ResourceSlice } from './user-rows.ts';

/** A group of an identity provider. It grants nothing. */
export type Group = {
  readonly id: bigint;
  readonly displayName: string;
  readonly externalId: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

export type Member = {
  readonly groupId: bigint;
  readonly userId: bigint;
  readonly name: string;
};

const GROUPS = sql`provisioned_groups g`;

const COLUMNS = sql`g.id, g.display_name as "displayName", g.external_id as "externalId",
  g.created_at as "createdAt", g.updated_at as "updatedAt"`;

/** Of a user, so many groups are shown. */
export const MOST_GROUPS_SHOWN = 100;
/** Of the groups of a list, so many members: then the page ends earlier. */
const MOST_MEMBERS_LISTED = 10_000;

/** @throws NotFoundError */
export async function getGroup(rows: Rows, id: bigint): Promise<Group> {
  if (!isStorable(id)) throw new NotFoundError('Group');
  const [group] = await rows<Group>(
    sql`select ${COLUMNS} from provisioned_groups g where g.id = ${id}`,
  );
  if (group === undefined) throw new NotFoundError('Group');
  return group;
}

type GroupSlice = ResourceSlice & { readonly withMembers: boolean };

/** Groups by number. */
export async function listGroups(
  { db }: App,
  { where, offset, limit, withMembers }: GroupSlice,
): Promise<Found<Group>> {
  const id = sql`g.id`;
  const members = withMembers
    ? sql`(select count(*) from provisioned_members m where m.group_id = g.id)`
    : sql`0`;
  const found =
    limit === 0
      ? []
      : await db.rows<Group & { readonly members: number }>(sql`
          select ${COLUMNS}, ${members}::int as members from ${GROUPS}
          ${pageEnd({ id, table: GROUPS, where }, id, { limit, offset })}`);
  const [counted] = await db.rows<{ readonly total: number }>(
    sql`select count(*)::int as total from provisioned_groups g where ${where}`,
  );
  let sum = 0;
  const rows = found.slice(0, limit).filter((group, place) => {
    sum += group.members;
    return place === 0 || sum <= MOST_MEMBERS_LISTED;
  });
  return { rows, total: counted?.total ?? 0 };
}

/** Of several groups. */
export async function listMembers(rows: Rows, ids: readonly bigint[]): Promise<Member[]> {
  if (ids.length === 0) return [];
  return await rows<Member>(sql`
    select m.group_id as "groupId", m.user_id as "userId", coalesce(u.name, u.email) as name
    from provisioned_members m join users u on u.id = m.user_id
    where m.group_id = any(${opaqueIds(ids)}) and u.deleted_at is null
    order by m.group_id, m.user_id`);
}

export type GroupOfUser = {
  readonly id: bigint;
  readonly userId: bigint;
  readonly displayName: string;
  readonly externalId: string | null;
};

/** The first groups of each user. */
export async function listGroupsOf({ db }: App, ids: readonly bigint[]): Promise<GroupOfUser[]> {
  if (ids.length === 0) return [];
  return await db.rows<GroupOfUser>(sql`
    select g.id, x.id as "userId", g.display_name as "displayName", g.external_id as "externalId"
    from unnest(${opaqueIds(ids)}) x(id) cross join lateral (
      select g.* from provisioned_members m join provisioned_groups g on g.id = m.group_id
      where m.user_id = x.id order by g.id limit ${MOST_GROUPS_SHOWN}) g
    order by x.id, g.id`);
}

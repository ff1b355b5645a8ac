import sql, { type Sql } from 'sql-template-tag';
import { isStorable } from '../../core/input/integer.ts';
import { ScimError } from '../../core/scim-error.ts';
import type { UnitOfWork } from '../../security/unit-of-work.ts';
import type { MemberChanges } from './member-changes.ts';
import { invalid } from './scim/attributes.ts';

const MOST_MEMBERS = 50_000;

export type ChangedMembers = {
  readonly added: readonly bigint[];
  readonly removed: readonly bigint[];
};

/**
 * Changes the members of a locked group.
 * @throws ScimError for somebody who does not exist, and for too many
 */
export async function changeMembers(
  { rows }: UnitOfWork,
  id: bigint,
  { isWhole, added, removed }: MemberChanges,
): Promise<ChangedMembers> {
  const wanted = [...added];
  const gone = [...removed].filter(isStorable);
  type Row = { readonly userId: bigint };
  const left =
    isWhole || gone.length > 0
      ? await rows<Row>(sql`
          delete from provisioned_members m where m.group_id = ${id}
            and ${isWhole ? notAmong(wanted) : sql`m.user_id = any(${gone}::bigint[])`}
          returning m.user_id as "userId"`)
      : [];
  const joined = wanted.length > 0 ? await join({ rows }, id, wanted) : [];
  return { added: joined, removed: left.map(({ userId }) => userId) };
}

function notAmong(ids: readonly bigint[]): Sql {
  return sql`not exists (
    select from unnest(${ids.filter(isStorable)}::bigint[]) x(id) where x.id = m.user_id)`;
}

async function join(
  { rows }: Pick<UnitOfWork, 'rows'>,
  id: bigint,
  wanted: readonly bigint[],
): Promise<readonly bigint[]> {
  const known = await rows<{ readonly id: bigint }>(sql`
    select u.id from users u
    where u.id = any(${wanted.filter(isStorable)}::bigint[]) and u.deleted_at is null`);
  const ids = new Set(known.map((user) => user.id));
  const unknown = wanted.findIndex((one) => !ids.has(one));
  if (unknown >= 0) throw invalid('members.value', 'names a user who does not exist');
  // Whoever deletes one of them waits, and then finds it in the group; or has deleted it, and it stays out.
  const added = await rows<{ readonly userId: bigint }>(sql`
    with joining as (
      select u.id from users u where u.id = any(${[...ids]}::bigint[]) and u.deleted_at is null
        and not exists (select from provisioned_members m where m.group_id = ${id} and m.user_id = u.id)
      order by u.id for share of u)
    insert into provisioned_members (group_id, user_id) select ${id}, j.id from joining j
    on conflict do nothing returning user_id as "userId"`);
  const [counted] = await rows<{ readonly total: number }>(
    sql`select count(*)::int as total from provisioned_members m where m.group_id = ${id}`,
  );
  if ((counted?.total ?? 0) > MOST_MEMBERS)
    throw new ScimError(`members: a group has at most ${MOST_MEMBERS} members`, { status: 413 });
  return added.map(({ userId }) => userId);
}

import sql, { type Sql } from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { NotFoundError } from '../../core/errors.ts';
import { isStorable } from '../../core/input/integer.ts';
import type { Rows } from '../../data/database.ts';
import { pageEnd } from '../../data/paging/page.ts';
import { opaqueIds } from '../../data/sql/opaque.ts';

/** A user as an identity provider sees it, whether that provider made it or not. */
export type ProvisionedUser = {
  readonly id: bigint;
  readonly email: string;
  readonly name: string | null;
  readonly isActive: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** Null, as the others below, until a provider takes charge of the user. */
  readonly userName: string | null;
  readonly externalId: string | null;
  readonly givenName: string | null;
  readonly familyName: string | null;
  readonly isSuspended: boolean;
  /** Whether the provider sent no `displayName`: then the name follows what else it says. */
  readonly isNameDerived: boolean;
};

const USERS = sql`users u left join provisioned_users p on p.user_id = u.id`;

const USER_COLUMNS = sql`u.id, u.email, u.name, u.is_active as "isActive", u.created_at as "createdAt",
  u.updated_at as "updatedAt", p.user_name as "userName", p.external_id as "externalId",
  p.given_name as "givenName", p.family_name as "familyName", coalesce(p.is_suspended, false) as "isSuspended",
  coalesce(p.is_name_derived, false) as "isNameDerived"`;

/** @throws NotFoundError also for a deleted user */
export async function getProvisioned(rows: Rows, id: bigint): Promise<ProvisionedUser> {
  if (!isStorable(id)) throw new NotFoundError('User');
  const [user] = await rows<ProvisionedUser>(sql`
    select ${USER_COLUMNS} from ${USERS} where u.id = ${id} and u.deleted_at is null`);
  if (user === undefined) throw new NotFoundError('User');
  return user;
}

export type ResourceSlice = {
  readonly where: Sql;
  readonly offset: number;
  readonly limit: number;
};
export type Found<Row> = { readonly rows: readonly Row[]; readonly total: number };

/** Users by number. */
export async function listProvisioned(
  { db }: App,
  { where, offset, limit }: ResourceSlice,
): Promise<Found<ProvisionedUser>> {
  const condition = sql`u.deleted_at is null and ${where}`;
  const source = { id: sql`u.id`, table: USERS, where: condition };
  const found =
    limit === 0
      ? []
      : await db.rows<ProvisionedUser>(sql`
          select ${USER_COLUMNS} from ${USERS} ${pageEnd(source, source.id, { limit, offset })}`);
  const rows = found.slice(0, limit);
  if (rows.length > 0 && found.length <= limit) return { rows, total: offset + rows.length };
  const [counted] = await db.rows<{ readonly total: number }>(
    sql`select count(*)::int as total from ${USERS} where ${condition}`,
  );
  return { rows, total: counted?.total ?? 0 };
}

/** What a provider says of users; users that no provider keeps are left out. */
export type Provisioning = { readonly id: bigint } & Pick<
  ProvisionedUser,
  'externalId' | 'givenName' | 'familyName' | 'isSuspended'
> & { readonly userName: string };

export function loadProvisioning({ db }: App, ids: readonly bigint[]): Promise<Provisioning[]> {
  return db.rows<Provisioning>(sql`
    select p.user_id as id, p.user_name as "userName", p.external_id as "externalId", p.given_name as "givenName",
      p.family_name as "familyName", p.is_suspended as "isSuspended"
    from provisioned_users p where p.user_id = any(${opaqueIds(ids)})`);
}

import sql, { type Sql } from 'sql-template-tag';
import { normalAddress } from '../../core/input/email-address.ts';

/** A user as a caller names it. */
export type UserName = { readonly id: bigint } | { readonly email: string };

/** The condition that a column refers to this user; to nobody, if there is none. */
export function ofUserSql(column: Sql, user: UserName | null | undefined): Sql[] {
  if (user == null) return [];
  if ('id' in user) return [sql`${column} = ${user.id}::bigint`];
  const folded = sql`folded_address(${normalAddress(user.email)})`;
  return [
    sql`${column} = (select named.id from users named
      where named.email_folded = ${folded} and named.deleted_at is null)`,
  ];
}

import sql, { type Sql } from 'sql-template-tag';
import { IN_PIECES, inSummarisedCells } from './coverage.ts';

const CHUNK = sql`4096`;
const NOBODY = sql`0::bit(4096)`;

/**
 * Who requested a meeting in the pieces: rows `(start_at, chunk, users)` with a bit for each user. Users are
 * told apart first, as a bit costs more to set than to compare.
 * @param startOf which group a timestamp belongs to
 */
export function activeUsersOfPieces(startOf: (at: Sql) => Sql): Sql {
  return sql`select start_at, user_id / ${CHUNK} as chunk, bit_or(set_bit(${NOBODY}, (user_id % ${CHUNK})::int, 1)) as users
    from (select distinct ${startOf(sql`m.created_at`)} as start_at, m.user_id ${IN_PIECES}) active group by 1, 2`;
}

/** How many different users requested a meeting: rows `(start_at, value)`. It needs the CTEs of `coverage`. */
export function countActiveUsers(startOf: (at: Sql) => Sql): Sql {
  return sql`select start_at, sum(users)::int as value from (
      select start_at, chunk, bit_count(bit_or(users)) as users from (
        select ${startOf(sql`s.hour`)} as start_at, s.chunk, bit_or(s.users) as users
        ${inSummarisedCells(sql`summary_active_users`, sql`s.hour`)} group by 1, 2
        union all ${activeUsersOfPieces(startOf)}
      ) part group by 1, 2
    ) chunk group by 1`;
}

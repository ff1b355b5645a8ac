import sql from 'sql-template-tag';
import type { Rows } from '../../data/database.ts';
import { deletedRows } from '../../data/sql/deleted-rows.ts';
import { userHeldSql } from '../legal-holds/held.ts';
import type { OldRows, RetentionWork } from './work.ts';

const KEYS_AT_ONCE = 500;
const MOST_DAYS = 5_000;

/** A key, and how many of its days are old. */
type OldDays = { readonly id: bigint; readonly isHeld: boolean; readonly days: number };

export const usageRetention: RetentionWork = {
  remove: async ({ rows }, old) => {
    const page = await oldDays(rows, old);
    const { keys, last } = upTo(page, MOST_DAYS);
    if (last === null) return null;
    const due = keys.filter(({ isHeld, days }) => !isHeld && days > 0).map(({ id }) => id);
    const removed =
      due.length === 0
        ? 0
        : await deletedRows(
            rows,
            sql`delete from token_usage_days d where d.token_id = any(${due}::bigint[]) and d.day < ${dayOf(old)}`,
          );
    return { after: String(last), removed, held: heldDays(keys), unfinished: 0 };
  },
  count: async ({ rows }, old) => {
    const { keys, last } = upTo(await oldDays(rows, old), Number.POSITIVE_INFINITY);
    if (last === null) return null;
    const removed = sumOf(keys.filter(({ isHeld }) => !isHeld));
    return { after: String(last), removed, held: heldDays(keys), unfinished: 0 };
  },
};

/** The first UTC day that stays. */
function dayOf({ before }: OldRows) {
  return sql`(${before}::timestamptz at time zone 'UTC')::date`;
}

function oldDays(rows: Rows, old: OldRows): Promise<OldDays[]> {
  return rows<OldDays>(sql`
    select t.id, ${userHeldSql(sql`t.user_id`)} as "isHeld",
      (select count(*)::int from token_usage_days d where d.token_id = t.id and d.day < ${dayOf(old)}) as days
    from api_tokens t where t.id > ${old.after ?? '0'}::bigint order by t.id limit ${KEYS_AT_ONCE}`);
}

/** The first keys of a page that together have so many days: one at least. */
function upTo(page: readonly OldDays[], most: number) {
  const keys: OldDays[] = [];
  let days = 0;
  for (const key of page) {
    days += key.isHeld ? 0 : key.days;
    if (keys.length > 0 && days > most) break;
    keys.push(key);
  }
  return { keys, last: keys.at(-1)?.id ?? null };
}

function heldDays(keys: readonly OldDays[]): number {
  return sumOf(keys.filter(({ isHeld }) => isHeld));
}

function sumOf(keys: readonly OldDays[]): number {
  return keys.reduce((sum, { days }) => sum + days, 0);
}

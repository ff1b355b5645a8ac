import sql, { type Sql } from 'sql-template-tag';
import type { Rows } from '../../../data/database.ts';
import { ADDED_SUMS, SUM_COLUMNS } from './sums.ts';

// Users and times of a month are added up from its days: a year has twelve rows of a user instead of up to
// 365. A month is dropped with the first of its days that is summarised again.

export type Month = { readonly month: Date; readonly endsAt: Date };

export type MonthTable = {
  readonly name: Sql;
  readonly columns: Sql;
  readonly computed: (month: Month) => Sql;
};

const DAYS = ({ month, endsAt }: Month) =>
  sql`not s.is_month and s.start >= ${month}::timestamptz and s.start < ${endsAt}::timestamptz`;

export const MONTH_TABLES: readonly MonthTable[] = [
  {
    name: sql`summary_users`,
    columns: sql`is_month, start, user_id, ${SUM_COLUMNS}, held_ms`,
    computed: (month) => sql`
      with held as (
        select user_id, array_agg(ms order by bots) as held_ms from (
          select s.user_id, h.bots, sum(h.ms)::bigint as ms
          from summary_users s cross join unnest(s.held_ms) with ordinality h(ms, bots) where ${DAYS(month)} group by 1, 2
        ) level group by 1
      ),
      counted as (select s.user_id, ${ADDED_SUMS} from summary_users s where ${DAYS(month)} group by 1)
      select true as is_month, ${month.month}::timestamptz as start, user_id, ${SUM_COLUMNS}, coalesce(held_ms, '{}') as held_ms
      from counted left join held using (user_id) order by user_id`,
  },
  {
    name: sql`summary_times`,
    columns: sql`is_month, start, platform, metric, bucket, measured, seconds, counts`,
    computed: (month) => sql`
      select true as is_month, ${month.month}::timestamptz as start, platform, metric, bucket, sum(times)::int as measured,
        array_agg(seconds order by seconds) as seconds, array_agg(times order by seconds) as counts
      from (
        select s.platform, s.metric, s.bucket, v.seconds, sum(v.times)::int as times
        from summary_times s cross join unnest(s.seconds, s.counts) v(seconds, times) where ${DAYS(month)} group by 1, 2, 3, 4
      ) value group by platform, metric, bucket`,
  },
];

/** @returns whether there was one to be added up */
export async function addUpMonth(rows: Rows): Promise<boolean> {
  const [month] = await rows<Month>(sql`
    select month, ends_at as "endsAt" from (
      select date_trunc('month', d.day, 'UTC') as month,
        date_trunc('month', date_trunc('month', d.day, 'UTC') + interval '40 days', 'UTC') as ends_at, count(*) as days
      from summary_days d where d.summarised_at is not null and d.day not in (select day from summary_marks)
      group by 1, 2
    ) m
    where days = extract(epoch from ends_at - month) / 86400
      and not exists (select from summary_months s where s.month = m.month)
    order by month desc limit 1`);
  if (month === undefined) return false;
  for (const { name, columns, computed } of MONTH_TABLES) {
    await rows(
      sql`delete from ${name} s where s.is_month and s.start = ${month.month}::timestamptz`,
    );
    await rows(sql`insert into ${name} (${columns}) select ${columns} from (${computed(month)}) c`);
  }
  await rows(
    sql`insert into summary_months (month, ends_at) values (${month.month}, ${month.endsAt})`,
  );
  return true;
}

import sql, { type Sql } from 'sql-template-tag';
import type { Rows } from '../../data/database.ts';
import type { Person } from './person.ts';

/** A reason is a code, such as `left_alone`. Anything else is free text, which may be about anybody. */
const isFreeText = (text: Sql) => sql`${text} ~ '[[:space:]@]'`;

/** Replaces the person where operators and bots wrote free text: in few rows, which are read whole. */
export async function eraseMentions(rows: Rows, person: Person): Promise<void> {
  const { pseudonym } = person;
  const needles = [...person.addresses, ...person.names];
  const isAbout = (text: Sql) =>
    sql`exists (select from unnest(${needles}::text[]) n where strpos(folded_text(${text}), n) > 0)`;
  await rows(sql`update admin_keys k set name = ${pseudonym} where ${isAbout(sql`k.name`)}`);
  await rows(sql`update audit_set_aside s set event = ${pseudonym} where ${isAbout(sql`s.event`)}`);
  await rows(sql`update legal_holds h set reason = ${pseudonym} where ${isAbout(sql`h.reason`)}`);
  await eraseReasons(rows, person.userId);
}

/** Of the outcomes of the user's meetings, codes stay, which figures count. */
async function eraseReasons(rows: Rows, userId: bigint): Promise<void> {
  const free = sql`m.user_id = ${userId}
    and (${isFreeText(sql`m.completion_reason`)} or ${isFreeText(sql`m.failure_stage`)})`;
  // A marked day is read from its meetings until it is summarised again.
  await rows(sql`
    with gone as (
      delete from summary_outcomes s where (${isFreeText(sql`s.reason`)} or ${isFreeText(sql`s.stage`)})
        and s.day in (select date_trunc('day', m.created_at, 'UTC') from meetings m where ${free})
      returning s.day)
    insert into summary_marks (day) select distinct day from gone`);
  await rows(sql`
    update meetings m set
      completion_reason = case when not ${isFreeText(sql`m.completion_reason`)} then m.completion_reason end,
      failure_stage = case when not ${isFreeText(sql`m.failure_stage`)} then m.failure_stage end
    where ${free}`);
}

import sql, { raw, type Sql } from 'sql-template-tag';
import type { Rows } from '../../data/database.ts';
import { isAbout } from './needles.ts';
import type { ErasedPerson } from './person.ts';

/** A reason is a code, such as `left_alone`. Anything else is free text, which may be about anybody. */
const isFreeText = (text: Sql) => sql`${text} ~ '[[:space:]@]'`;

const TEXTS = [
  ['admin_keys', 'name'],
  ['audit_set_aside', 'event'],
  ['legal_holds', 'reason'],
] as const;

/** Replaces the person where operators and bots wrote free text: in few rows, which are read whole. */
export async function eraseMentions(rows: Rows, person: ErasedPerson): Promise<void> {
  for (const [table, column] of TEXTS) {
    const found = await rows<{ readonly id: bigint; readonly text: string }>(
      sql`select t.id, t.${raw(column)} as text from ${raw(table)} t order by t.id`,
    );
    const ids = found.flatMap(({ id, text }) => (isAbout(text, person) ? [id] : []));
    await rows(sql`
      update ${raw(table)} t set ${raw(column)} = ${person.pseudonym} where t.id = any(${ids}::bigint[])`);
  }
  await eraseNotes(rows, person);
}

/** Earlier versions stored addresses in the notes of imports that did not end; a later run took them over. */
async function eraseNotes(rows: Rows, person: ErasedPerson): Promise<void> {
  const found = await rows<{ readonly id: bigint; readonly text: string }>(
    sql`select s.id, concat(s.progress, s.result) as text from import_sources s order by s.id`,
  );
  const ids = found.flatMap(({ id, text }) => (isAbout(text, person) ? [id] : []));
  await rows(sql`
    update import_sources s set progress = jsonb_set(s.progress, '{tally,notes}', '[]'),
      result = jsonb_set(s.result, '{notes}', '[]')
    where s.id = any(${ids}::bigint[])`);
}

/** Of the outcomes of the user's meetings, codes stay, which figures count. */
export async function eraseReasons(rows: Rows, userId: bigint): Promise<void> {
  const free = sql`m.user_id = ${userId}
    and (${isFreeText(sql`m.completion_reason`)} or ${isFreeText(sql`m.failure_stage`)})`;
  // A marked day is read from its meetings until it is summarised again.
  await rows(sql`
    with gone as (
      delete from summary_outcomes s where (${isFreeText(sql`s.reason`)} or ${isFreeText(sql`s.stage`)})
        and s.day in (select date_trunc('day', m.created_at, 'UTC') from counted_meetings m where ${free})
      returning s.day)
    insert into summary_marks (day) select distinct day from gone`);
  for (const table of ['meetings', 'past_meetings'])
    await rows(sql`
    update ${raw(table)} m set
      completion_reason = case when not ${isFreeText(sql`m.completion_reason`)} then m.completion_reason end,
      failure_stage = case when not ${isFreeText(sql`m.failure_stage`)} then m.failure_stage end
    where ${free}`);
}

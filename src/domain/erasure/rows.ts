import sql, { raw, type Sql } from 'sql-template-tag';
import type { Rows } from '../../data/database.ts';
import { deletedRows } from '../../data/sql/deleted-rows.ts';

/** Each statement stays short: a person may have said a lot. */
const SEGMENTS_AT_ONCE = 20_000;
const MEETINGS_AT_ONCE = 500;

export type RowCounts = {
  meetings: number;
  /** Of them, those that were not over. */
  endedMeetings: number;
  segments: number;
  sessions: number;
  keys: number;
  usageDays: number;
  configs: number;
  webhooks: number;
};

export const NOTHING: Readonly<RowCounts> = {
  ...{ meetings: 0, endedMeetings: 0, segments: 0, sessions: 0 },
  ...{ keys: 0, usageDays: 0, configs: 0, webhooks: 0 },
};

/** Of the free-form data of a meeting `m`, the numbers that figures of the installation are made of. */
export const FIGURES_OF_DATA = sql`jsonb_strip_nulls(jsonb_build_object(
  'join_time', recorded_number(m.data, 'join_time'), 'admission_time', recorded_number(m.data, 'admission_time'),
  'bot_uptime', recorded_number(m.data, 'bot_uptime')))`;

/**
 * Empties the meetings of a user, and deletes what was said in them: platform, status and times are left,
 * which figures of the installation are made of, now and whenever summaries are made again. They are locked
 * in the order in which reports lock them.
 */
export async function eraseMeetings(rows: Rows, userId: bigint, counts: RowCounts): Promise<void> {
  for (let after = 0n; ; ) {
    const ids: bigint[] = await idsOf(
      rows,
      sql`select m.id from meetings m where m.user_id = ${userId} and m.id > ${after}
        order by m.id limit ${MEETINGS_AT_ONCE} for no key update`,
    );
    const last = ids.at(-1);
    if (last === undefined) return;
    await eraseSome(rows, ids, counts);
    after = last;
  }
}

async function eraseSome(rows: Rows, ids: readonly bigint[], counts: RowCounts): Promise<void> {
  for (;;) {
    const gone = await deletedRows(
      rows,
      sql`delete from transcript_segments where id in (
        select s.id from transcript_segments s where s.meeting_id = any(${ids}::bigint[]) limit ${SEGMENTS_AT_ONCE})`,
    );
    counts.segments += gone;
    if (gone < SEGMENTS_AT_ONCE) break;
  }
  counts.sessions += await deletedRows(
    rows,
    sql`delete from meeting_sessions where meeting_id = any(${ids}::bigint[])`,
  );
  await rows(sql`
    update meeting_transitions set source = null, reason = null, data = '{}'
    where meeting_id = any(${ids}::bigint[])`);
  await rows(sql`
    update meetings m set native_meeting_id = null, token_id = null, bot_container_id = null, data = ${FIGURES_OF_DATA}
    where m.id = any(${ids}::bigint[])`);
  await rows(sql`delete from meeting_figures where meeting_id = any(${ids}::bigint[])`);
  await rows(sql`delete from legal_holds where meeting_id = any(${ids}::bigint[])`);
  // Nothing more comes for them from there, and their numbers stay known.
  await rows(sql`
    update imported_rows set kind = 'erased meeting', state = ''
    where kind = 'meeting' and local_id = any(${ids}::bigint[])`);
  counts.meetings += ids.length;
}

/** Deletes what was being said while the meetings were emptied. */
export async function eraseLateWords(rows: Rows, userId: bigint): Promise<void> {
  for (const table of ['transcript_segments', 'meeting_sessions', 'meeting_figures'])
    await rows(sql`
      delete from ${raw(table)} s using meetings m where m.user_id = ${userId} and s.meeting_id = m.id`);
}

/** Deletes keys and usage of a user whose meetings name none of its keys. */
export async function eraseKeys(rows: Rows, userId: bigint, counts: RowCounts): Promise<void> {
  const own = sql`select t.id from api_tokens t where t.user_id = ${userId}`;
  // An administrator's key may have asked for the meetings of others.
  await rows(sql`update meetings set token_id = null where token_id in (${own})`);
  counts.usageDays += await deletedRows(
    rows,
    sql`delete from token_usage_days where token_id in (${own})`,
  );
  await rows(sql`delete from token_usage where token_id in (${own})`);
  counts.keys += await deletedRows(rows, sql`delete from api_tokens where user_id = ${userId}`);
  await rows(sql`delete from legal_holds where user_id = ${userId}`);
}

/** Deletes what a user set for the platform's services, and the secret of its webhook. */
export async function eraseSettings(rows: Rows, userId: bigint, counts: RowCounts): Promise<void> {
  counts.webhooks += await deletedRows(
    rows,
    sql`delete from webhook_secrets where user_id = ${userId}`,
  );
  counts.configs += await deletedRows(
    rows,
    sql`delete from user_configs where user_id = ${userId}`,
  );
}

async function idsOf(rows: Rows, statement: Sql): Promise<bigint[]> {
  return (await rows<{ readonly id: bigint }>(statement)).map(({ id }) => id);
}

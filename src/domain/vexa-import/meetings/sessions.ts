import sql, { empty, type Sql } from 'sql-template-tag';
import { type Id, inIdRange } from '../source/batches.ts';
import { LAST_NUMBER } from '../source/number-range.ts';
import { timestampColumn } from '../source/shape.ts';
import { countDecided, type Decided, oneByOne, withMeeting } from '../stage/children.ts';
import { RENUMBERED } from '../stage/new-ids.ts';
import { rowsWithoutKeys } from '../stage/row-secrets.ts';
import type { ImportContext, Stage } from '../stage/stage.ts';
import { noteMany } from '../stage/tally.ts';

type ForeignSession = {
  readonly id: Id;
  readonly meetingId: Id;
  readonly sessionUid: string;
  readonly startedAt: string | null;
};

export const sessionStage: Stage<ForeignSession[]> = {
  table: 'sessions',
  from: { name: 'meeting_sessions', batchSize: 2_000, bulk: 'session_uid' },
  into: 'meeting_sessions',
  read: (ask, shape, range) =>
    ask(sql`
      select t.id::text as id, t.meeting_id::text as "meetingId", t.session_uid as "sessionUid",
        ${timestampColumn(shape, 'meeting_sessions', 'session_start_time')} as "startedAt"
      from meeting_sessions t where ${inIdRange(range)} order by t.id`),
  take: async (step, read) => {
    const batch = rowsWithoutKeys(step, read, { table: 'sessions', names: ['sessionUid'] });
    const decided = await step.rows<Decided & { readonly moved: readonly Id[] }>(
      statement(step, batch),
    );
    countDecided(step, 'sessions', decided);
    const moved = decided.flatMap(({ moved }) => moved);
    noteMany(step.tally, {
      table: 'sessions',
      text: RENUMBERED,
      count: moved.length,
      examples: moved,
    });
  },
};

const RECORDS = sql`as x(id bigint, "meetingId" bigint, "sessionUid" text, "startedAt" timestamptz(3))`;

function statement({ ledger, dryRun }: ImportContext, batch: readonly ForeignSession[]): Sql {
  const written = sql`, written as (
    insert into meeting_sessions as s (id, meeting_id, user_id, session_uid, started_at)
    select case when d."idIsFree" then d.id else nextval('meeting_sessions_id_seq') end,
      m.id, m.user_id, d."sessionUid", coalesce(d."startedAt", m.start_time, m.created_at)
    from decided d
      join ${oneByOne(sql`select o.* from meetings o where o.id = d."localId"`)} m on true
    where d.fate in ('fresh', 'changed') order by d."localId", d.id
    on conflict (meeting_id, session_uid) do update set started_at = excluded.started_at
    where s.started_at <> excluded.started_at)`;
  return sql`
    with decided as (
      select x.*, r.local_id as "localId",
        case when r.local_id is null then 'orphan'
          when row_number() over (partition by r.local_id, x."sessionUid" order by x.id) > 1 then 'double'
          when s.id is null then 'fresh'
          when s.started_at <> x."startedAt" then 'changed' else 'same' end as fate,
        x.id > 0 and x.id <= ${LAST_NUMBER}::bigint and not exists (select from meeting_sessions o where o.id = x.id) as "idIsFree"
      from json_to_recordset(${JSON.stringify(batch)}::json) ${RECORDS}
        ${withMeeting(ledger)}
        left join ${oneByOne(sql`select o.id, o.started_at from meeting_sessions o
          where o.meeting_id = r.local_id and o.session_uid = x."sessionUid"`)} s on true
    )${dryRun ? empty : written}
    select fate, count(*)::int as count, (array_agg(id::text order by id))[1:10] as examples,
      coalesce(array_agg(id::text) filter (where fate = 'fresh' and not "idIsFree"), '{}') as moved
    from decided group by fate`;
}

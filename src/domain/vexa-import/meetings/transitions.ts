import sql, { empty } from 'sql-template-tag';
import type { Id } from '../source/batches.ts';
import type { ImportedTransition, Transitions } from '../source/transition-entries.ts';
import { oneByOne } from '../stage/children.ts';
import type { ImportContext } from '../stage/stage.ts';
import { count, note, noteMany } from '../stage/tally.ts';

const RECORDS = sql`as x("meetingId" bigint, "localId" bigint, place int, at timestamptz(3), "to" text,
  "from" text, source text, reason text, rest text)`;

/** The changes of status of a batch of meetings. What is here already stays as it is. */
export async function takeTransitions(
  step: ImportContext,
  { entries, unread }: Transitions,
  localIds: ReadonlyMap<Id, Id>,
): Promise<void> {
  const { tally } = step;
  countUnread(step, unread);
  const orphans = entries.filter(({ meetingId }) => !localIds.has(meetingId));
  count(tally, 'transitions', 'skipped', orphans.length);
  note(tally, 'transitions', 'skipped: their meeting is not here', meetingsOf(orphans));

  const owned = entries.filter(({ meetingId }) => localIds.has(meetingId));
  if (owned.length === 0) return;
  const [decided] = await step.rows<Decided>(
    statement(
      step,
      owned.map((entry) => ({ ...entry, localId: localIds.get(entry.meetingId) })),
    ),
  );
  const { fresh = 0, same = 0, doubles = 0, doubled = [] } = decided ?? {};
  count(tally, 'transitions', 'written', fresh);
  count(tally, 'transitions', 'unchanged', same);
  count(tally, 'transitions', 'skipped', doubles);
  noteMany(tally, {
    table: 'transitions',
    text: 'skipped: their meeting has another change to the same status at the same time',
    count: doubles,
    examples: doubled.map(ofMeeting),
  });
}

function countUnread({ tally }: ImportContext, unread: Transitions['unread']): void {
  const lists = [...unread.values()].map((list): unknown[] => JSON.parse(list));
  const many = lists.reduce((sum, { length }) => sum + length, 0);
  count(tally, 'transitions', 'skipped', many);
  noteMany(tally, {
    table: 'transitions',
    text: UNREAD,
    count: many,
    examples: [...unread.keys()].map(ofMeeting),
  });
}

const UNREAD = 'skipped, and left in the data of their meeting: without a status or a valid date';

type Decided = {
  readonly fresh: number;
  readonly same: number;
  readonly doubles: number;
  readonly doubled: readonly Id[];
};

function statement({ dryRun }: ImportContext, records: readonly object[]) {
  const written = sql`, written as (
    insert into meeting_transitions (meeting_id, user_id, from_status, to_status, at, source, reason, data)
    select m.id, m.user_id, d."from", d."to", d.at, d.source, d.reason, d.rest::jsonb
    from decided d
      join ${oneByOne(sql`select o.* from meetings o where o.id = d."localId"`)} m on true
    where d.turn = 1 and not d."isHere" order by d."localId", d.place
    on conflict (meeting_id, at, to_status) do nothing)`;
  return sql`
    with decided as (
      select x.*, t.id is not null as "isHere",
        row_number() over (partition by x."localId", x.at, x."to" order by x.place) as turn
      from json_to_recordset(${JSON.stringify(records)}::json) ${RECORDS}
        left join ${oneByOne(sql`select o.id from meeting_transitions o
          where o.meeting_id = x."localId" and o.at = x.at and o.to_status = x."to"`)} t on true
    )${dryRun ? empty : written}
    select count(*) filter (where turn = 1 and not "isHere")::int as fresh,
      count(*) filter (where turn = 1 and "isHere")::int as same,
      count(*) filter (where turn > 1)::int as doubles,
      coalesce(array_agg(distinct "meetingId"::text) filter (where turn > 1), '{}') as doubled
    from decided`;
}

function ofMeeting(id: Id): string {
  return `of meeting ${id}`;
}

function meetingsOf(entries: readonly ImportedTransition[]): string[] {
  return entries.map(({ meetingId }) => ofMeeting(meetingId));
}

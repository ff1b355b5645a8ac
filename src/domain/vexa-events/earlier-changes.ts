import sql from 'sql-template-tag';
import type { Rows } from '../../data/database.ts';
import { saveTransitions } from '../ingest/apply-reports.ts';
import type { NewTransition } from '../ingest/meeting-state.ts';
import { CLOCK_TOLERANCE_MS } from '../ingest/times.ts';
import { isFinal, isFinalSql, nextOf } from '../meetings/status.ts';
import { type EndReport, earlierChanges } from './items.ts';
import type { ReportedChange } from './reported-history.ts';

type Ended = { readonly userId: bigint; readonly createdAt: Date; readonly endTime: Date };

/** A meeting that is recorded by its end has its earlier changes of status as well, for its figures. */
export async function addHistory(rows: Rows, report: EndReport, meetingId: bigint): Promise<void> {
  const [meeting] = await rows<Ended>(sql`
    select m.user_id as "userId", m.created_at as "createdAt", coalesce(m.end_time, m.created_at) as "endTime"
    from meetings m where m.id = ${meetingId}`);
  if (meeting === undefined) return;
  const { userId, createdAt, endTime } = meeting;
  const earlier = earlierChanges(report).filter(({ at }) => at >= createdAt && at <= endTime);
  await saveTransitions(
    rows,
    earlier.map((change) => transitionOf(change, { meetingId, userId })),
  );
  // Of changes at the same time, the order is that of their ids: the end is the last one.
  await rows(sql`
    update meeting_transitions t set id = default, from_status = ${earlier.at(-1)?.to ?? null}
    where t.meeting_id = ${meetingId} and t.at = ${endTime} and t.to_status = ${report.meeting.status}
      and t.from_status is null`);
}

type KnownChange = Pick<ReportedChange, 'to' | 'at'>;
type Known = { readonly userId: bigint; readonly status: string; readonly lastAt: Date };

/**
 * Adds the changes before the end to a meeting that is here, as far as they follow from what it is: a status that
 * it may become, or the one that came next in the history. So a meeting that was over and went on does so here.
 */
export async function addMissing(
  rows: Rows,
  report: EndReport,
  { meetingId, until }: { readonly meetingId: bigint; readonly until: Date },
): Promise<void> {
  const [meeting] = await rows<Known>(sql`
    select m.user_id as "userId", m.status, ${LAST_CHANGE} as "lastAt" from meetings m where m.id = ${meetingId}`);
  if (meeting === undefined) return;
  const known = await rows<KnownChange>(sql`
    select t.to_status as "to", t.at from meeting_transitions t where t.meeting_id = ${meetingId} order by t.at, t.id`);
  const earlier = earlierChanges(report).filter(({ at }) => at <= until);
  const fresh = following(withoutKnown(earlier, known), meeting);
  const last = fresh.at(-1);
  if (last === undefined) return;
  const { userId } = meeting;
  await moveEnd(rows, meetingId);
  await saveTransitions(
    rows,
    fresh.map((change) => transitionOf(change, { meetingId, userId })),
  );
  const activeAt = fresh.find(({ to }) => to === 'active')?.at ?? null;
  await rows(sql`
    update meetings m set status = ${last.to}, start_time = coalesce(m.start_time, ${activeAt}),
      end_time = ${isFinal(last.to) ? last.at : null},
      completion_reason = coalesce(${wordOf(last, 'completion_reason')}, m.completion_reason),
      failure_stage = coalesce(${wordOf(last, 'failure_stage')}, m.failure_stage)
    where m.id = ${meetingId}`);
}

/** What an end that is the last one, as far as is known, says of itself. */
function wordOf({ to, data }: ReportedChange, name: string): string | null {
  const word = isFinal(to) ? data[name] : null;
  return typeof word === 'string' ? word : null;
}

/** The meeting's own fields are about a later end from now on: what they say of this one goes to its change of status. */
async function moveEnd(rows: Rows, meetingId: bigint): Promise<void> {
  await rows(sql`
    with ended as (
      select m.*, (
        select l.id from meeting_transitions l where l.meeting_id = m.id and l.to_status = m.status
        order by l.at desc, l.id desc limit 1) as transition_id
      from meetings m where m.id = ${meetingId} and ${isFinalSql(sql`m.status`)}),
    moved as (
      update meeting_transitions t set data = jsonb_strip_nulls(jsonb_build_object(
        'completion_reason', m.completion_reason, 'failure_stage', m.failure_stage)) || t.data
      from ended m where t.id = m.transition_id)
    update meetings m set completion_reason = null, failure_stage = null
    from ended where m.id = ended.id and ended.transition_id is not null`);
}

/** By another clock, a change may have been reported here at a slightly different time. */
function withoutKnown(
  changes: readonly ReportedChange[],
  known: readonly KnownChange[],
): readonly ReportedChange[] {
  const left = [...known];
  return changes.filter(({ to, at }) => {
    const same = left.findIndex(
      (one) => one.to === to && Math.abs(one.at.getTime() - at.getTime()) <= CLOCK_TOLERANCE_MS,
    );
    if (same !== -1) left.splice(same, 1);
    return same === -1;
  });
}

function following(
  changes: readonly ReportedChange[],
  { status, lastAt }: Known,
): readonly ReportedChange[] {
  const taken: ReportedChange[] = [];
  let [current, since] = [status, lastAt];
  for (const change of changes) {
    const { from, to, at } = change;
    const follows = from === current || nextOf(current)?.includes(to);
    if (!follows || to === current || at.getTime() < since.getTime() - CLOCK_TOLERANCE_MS) continue;
    since = at > since ? at : since;
    current = to;
    taken.push({ ...change, at: since });
  }
  return taken;
}

/** When a meeting `m` last changed. */
export const LAST_CHANGE = sql`greatest(m.created_at, (select max(t.at) from meeting_transitions t
  where t.meeting_id = m.id))`;

function transitionOf(
  { from, to, at, source, reason, data }: ReportedChange,
  { meetingId, userId }: Pick<NewTransition, 'meetingId' | 'userId'>,
): NewTransition {
  const reportedAt = null;
  return { meetingId, userId, from: from ?? 'requested', to, at, reportedAt, source, reason, data };
}

import sql from 'sql-template-tag';
import type { App } from '../app.ts';
import type { Reach } from '../auth/reach.ts';
import { nowSql } from '../clock.ts';
import type { Rows } from '../database/database.ts';
import { NotFoundError } from '../errors.ts';
import { notifyMeetings } from '../live/notify.ts';
import { advance, type Course, type Step } from './course.ts';
import { findNamed, type MeetingName, presentOf } from './find.ts';
import { type StatusReport, statusReport } from './input.ts';
import { type Checked, checkEach, type Receipt, receipt, refusal, withOmitted } from './receipt.ts';
import { type ReportOf, withSizes } from './stored-sizes.ts';

type Change = { readonly meeting: MeetingName };

/**
 * Moves meetings on. Reports about one meeting count in the order of the list; one that is refused
 * changes nothing, and those after it go on.
 * @throws InvalidInputError for too many items
 */
export async function updateStatuses(
  app: App,
  reach: Reach,
  changes: readonly (Change & Readonly<Record<string, unknown>>)[],
): Promise<Receipt[]> {
  const now = await presentOf(app);
  const checked = checkEach(statusReport(now), 'changes', changes);
  return app.db.transaction(async (rows) => {
    const ids = await findNamed(
      rows,
      changes.map(({ meeting }) => meeting),
      reach,
    );
    const courses = await lockCourses(
      rows,
      ids.filter((id) => id !== null),
    );
    const sized = await withSizes(rows, courses, reportsOf(checked, ids));
    const journey = travel(checked, { ids, courses: sized, now });
    await saveCourses(
      app,
      rows,
      journey.moved.map((id) => sized.get(id)).filter((course) => course !== undefined),
    );
    await saveSteps(rows, journey.steps);
    await notifyMeetings(
      app,
      rows,
      journey.steps.map(({ meetingId: id, userId }) => ({ id, userId })),
    );
    return journey.receipts.map((answer, place) => withOmitted(answer, checked[place]));
  });
}

/**
 * In the order of ids, so that two reports about the same meetings cannot wait for each other. Read
 * once they are locked: what somebody else changed in the meantime is seen.
 */
async function lockCourses(rows: Rows, ids: readonly bigint[]): Promise<Map<bigint, Course>> {
  await rows(
    sql`select id from meetings where id = any(${ids}::bigint[]) order by id for no key update`,
  );
  const locked = await rows<Course>(sql`
    select m.id, m.user_id as "userId", m.status, m.start_time as "startTime", m.end_time as "endTime",
      m.completion_reason as "completionReason", m.failure_stage as "failureStage",
      coalesce((select max(t.at) from meeting_transitions t where t.meeting_id = m.id), m.created_at) as "lastAt", '{}'::jsonb as patch, null as size
    from meetings m where m.id = any(${ids}::bigint[])`);
  return new Map(locked.map((course) => [course.id, course]));
}

/** What is reported of each meeting. */
function reportsOf(
  checked: readonly Checked<StatusReport>[],
  ids: readonly (bigint | null)[],
): readonly ReportOf[] {
  return checked.flatMap((one, place): ReportOf[] => {
    const meetingId = ids[place] ?? null;
    return one.ok && one.report.data && meetingId !== null
      ? [{ meetingId, data: one.report.data }]
      : [];
  });
}

type Known = {
  readonly ids: readonly (bigint | null)[];
  readonly courses: Map<bigint, Course>;
  readonly now: Date;
};

type Journey = {
  readonly receipts: Receipt[];
  readonly steps: Step[];
  /** Each meeting that moved, once. */
  readonly moved: readonly bigint[];
};

function travel(checked: readonly Checked<StatusReport>[], { ids, courses, now }: Known): Journey {
  const steps: Step[] = [];
  const receipts = checked.map((one, place): Receipt => {
    const course = courses.get(ids[place] ?? 0n);
    if (!one.ok) return one.receipt;
    if (course === undefined) return refusal(new NotFoundError('Meeting'));
    const next = advance(course, one.report, { now, place });
    if (next.kind === 'refused') return refusal(next.error, course.id);
    if (next.kind === 'stays') return receipt('UNCHANGED', course.id);
    courses.set(course.id, next.course);
    steps.push(next.step);
    return receipt('UPDATED', course.id);
  });
  return { receipts, steps, moved: [...new Set(steps.map(({ meetingId }) => meetingId))] };
}

async function saveCourses(app: App, rows: Rows, courses: readonly Course[]): Promise<void> {
  if (courses.length === 0) return;
  const column = (name: keyof Course) => courses.map((course) => course[name]);
  const removed = courses.map(({ patch }) =>
    JSON.stringify(Object.keys(patch).filter((key) => patch[key] === null)),
  );
  await rows(sql`
    update meetings m set status = c.status, start_time = c.start_time, end_time = c.end_time,
      completion_reason = c.reason, failure_stage = c.stage, updated_at = ${nowSql(app.clock)},
      data = (m.data || c.patch) - array(select jsonb_array_elements_text(c.removed))
    from unnest(${column('id')}::bigint[], ${column('status')}::text[], ${column('startTime')}::timestamptz[],
      ${column('endTime')}::timestamptz[], ${column('completionReason')}::text[], ${column('failureStage')}::text[],
      ${courses.map(({ patch }) => JSON.stringify(patch))}::jsonb[], ${removed}::jsonb[])
      as c(id, status, start_time, end_time, reason, stage, patch, removed)
    where m.id = c.id`);
}

async function saveSteps(rows: Rows, steps: readonly Step[]): Promise<void> {
  if (steps.length === 0) return;
  const column = (name: keyof Step) => steps.map((step) => step[name]);
  await rows(sql`
    insert into meeting_transitions (meeting_id, user_id, from_status, to_status, at, source, reason)
    select * from unnest(${column('meetingId')}::bigint[], ${column('userId')}::bigint[], ${column('from')}::text[],
      ${column('to')}::text[], ${column('at')}::timestamptz[], ${column('source')}::text[], ${column('reason')}::text[])
    on conflict do nothing`);
}

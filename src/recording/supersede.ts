import type { App } from '../app.ts';
import type { Rows } from '../database/database.ts';
import { advance, type Course } from './course.ts';
import { lockCourses, saveCourses, saveSteps } from './courses.ts';
import type { StatusReport } from './input.ts';
import type { Superseded } from './plan.ts';

type Ending = {
  readonly now: Date;
  /** The meetings that were written, by the places of their reports. */
  readonly ids: readonly bigint[];
  readonly superseded: readonly Superseded[];
};

const REPORT = {
  status: 'failed',
  completionReason: 'superseded',
  source: 'latchkey',
  reason: 'A newer meeting of the same room was reported',
  omitted: [],
  data: undefined,
} satisfies StatusReport;

/**
 * Ends meetings in whose place newer ones were reported. What ended otherwise in the meantime stays as
 * it is.
 * @returns those that it ended
 */
export async function supersede(
  app: App,
  rows: Rows,
  { now, ids, superseded }: Ending,
): Promise<bigint[]> {
  if (superseded.length === 0) return [];
  const endings = new Map(
    superseded.map(({ ref, at }) => ['id' in ref ? ref.id : (ids[ref.place] ?? 0n), at]),
  );
  const courses = await lockCourses(rows, [...endings.keys()]);
  const moves = [...courses.values()].flatMap((course) => {
    const move = endAt(course, endings.get(course.id) ?? now, now);
    return move.kind === 'moves' ? [move] : [];
  });
  await saveCourses(
    app,
    rows,
    moves.map(({ course }) => course),
  );
  await saveSteps(
    rows,
    moves.map(({ step }) => step),
  );
  return moves.map(({ course }) => course.id);
}

function endAt(course: Course, begun: Date, now: Date) {
  const at = begun < course.lastAt ? course.lastAt : begun;
  return advance(course, { ...REPORT, at }, { now, place: 0 });
}

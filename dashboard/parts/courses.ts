import { count } from '../format.ts';

/** How a meeting went, as far as the figures tell: what is neither completed nor failed goes on, or is stuck. */
export const COURSES = [
  { name: 'Completed', color: 'good' },
  { name: 'Failed', color: 'bad' },
  { name: 'Other', color: 'other' },
] as const;

type Counts = { readonly meetings: number; readonly completed: number; readonly failed: number };

/**
 * The same counts one by one, in the order in which they are stacked.
 * @param name of the whole, which each part tells beside all the counts
 */
export function coursesOf(name: string, counts: Counts) {
  const parts = [counts.completed, counts.failed, otherOf(counts)];
  const lines = COURSES.map((course, place) => `${course.name}: ${count(parts[place])}`);
  const title = [name, ...lines].join('\n');
  return COURSES.map((course, place) => ({ course: course.name, count: parts[place] ?? 0, title }));
}

export function otherOf({ meetings, completed, failed }: Counts): number {
  return meetings - completed - failed;
}

/** Colours stand in the style sheet, for light and dark. */
export function colorScale(entries: readonly { readonly name: string; readonly color: string }[]) {
  return {
    domain: entries.map(({ name }) => name),
    range: entries.map(({ color }) => `var(--${color})`),
  };
}

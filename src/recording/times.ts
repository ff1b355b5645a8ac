import type { z } from 'zod';
import { isFinal } from './transitions.ts';

type Times = {
  readonly status: string;
  readonly createdAt?: Date | null | undefined;
  readonly startTime?: Date | null | undefined;
  readonly endTime?: Date | null | undefined;
};

const MOMENTS = ['createdAt', 'startTime', 'endTime'] as const;
/** In these, nobody has let the bot in yet. */
const OUTSIDE = ['requested', 'joining', 'awaiting_admission'];

/** What comes later in a meeting is not earlier, and what has not come yet has no time. */
export function inOrder(times: Times, context: z.core.$RefinementCtx): void {
  const problem = (name: (typeof MOMENTS)[number], message: string) =>
    context.addIssue({
      code: 'custom',
      path: [name],
      message,
      input: times[name],
      params: { type: 'value_error' },
    });
  for (const [place, name] of MOMENTS.entries()) {
    const earlier = MOMENTS.slice(0, place).filter((other) => isAfter(times[other], times[name]));
    for (const other of earlier) problem(name, `must not be before \`${other}\``);
  }
  if (times.endTime && !isFinal(times.status))
    problem('endTime', 'goes only with COMPLETED and FAILED');
  if (times.startTime && OUTSIDE.includes(times.status))
    problem('startTime', 'goes only with a status in which the bot has been let in');
}

function isAfter(one: Date | null | undefined, other: Date | null | undefined): boolean {
  return Boolean(one && other && one > other);
}

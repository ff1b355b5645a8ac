import type { z } from 'zod';
import { isFinal } from '../meetings/status.ts';

/**
 * How far the clocks of bots may be ahead or behind. Bots and the service run on different hosts, and
 * some bots report whole seconds.
 */
export const CLOCK_TOLERANCE_MS = 60_000;

/** A bot's own clock is one: its times differ by no more than what rounding to seconds does. */
const ROUNDING_MS = 1_000;

type Times = {
  readonly status: string;
  readonly createdAt?: Date | null | undefined;
  readonly startTime?: Date | null | undefined;
  readonly endTime?: Date | null | undefined;
};

const TIME_FIELDS = ['createdAt', 'startTime', 'endTime'] as const;
/** In these, nobody has let the bot in yet. */
const NOT_ADMITTED = ['requested', 'joining', 'awaiting_admission'];

/** What comes later in a meeting is not earlier, and what has not come yet has no time. */
export function checkTimeOrder(times: Times, context: z.core.$RefinementCtx): void {
  const problem = (name: (typeof TIME_FIELDS)[number], message: string) =>
    context.addIssue({
      code: 'custom',
      path: [name],
      message,
      input: times[name],
      params: { type: 'value_error' },
    });
  for (const [place, name] of TIME_FIELDS.entries()) {
    const earlier = TIME_FIELDS.slice(0, place).filter((other) =>
      isAfter(times[other], times[name], toleranceOf(other)),
    );
    for (const other of earlier) problem(name, `must not be before \`${other}\``);
  }
  if (times.endTime && !isFinal(times.status))
    problem('endTime', 'is only allowed with COMPLETED and FAILED');
  if (times.startTime && NOT_ADMITTED.includes(times.status))
    problem('startTime', 'is only allowed with a status in which the bot has been admitted');
}

/** The time of creation is often that of another clock. */
function toleranceOf(earlier: (typeof TIME_FIELDS)[number]): number {
  return earlier === 'createdAt' ? CLOCK_TOLERANCE_MS : ROUNDING_MS;
}

function isAfter(
  one: Date | null | undefined,
  other: Date | null | undefined,
  tolerance: number,
): boolean {
  return Boolean(one && other && one.getTime() > other.getTime() + tolerance);
}

import sql, { join } from 'sql-template-tag';

/** In these a bot holds one of its user's slots: until it is told to stop. */
const RUNNING = [
  'requested',
  'joining',
  'awaiting_admission',
  'active',
  'needs_human_help',
] as const;

/** A list for `in`, as the partial index over running bots has it. */
export const RUNNING_STATUSES = join(RUNNING.map((status) => sql([`'${status}'`])));

/** Of meetings that are not over: their bot may be leaving. */
export const OPEN_STATUSES = sql`${RUNNING_STATUSES}, 'stopping'`;

export function isRunning(status: string): boolean {
  return RUNNING.some((running) => running === status);
}

const START = Date.parse('2026-06-01T12:00:00.000Z');

/** Minutes after the start of it all. */
export const at = (minutes: number) => new Date(START + minutes * 60_000);

const STATUSES = [
  'REQUESTED',
  'JOINING',
  'AWAITING_ADMISSION',
  'NEEDS_HUMAN_HELP',
  'ACTIVE',
  'STOPPING',
  'COMPLETED',
  'FAILED',
] as const;

const NAMED = [
  {},
  { botContainerId: 'box' },
  { createdAt: at(-9) },
  { botContainerId: 'box', createdAt: at(-9) },
  { endTime: at(-3) },
] as const;

export const REPORTS = STATUSES.flatMap((status) =>
  NAMED.filter((named) => !('endTime' in named) || /COMPLETED|FAILED/.test(status)).map(
    (named) => ({ status, ...named }),
  ),
);

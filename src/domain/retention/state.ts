import type { Metrics } from '../../core/metrics.ts';
import type { StoredRun } from './runs.ts';

/** The runs as this process saw them last, for its metrics. */
export type RetentionState = {
  readonly set: (runs: readonly StoredRun[]) => void;
  readonly runs: () => readonly StoredRun[];
};

declare module '../../core/app.ts' {
  interface App {
    readonly retention: RetentionState;
  }
}

export function retentionState(): RetentionState {
  let runs: readonly StoredRun[] = [];
  return {
    set: (read) => {
      runs = read;
    },
    runs: () => runs,
  };
}

/** Nothing where nothing is deleted by age. */
export function watchRetention({ gauge }: Pick<Metrics, 'gauge'>, { runs }: RetentionState): void {
  const each = (figureOf: (run: StoredRun) => number) => () =>
    runs().map((run) => ({ labels: { kind: run.kind }, value: figureOf(run) }));
  gauge({
    name: 'latchkey_retention_removed_rows',
    help: 'How many rows were deleted by age since the installation exists, or was restored.',
    labels: ['kind'],
    read: each(({ removedInAll }) => Number(removedInAll)),
  });
  gauge({
    name: 'latchkey_retention_held_rows',
    help: 'How many rows the last run left because of a legal hold.',
    labels: ['kind'],
    read: each(({ held }) => Number(held)),
  });
  gauge({
    name: 'latchkey_retention_last_run_timestamp_seconds',
    help: 'When the last run that is complete ended, in seconds since 1970; 0 before the first one has ended.',
    labels: ['kind'],
    read: each(({ finishedAt }) => Number(finishedAt ?? 0) / 1_000),
  });
}

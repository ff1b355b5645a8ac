import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import type { ReadEach } from '../../data/coalescing/combined-query.ts';
import { eachRowBy } from '../../data/coalescing/shared-read.ts';
import { opaqueIds } from '../../data/sql/opaque.ts';
import {
  ACTIVE_TIME,
  ADMISSION_TIME,
  BOT_UPTIME,
  CPU_SECONDS,
  JOIN_TIME,
  PEAK_MEMORY_BYTES,
  STAGE,
  TOTAL_DURATION,
} from './performance-sql.ts';
import type { TranscriptFigures } from './transcript-figures.ts';
import { computeTranscripts } from './transcript-service.ts';
import { storedFigures } from './transcript-sql.ts';

/** How a bot did in one meeting: times in seconds, null where they are not known. */
export type Performance = {
  readonly id: bigint;
  readonly status: string;
  /** Whether any change of status was recorded. */
  readonly hasTransitions: boolean;
  readonly isOver: boolean;
  readonly wasActive: boolean;
  readonly hasWaited: boolean;
  readonly joinTime: number | null;
  readonly admissionTime: number | null;
  readonly activeTime: number | null;
  readonly totalDuration: number | null;
  readonly botUptime: number | null;
  readonly peakMemoryBytes: bigint | null;
  readonly cpuSeconds: number | null;
  readonly stage: string | null;
  readonly reason: string | null;
};

/** One statement for all of them. */
export function loadPerformance(read: ReadEach, ids: readonly bigint[]): Promise<Performance[]> {
  return read<Performance>(ids, PERFORMANCE);
}

const PERFORMANCE = eachRowBy<null>({
  statement: (_app, ids) => sql`
    select m.id, m.status, m.completion_reason as reason, ${STAGE} as stage,
      num_nonnulls(m.joining_at, m.waiting_at, m.active_at, m.released_at) > 0 as "hasTransitions",
      m.status in ('completed', 'failed') or m.end_time is not null as "isOver",
      m.active_at is not null or m.start_time is not null as "wasActive", m.waiting_at is not null as "hasWaited",
      ${JOIN_TIME} as "joinTime", ${ADMISSION_TIME} as "admissionTime", ${ACTIVE_TIME} as "activeTime",
      ${TOTAL_DURATION} as "totalDuration", ${BOT_UPTIME} as "botUptime",
      ${PEAK_MEMORY_BYTES} as "peakMemoryBytes", ${CPU_SECONDS} as "cpuSeconds"
    from meetings m where m.id = any(${opaqueIds(ids)})`,
})(null);

const KEPT = eachRowBy<null>({ statement: (_app, ids) => storedFigures(ids) })(null);

type StoredFigures = { readonly figures: TranscriptFigures | null };

/**
 * One statement for all whose figures are kept. Others read the transcripts of the rest, and keep what
 * comes of those that are over, so that the next reading computes nothing.
 */
export async function loadTranscripts(
  { app, read }: { readonly app: App; readonly read: ReadEach },
  ids: readonly bigint[],
): Promise<(TranscriptFigures & { readonly id: bigint })[]> {
  const rows = await read<StoredFigures>(ids, KEPT);
  const open = rows.filter(({ figures }) => figures === null).map(({ id }) => id);
  const computed = open.length > 0 ? await computeTranscripts(app, open) : [];
  const fresh = new Map(open.map((id, place) => [id, computed[place]]));
  return rows.flatMap(({ id, figures: kept }) => {
    const figures = kept ?? fresh.get(id);
    // A meeting may be gone by the time its transcript is read.
    return figures ? [{ ...figures, id }] : [];
  });
}

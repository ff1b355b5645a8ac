import sql from 'sql-template-tag';
import type { App } from '../app.ts';
import { hiddenIds } from '../database/hidden.ts';
import type { EachRow, ReadEach } from '../database/side-by-side.ts';
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
import { figuresOf, type Transcript, type TranscriptFigures } from './transcript.ts';
import { keptFigures, transcripts } from './transcript-sql.ts';

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
export function findPerformance(read: ReadEach, ids: readonly bigint[]): Promise<Performance[]> {
  return read<Performance>(ids, PERFORMANCE);
}

const PERFORMANCE: EachRow = {
  name: 'performance',
  statement: (ids) => sql`
    select m.id, m.status, m.completion_reason as reason, ${STAGE} as stage,
      num_nonnulls(m.joining_at, m.waiting_at, m.active_at, m.released_at) > 0 as "hasTransitions",
      m.status in ('completed', 'failed') or m.end_time is not null as "isOver",
      m.active_at is not null or m.start_time is not null as "wasActive", m.waiting_at is not null as "hasWaited",
      ${JOIN_TIME} as "joinTime", ${ADMISSION_TIME} as "admissionTime", ${ACTIVE_TIME} as "activeTime",
      ${TOTAL_DURATION} as "totalDuration", ${BOT_UPTIME} as "botUptime",
      ${PEAK_MEMORY_BYTES} as "peakMemoryBytes", ${CPU_SECONDS} as "cpuSeconds"
    from meetings m where m.id = any(${hiddenIds(ids)})`,
};

type Row = {
  readonly id: bigint;
  readonly revision: bigint;
  readonly isFinal: boolean;
} & (
  | { readonly figures: TranscriptFigures; readonly transcript: null }
  | { readonly figures: null; readonly transcript: Transcript }
);

type Computed = Pick<Row, 'id' | 'revision'> & { readonly figures: TranscriptFigures };

const KEPT: EachRow = { name: 'kept figures', statement: keptFigures };

type Kept = { readonly figures: TranscriptFigures | null };

/**
 * One statement for all whose figures are kept. A second one reads the transcripts of the others, and
 * a third keeps what comes of those that are over, so that the next reading computes nothing.
 */
export async function findTranscripts(
  { app, read }: { readonly app: App; readonly read: ReadEach },
  ids: readonly bigint[],
): Promise<(TranscriptFigures & { readonly id: bigint })[]> {
  const rows = await read<Kept>(ids, KEPT);
  const open = rows.filter(({ figures }) => figures === null).map(({ id }) => id);
  const computed = open.length > 0 ? await compute(app, open) : new Map();
  return rows.map(({ id, figures }) => ({ ...(figures ?? computed.get(id)), id }));
}

async function compute(
  app: App,
  ids: readonly bigint[],
): Promise<ReadonlyMap<bigint, TranscriptFigures>> {
  const rows = await app.db.rows<Row>(transcripts(ids));
  const all = rows.map((row) => ({ ...row, figures: row.figures ?? figuresOf(row.transcript) }));
  const fresh = all.filter(({ isFinal, transcript }) => isFinal && transcript !== null);
  if (fresh.length > 0) await keep(app, fresh);
  return new Map(all.map(({ id, figures }) => [id, figures]));
}

/** Nothing is kept of a meeting that changed since it was read: its revision has moved on. */
async function keep(app: App, rows: readonly Computed[]): Promise<void> {
  await app.db
    .rows(sql`
    insert into meeting_figures as f (meeting_id, revision, kept_revision, transcript)
    select * from unnest(${rows.map(({ id }) => id)}::bigint[], ${rows.map(({ revision }) => revision)}::bigint[],
      ${rows.map(({ revision }) => revision)}::bigint[], ${rows.map(({ figures }) => JSON.stringify(figures))}::jsonb[])
    on conflict (meeting_id) do update set kept_revision = excluded.kept_revision, transcript = excluded.transcript
      where f.revision = excluded.kept_revision`)
    // The figures are right without being kept: a read must not fail because nothing can be written.
    .catch((error: unknown) => app.log.warn({ err: error }, 'figures could not be kept'));
}

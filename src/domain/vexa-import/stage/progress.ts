import { randomUUID } from 'node:crypto';
import sql from 'sql-template-tag';
import { StartError } from '../../../core/start-error.ts';
import type { Database, Rows } from '../../../data/database.ts';
import type { Id } from '../source/batches.ts';
import { canFollow, type SourceMark } from '../source/mark.ts';
import { emptyTally, type ImportTally, type Table } from './tally.ts';

/** How far a run has come. It is saved with every batch, in the same transaction. */
export type Progress = {
  /** Whose run this is: one that takes up a killed run ends it, should it be alive after all. */
  readonly run: string;
  /** The last id that was read, by table. */
  readonly last: Readonly<Partial<Record<Table, Id>>>;
  /** The tables whose end has been dealt with. */
  readonly finished: readonly Table[];
  readonly tally: ImportTally;
  /** Missing in that of earlier versions, whose notes can have addresses of people. */
  readonly hasNoAddresses?: true;
  /** Where changes count from that this run has not read: it goes on to follow them. */
  readonly mark?: SourceMark;
  /** Whether everything was read once: what is left is what changes. */
  readonly isFollowing?: boolean;
};

export type BegunRun = {
  readonly sourceId: Id;
  readonly progress: Progress;
  readonly resumed: boolean;
  /** Whether the database was followed before, and is now an older copy or another one. */
  readonly wasReplaced: boolean;
};

/** A source, and how its run begins. */
type Beginning = {
  readonly name: string;
  readonly form: string;
  /** Up to which number users are its own; null where numbers are not kept. */
  readonly reserved: Id | null;
  /** Of a run that goes on to follow: where the database there is now. */
  readonly mark: SourceMark | null;
};

/** Begins a run, or takes up the one that did not end. */
export async function beginRun(
  db: Database,
  { name, form, reserved, mark }: Beginning,
): Promise<BegunRun> {
  return await db.transaction(async (rows) => {
    const [source] = await rows<{ readonly id: Id; readonly progress: Progress | null }>(sql`
      insert into import_sources as s (name, schema_form) values (${name}, ${form})
      on conflict (name) do update set schema_form = excluded.schema_form,
        started_at = case when s.progress is null then now() else s.started_at end,
        finished_at = null, result = null
      returning s.id::text as id, s.progress`);
    const sourceId = source?.id ?? '0';
    if (reserved !== null) await keepReserved(rows, sourceId, reserved);
    const saved = takenUp(source?.progress ?? null, mark);
    const fresh = mark === null ? newProgress() : { ...newProgress(), mark };
    const progress = { ...withoutAddresses(saved ?? fresh), run: randomUUID() };
    await rows(sql`
      update import_sources set progress = ${JSON.stringify(progress)}::jsonb, progress_at = now()
      where id = ${sourceId}::bigint`);
    const followed = source?.progress?.mark;
    const wasReplaced = mark !== null && followed !== undefined && !canFollow(followed, mark);
    return { sourceId, progress, resumed: saved !== null, wasReplaced };
  });
}

/** With the first import: users beyond this number were created here, after it. */
async function keepReserved(rows: Rows, sourceId: Id, reserved: Id): Promise<void> {
  await rows(sql`
    insert into imported_rows (source_id, kind, foreign_id, local_id, state)
    select ${sourceId}::bigint, 'reserved', 0, ${reserved}::bigint, ''
    where not exists (
      select from imported_rows r where r.source_id = ${sourceId}::bigint and r.kind = 'user')
    on conflict do nothing`);
}

/** A run that read everything once is over, but for whoever follows on from it. */
function takenUp(saved: Progress | null, mark: SourceMark | null): Progress | null {
  if (mark === null) return saved?.isFollowing ? null : saved;
  return saved?.mark !== undefined && canFollow(saved.mark, mark) ? saved : null;
}

/** The run holds its notes in memory, where no erasure finds an address. */
function withoutAddresses(saved: Progress): Progress {
  if (saved.hasNoAddresses) return saved;
  return { ...saved, tally: { ...saved.tally, notes: [] }, hasNoAddresses: true };
}

export function newProgress(): Progress {
  return { run: '', last: {}, finished: [], tally: emptyTally(), hasNoAddresses: true };
}

/** The number of a source that was imported from before, for a rehearsal. */
export async function findSource(rows: Rows, name: string): Promise<Id> {
  const [source] = await rows<{ readonly id: Id }>(
    sql`select s.id::text as id from import_sources s where s.name = ${name}`,
  );
  return source?.id ?? '0';
}

/** @throws StartError when another process has taken this import up meanwhile */
export async function saveProgress(rows: Rows, sourceId: Id, progress: Progress): Promise<void> {
  const saved = await rows(sql`
    update import_sources set progress = ${JSON.stringify(progress)}::jsonb, progress_at = now()
    where id = ${sourceId}::bigint and progress ->> 'run' = ${progress.run} returning id`);
  if (saved.length === 0) {
    throw new StartError(
      'Another process continues this import; this one has stopped. Give each database its own --name.',
    );
  }
}

/** What the run did remains, for those who did not see what its command printed. */
export async function endImportRun(
  rows: Rows,
  sourceId: Id,
  { run }: Progress,
  result: ImportTally,
): Promise<void> {
  await rows(sql`
    update import_sources set progress = null, result = ${JSON.stringify(result)}::jsonb,
      progress_at = now(), finished_at = now()
    where id = ${sourceId}::bigint and progress ->> 'run' = ${run}`);
}

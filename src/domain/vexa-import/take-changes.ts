import sql from 'sql-template-tag';
import type { Rows } from '../../data/database.ts';
import { StoppedError } from '../users/erased.ts';
import { takeDeletions } from './deletions.ts';
import { meetingStage } from './meetings/meetings.ts';
import { segmentStage } from './meetings/segments.ts';
import { sessionStage } from './meetings/sessions.ts';
import { type Going, takePart } from './run/run.ts';
import { type Id, readPart } from './source/batches.ts';
import {
  findChangedSegments,
  findChanges,
  findOpenMeetings,
  meetingsOfSessions,
  type SourceChanges,
} from './source/changes.ts';
import type { SourceMark } from './source/mark.ts';
import { isInRange } from './source/number-range.ts';
import type { Ledger } from './stage/ledger.ts';
import { areReserved, reserveIds } from './stage/new-ids.ts';
import { type Progress, saveProgress } from './stage/progress.ts';
import type { Stage } from './stage/stage.ts';
import { sumOf } from './stage/tally.ts';
import { tokenStage } from './tokens/tokens.ts';
import { userStage } from './users/users.ts';

export type ChangeOptions = {
  readonly followDeletions: boolean;
  /** Whether an earlier look may have ended half-way: offsets may not have followed their meeting. */
  readonly isFirst: boolean;
  readonly signal?: AbortSignal;
};

type Following = { readonly run: Going; readonly options: ChangeOptions };

/**
 * Takes over what was written there since, and moves the mark on. If it is ended early the mark stays:
 * the next time does it again, which changes nothing.
 */
export async function takeChanges(
  going: Going,
  begun: Progress,
  { since, ...options }: ChangeOptions & { readonly since: SourceMark },
): Promise<Progress> {
  const { source, ledger } = going;
  const found = await source.snapshot((query) => findChanges(query, since));
  const following = { run: { ...going, shape: found.shape }, options };
  let progress = await takeRows(following, userStage, begun, found.users);
  progress = await takeRows(following, tokenStage, progress, found.keys);
  const before = await going.inBatch((rows) => startsOf(rows, ledger, found.meetings));
  progress = await takeRows(following, meetingStage, progress, found.meetings);
  const after = await going.inBatch((rows) => startsOf(rows, ledger, found.meetings));
  progress = await takeRows(following, sessionStage, progress, found.sessions);
  const moved = found.meetings.filter((id) => options.isFirst || before.get(id) !== after.get(id));
  progress = await takeSegments(following, progress, { found, since, moved });
  return options.signal?.aborted ? progress : await moveMark(going, progress, found.mark);
}

type Spoken = {
  readonly found: SourceChanges;
  readonly since: SourceMark;
  readonly moved: readonly Id[];
};

/** Last, because they count from meetings and sessions; and then those that are gone. */
async function takeSegments(
  following: Following,
  begun: Progress,
  { found, since, moved }: Spoken,
): Promise<Progress> {
  const { run, options } = following;
  const { shape } = found;
  const { changed, open } = await run.source.snapshot(async (query) => {
    const whole = [...moved, ...(await meetingsOfSessions(query, found.sessions))];
    return {
      changed: await findChangedSegments(query, { shape, since, whole }),
      open: options.followDeletions ? await findOpenMeetings(query, shape) : [],
    };
  });
  const progress = await takeRows(following, segmentStage, begun, changed);
  if (!options.followDeletions) return progress;
  const among = [...new Set([...found.meetings, ...open])];
  const deleted = await takeDeletions(run, { follow: true, among });
  if (deleted === null) return progress;
  return { ...progress, tally: sumOf(progress.tally, deleted) };
}

async function moveMark(run: Going, before: Progress, mark: SourceMark): Promise<Progress> {
  const progress = { ...before, mark };
  await run.inBatch((rows) => saveProgress(rows, run.ledger.sourceId, progress));
  return progress;
}

async function takeRows<Batch>(
  { run, options }: Following,
  stage: Stage<Batch>,
  begun: Progress,
  ids: readonly Id[],
): Promise<Progress> {
  const { into, from, read } = stage;
  const last = ids.at(-1);
  if (last === undefined) return begun;
  const { db } = run.app;
  const upTo = ids.findLast(isInRange) ?? '0';
  let progress = begun;
  try {
    if (into !== null && !(await areReserved(db.rows, into, upTo)))
      await reserveIds(db, into, upTo, options.signal);
    for (let place = 0; place < ids.length && !options.signal?.aborted; place += from.batchSize) {
      const among = ids.slice(place, place + from.batchSize);
      const range = { after: before(among[0] ?? last), upTo: among.at(-1) ?? last, among };
      const part = await run.source.snapshot((query) =>
        readPart(query, range, (ask, wanted) => read(ask, run.shape, wanted)),
      );
      progress = await takePart(run, stage, progress, part);
    }
  } catch (error) {
    if (!(error instanceof StoppedError)) throw error;
  }
  return progress;
}

function before(id: Id): Id {
  return String(BigInt(id) - 1n);
}

/** What the offsets of these meetings count from here; nothing for one that is not here. */
async function startsOf(
  rows: Rows,
  { entries, sourceId }: Ledger,
  ids: readonly Id[],
): Promise<ReadonlyMap<Id, string>> {
  if (ids.length === 0) return new Map();
  const found = await rows<{ readonly id: Id; readonly start: string }>(sql`
    select e.foreign_id::text as id, coalesce(m.start_time, m.created_at)::text as start
    from ${entries} e join meetings m on m.id = e.local_id
    where e.source_id = ${sourceId} and e.kind = 'meeting' and e.foreign_id = any (${ids}::bigint[])`);
  return new Map(found.map(({ id, start }) => [id, start]));
}

import { StartError } from '../../core/start-error.ts';
import { StoppedError } from '../users/erased.ts';
import {
  deleteMeetings,
  deleteSegments,
  findHeld,
  type MeetingHere,
  meetingsHere,
  noteGoneSegments,
} from './meetings/deletion-rows.ts';
import { type MeetingThere, meetingsThere, segmentIdsThere } from './meetings/deletions-there.ts';
import type { Going } from './run/run.ts';
import { FIRST_ID, type Id } from './source/batches.ts';
import type { ImportContext } from './stage/stage.ts';
import { emptyTally, type ImportTally, note, noteMany } from './stage/tally.ts';

// What was deleted there leaves no row to be read. So, after all that is there was taken over, each
// meeting that came from there is compared with what there is of it.

/** As many meetings at once. */
const BATCH = 2_000;

export type DeletionOptions = {
  /** Which meetings to look at; left out: all. */
  readonly among?: readonly Id[];
  /** Delete here, too. */
  readonly follow: boolean;
};

/**
 * @returns null where it was told to stop while a user is erased: nothing is deleted
 * @throws StartError where so much is gone that this must be another database
 */
export async function takeDeletions(
  run: Going,
  options: DeletionOptions,
): Promise<ImportTally | null> {
  const found = await compare(run, options);
  if (options.follow) refuseIfAnother(found);
  return await run
    .inWriteBatch((rows) => takeFound({ ...run, rows, tally: emptyTally() }, found, options))
    .catch((error: unknown) => {
      if (error instanceof StoppedError) return null;
      throw error;
    });
}

async function takeFound(
  step: ImportContext,
  { gone, altered }: Compared,
  options: DeletionOptions,
): Promise<ImportTally> {
  const { rows, tally } = step;
  const all = options.follow ? [...altered, ...gone] : [];
  const held = await findHeld(
    rows,
    all.map(({ localId }) => localId),
  );
  const isFree = ({ localId }: MeetingHere) => !held.has(localId);
  const heldIds = all.filter((one) => !isFree(one)).map(({ foreignId }) => foreignId);
  note(tally, 'meetings', HELD, heldIds);
  await takeSegments(step, altered.filter(isFree), options);
  await takeMeetings(step, gone.filter(isFree), options);
  return tally;
}

type Altered = MeetingHere &
  Pick<MeetingThere, 'isRedacted'> & { readonly segmentIds: readonly string[] };

type Compared = {
  readonly gone: readonly MeetingHere[];
  readonly altered: readonly Altered[];
  readonly compared: number;
  /** Meetings with something said in them here. */
  readonly spoken: number;
};

async function compare(run: Going, { among }: DeletionOptions): Promise<Compared> {
  const gone: MeetingHere[] = [];
  const altered: Altered[] = [];
  let compared = 0;
  let spoken = 0;
  for (let after = FIRST_ID; ; ) {
    const range = { after, limit: BATCH, among: among ?? null };
    const here = await run.inBatch((rows) => meetingsHere(rows, run.ledger, range));
    const last = here.at(-1);
    if (last === undefined) return { gone, altered, compared, spoken };
    after = last.foreignId;
    compared += here.length;
    spoken += here.filter(({ segments }) => segments > 0).length;
    const found = await comparePart(run, here);
    gone.push(...found.gone);
    altered.push(...found.altered);
  }
}

async function comparePart({ source, shape }: Going, here: readonly MeetingHere[]) {
  return await source.snapshot(async (query) => {
    const ids = here.map(({ foreignId }) => foreignId);
    const there = await meetingsThere(query, shape, ids);
    const gone = here.filter(({ foreignId }) => !there.has(foreignId));
    const suspects = here.filter((meeting) => {
      const other = there.get(meeting.foreignId);
      return (
        other !== undefined && meeting.segments > 0 && other.fingerprint !== meeting.fingerprint
      );
    });
    const altered: Altered[] = [];
    for (const meeting of suspects) {
      const segmentIds = await segmentIdsThere(query, shape, meeting.foreignId);
      const isRedacted = there.get(meeting.foreignId)?.isRedacted ?? false;
      altered.push({ ...meeting, isRedacted, segmentIds });
    }
    return { gone, altered };
  });
}

const HALF = 0.5;
const FEW = 20;

function isMost(part: number, whole: number): boolean {
  return part >= FEW && part >= whole * HALF;
}

/** Nobody deletes so much there: it is another database, or one that was not restored whole. */
function refuseIfAnother({ gone, altered, compared, spoken }: Compared): void {
  if (isMost(gone.length, compared))
    throw new StartError(
      `${gone.length} of the ${compared} meetings that came from there do not exist at --from any longer, so nothing is deleted here. Give each database its own --name.`,
    );
  const emptied = altered.filter((one) => one.segmentIds.length === 0 && !one.isRedacted).length;
  if (isMost(emptied, spoken))
    throw new StartError(
      `${emptied} of the ${spoken} meetings with a transcript have none at --from any longer, though Vexa did not redact them, so nothing is deleted here. Check that the database at --from is complete.`,
    );
}

const HELD = 'are under a legal hold here: nothing of them is deleted';
const LEFT = 'are deleted there and are still here: --follow-deletions deletes them here';
const FOLLOWED = 'were deleted there, and now here';

async function takeMeetings(
  step: ImportContext,
  gone: readonly MeetingHere[],
  { follow }: DeletionOptions,
): Promise<void> {
  const ids = gone.map(({ foreignId }) => foreignId);
  note(step.tally, 'meetings', follow ? FOLLOWED : LEFT, ids);
  if (follow) await deleteMeetings(step, gone);
}

async function takeSegments(
  step: ImportContext,
  altered: readonly Altered[],
  { follow }: DeletionOptions,
): Promise<void> {
  const found = await noteGoneSegments(step.rows, altered);
  const affected = altered.filter(({ localId }) => found.has(localId));
  const redacted = affected
    .filter(({ isRedacted }) => isRedacted)
    .map(({ foreignId }) => foreignId);
  note(step.tally, 'meetings', 'are redacted there', redacted);
  noteMany(step.tally, {
    table: 'segments',
    text: follow ? FOLLOWED : LEFT,
    count: [...found.values()].reduce((sum, { length }) => sum + length, 0),
    examples: affected.map(({ foreignId }) => `of meeting ${foreignId}`),
  });
  if (follow) await deleteSegments(step, found);
}

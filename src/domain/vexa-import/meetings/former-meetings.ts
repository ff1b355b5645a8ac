import sql from 'sql-template-tag';
import { StartError } from '../../../core/start-error.ts';
import type { Id } from '../source/batches.ts';
import type { LedgerEntry } from '../stage/ledger.ts';
import type { ImportContext } from '../stage/stage.ts';
import { note } from '../stage/tally.ts';
import { deleteMeetings, findHeld } from './deletion-rows.ts';
import type { ForeignMeeting } from './meeting-read.ts';

// A database that was restored from an older backup gives the numbers of rows that were lost to new
// rows. A meeting of another owner or call that was created at another time is another one than the
// one that was imported under this number.

type Entries = ReadonlyMap<Id, LedgerEntry>;

const MOST_NAMED = 10;

type Known = {
  readonly entries: Entries;
  readonly owners: ReadonlyMap<Id, Pick<LedgerEntry, 'localId'>>;
};

/**
 * The entries of meetings that still are the same there. The others are deleted here, if the operator
 * takes deletions over: what was said in one must not be read in the other.
 * @throws StartError if the operator does not
 */
export async function withoutFormer(
  step: ImportContext,
  meetings: readonly ForeignMeeting[],
  { entries, owners }: Known,
): Promise<Entries> {
  const changed = meetings.filter(({ id, state }) => (entries.get(id)?.state ?? state) !== state);
  const former = await findFormer(step, changed, { entries, owners });
  if (former.length === 0) return entries;
  const ids = former.map(({ foreignId }) => foreignId);
  if (!step.accepts.deletions)
    throw new StartError(
      `The import stopped: meetings ${ids.slice(0, MOST_NAMED).join(', ')} of the source are other meetings than those that were imported under these numbers. The source was probably restored from an older backup. --follow-deletions deletes the earlier ones here, and imports those that are there now.`,
    );
  await refuseHeld(step, former);
  note(
    step.tally,
    'meetings',
    'were deleted here: another meeting has their number there now',
    ids,
  );
  await deleteMeetings(step, former);
  // In a rehearsal they still have the numbers.
  if (step.dryRun) return entries;
  return new Map([...entries].filter(([id]) => !ids.includes(id)));
}

/** Both cannot be here under one number, and the one that is here must not be deleted. */
async function refuseHeld({ rows }: ImportContext, former: readonly Former[]): Promise<void> {
  const held = await findHeld(
    rows,
    former.map(({ localId }) => localId),
  );
  const ids = former.filter(({ localId }) => held.has(localId)).map(({ foreignId }) => foreignId);
  if (ids.length > 0)
    throw new StartError(
      `The import stopped: meetings ${ids.slice(0, MOST_NAMED).join(', ')} of the source are other meetings than those that were imported under these numbers, and those are under a legal hold here. Release the holds first, or give this source another --name.`,
    );
}

type Former = { readonly foreignId: Id; readonly localId: Id };

async function findFormer(
  { rows }: ImportContext,
  meetings: readonly ForeignMeeting[],
  { entries, owners }: Known,
) {
  if (meetings.length === 0) return [];
  const records = meetings.map(({ id, userId, nativeMeetingId, createdAt }) => {
    const localId = entries.get(id)?.localId;
    return { id, localId, ownerId: owners.get(userId)?.localId, nativeMeetingId, createdAt };
  });
  return await rows<Former>(sql`
    select x.id::text as "foreignId", m.id::text as "localId"
    from json_to_recordset(${JSON.stringify(records)}::json) as x(id bigint, "localId" bigint,
        "ownerId" bigint, "nativeMeetingId" text, "createdAt" timestamptz(3))
      join meetings m on m.id = x."localId"
    where m.created_at <> x."createdAt"
      and (m.user_id <> x."ownerId" or m.native_meeting_id <> x."nativeMeetingId")
    order by x.id`);
}

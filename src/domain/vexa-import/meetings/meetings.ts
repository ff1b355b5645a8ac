import type { Id } from '../source/batches.ts';
import type { Transitions } from '../source/transition-entries.ts';
import { findEntries, keepEntries, type LedgerEntry } from '../stage/ledger.ts';
import { assignIds } from '../stage/new-ids.ts';
import { ownersByNumber } from '../stage/owners.ts';
import { withStates } from '../stage/row-secrets.ts';
import type { ImportContext, Stage } from '../stage/stage.ts';
import { count, note } from '../stage/tally.ts';
import { withoutFormer } from './former-meetings.ts';
import { type ForeignMeeting, type MeetingBatch, readMeetings } from './meeting-read.ts';
import { type ImportedMeeting, insertImportedMeetings, updateMeetings } from './meeting-rows.ts';
import { withoutOld } from './old-meetings.ts';
import {
  noteStatuses,
  noteTransitionStatuses,
  translateStored,
  withStatuses,
  withTransitionStatuses,
} from './statuses.ts';
import { takeTransitions } from './transitions.ts';
import { meetingsWithoutSecrets, transitionsWithoutSecrets } from './without-secrets.ts';

export const meetingStage: Stage<MeetingBatch> = {
  table: 'meetings',
  from: { name: 'meetings', batchSize: 500, bulk: 'data' },
  into: 'meetings',
  read: readMeetings,
  take,
};

async function take(step: ImportContext, read: MeetingBatch): Promise<void> {
  const batch = {
    meetings: withStates(step, withStatuses(read.meetings)),
    transitions: transitionsWithoutSecrets(step, withTransitionStatuses(read.transitions)),
  };
  const { rows, ledger, tally } = step;
  const userIds = [...new Set(batch.meetings.map(({ userId }) => userId))];
  const owners = await ownersByNumber(step, userIds);
  const orphans = batch.meetings.filter(({ userId }) => !owners.has(userId));
  count(tally, 'meetings', 'skipped', orphans.length);
  note(tally, 'meetings', 'skipped: their user does not exist', idsOf(orphans));

  const all = batch.meetings.filter(({ userId }) => owners.has(userId));
  const found = await findEntries(rows, ledger, 'meeting', idsOf(all));
  const owned = await withoutOld(step, all, found);
  const entries = await withoutFormer(step, owned, { entries: found, owners });
  const isKnown = ({ id, state }: ForeignMeeting) => entries.get(id)?.state === state;
  count(tally, 'meetings', 'unchanged', owned.filter(isKnown).length);
  const changed = meetingsWithoutSecrets(
    step,
    owned.filter((meeting) => !isKnown(meeting)),
  );
  noteProblems(step, changed);
  noteWords(step, read, new Set(idsOf(changed)));
  const placed = await place(step, changed, { entries, owners, transitions: batch.transitions });
  await write(step, placed, entries);
  const localIds = new Map([
    ...[...entries.values()].map(({ foreignId, localId }) => [foreignId, localId] as const),
    ...placed.map(({ meeting, localId }) => [meeting.id, localId] as const),
  ]);
  await translateStored(step, read.transitions.entries, localIds);
  await takeTransitions(step, batch.transitions, localIds);
}

function noteWords(step: ImportContext, read: MeetingBatch, changed: ReadonlySet<Id>): void {
  noteStatuses(
    step,
    read.meetings.filter(({ id }) => changed.has(id)),
  );
  noteTransitionStatuses(
    step,
    read.transitions.entries.filter(({ meetingId }) => changed.has(meetingId)),
  );
}

type Known = {
  readonly entries: ReadonlyMap<Id, LedgerEntry>;
  readonly owners: ReadonlyMap<Id, Pick<LedgerEntry, 'localId'>>;
  readonly transitions: Transitions;
};

async function place(
  step: ImportContext,
  batch: readonly ForeignMeeting[],
  { entries, owners, transitions }: Known,
): Promise<readonly ImportedMeeting[]> {
  const newcomers = idsOf(batch.filter(({ id }) => !entries.has(id)));
  const numbers = await assignIds(step, { into: 'meetings', table: 'meetings' }, newcomers);
  return batch.map((meeting) => ({
    meeting,
    localId: entries.get(meeting.id)?.localId ?? numbers.get(meeting.id) ?? meeting.id,
    ownerId: owners.get(meeting.userId)?.localId ?? meeting.userId,
    unread: transitions.unread.get(meeting.id) ?? null,
    createdAt:
      meeting.createdAt ??
      meeting.startTime ??
      transitions.firstAt.get(meeting.id) ??
      meeting.updatedAt,
  }));
}

async function write(
  step: ImportContext,
  placed: readonly ImportedMeeting[],
  entries: ReadonlyMap<Id, LedgerEntry>,
): Promise<void> {
  const isHere = ({ meeting }: ImportedMeeting) => entries.has(meeting.id);
  await insertImportedMeetings(
    step,
    placed.filter((one) => !isHere(one)),
  );
  await updateMeetings(step, placed.filter(isHere));
  await keepEntries(
    step.rows,
    step.ledger,
    'meeting',
    placed.map(({ meeting, localId }) => ({
      foreignId: meeting.id,
      localId,
      state: meeting.state,
    })),
  );
  count(step.tally, 'meetings', 'written', placed.length);
}

function noteProblems({ tally }: ImportContext, batch: readonly ForeignMeeting[]): void {
  const undated = batch.filter(({ createdAt }) => createdAt === null);
  note(
    tally,
    'meetings',
    'have no date there: the earliest of their other dates is used, else today',
    idsOf(undated),
  );
  const invalid = batch.filter((meeting) => meeting.hasOddDate);
  note(
    tally,
    'meetings',
    'have a date outside the years 1 to 9999, which is treated as missing',
    idsOf(invalid),
  );
}

function idsOf(batch: readonly ForeignMeeting[]): Id[] {
  return batch.map(({ id }) => id);
}

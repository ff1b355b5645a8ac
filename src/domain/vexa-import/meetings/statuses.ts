import { createHash } from 'node:crypto';
import sql from 'sql-template-tag';
import { shortened } from '../../../core/input/shorten.ts';
import { STATUSES } from '../../meetings/status.ts';
import { FORMER_STATUSES, known, statusHere } from '../../meetings/vocabulary.ts';
import type { Id } from '../source/batches.ts';
import type { ImportedTransition, Transitions } from '../source/transition-entries.ts';
import type { ImportContext } from '../stage/stage.ts';
import { note, noteMany } from '../stage/tally.ts';
import type { ForeignMeeting } from './meeting-read.ts';

/** What is translated has a state of its own, so that what an earlier version kept is put right. */
export function withStatuses(meetings: readonly ForeignMeeting[]): readonly ForeignMeeting[] {
  return meetings.map((meeting) => {
    const status = statusHere(meeting.status);
    if (status === meeting.status) return meeting;
    const state = createHash('md5').update(`${meeting.state} ${status}`).digest('hex');
    return { ...meeting, status, state };
  });
}

export function withTransitionStatuses(transitions: Transitions): Transitions {
  const entries = transitions.entries.map((entry) => ({
    ...entry,
    to: statusHere(entry.to),
    from: entry.from === null ? null : statusHere(entry.from),
  }));
  return { ...transitions, entries };
}

/** @param meetings as they are there */
export function noteStatuses({ tally }: ImportContext, meetings: readonly ForeignMeeting[]): void {
  for (const [word, here] of Object.entries(FORMER_STATUSES)) {
    const ids = meetings.filter(({ status }) => status === word).map(({ id }) => id);
    note(tally, 'meetings', `have the status "${word}" there: here it is "${here}"`, ids);
  }
  const unknown = meetings.flatMap(({ status }) => (isUnknown(status) ? [status] : []));
  noteMany(tally, {
    table: 'meetings',
    text: 'have a status that is not known here and is kept as it is: they hold no slot',
    count: unknown.length,
    examples: quoted(unknown),
  });
}

export function noteTransitionStatuses(
  { tally }: ImportContext,
  entries: readonly ImportedTransition[],
): void {
  const unknown = entries.map((entry) => wordsOf(entry).filter(isUnknown));
  noteMany(tally, {
    table: 'transitions',
    text: 'have a status that is not known here and is kept as it is',
    count: unknown.filter(({ length }) => length > 0).length,
    examples: quoted(unknown.flat()),
  });
}

function wordsOf({ to, from }: ImportedTransition): readonly string[] {
  return from === null ? [to] : [to, from];
}

function isTranslated(word: string): boolean {
  return statusHere(word) !== word;
}

function isUnknown(word: string): boolean {
  return known(STATUSES, statusHere(word)) === null;
}

/** Vexa's own column holds 50; what its data hold may be of any length. */
const MOST_SHOWN = 50;

function quoted(words: readonly string[]): string[] {
  return [...new Set(words)].map((word) => JSON.stringify(shortened(word, MOST_SHOWN)));
}

/** An earlier version kept the changes of status with the words that they have there. @param entries as they are there */
export async function translateStored(
  { rows, dryRun }: ImportContext,
  entries: readonly ImportedTransition[],
  localIds: ReadonlyMap<Id, Id>,
): Promise<void> {
  const translated = entries.filter((entry) => wordsOf(entry).some(isTranslated));
  const ids = [...new Set(translated.flatMap(({ meetingId }) => localIds.get(meetingId) ?? []))];
  if (dryRun || ids.length === 0) return;
  for (const [word, here] of Object.entries(FORMER_STATUSES)) {
    await rows(sql`
      update meeting_transitions t set to_status = case when t.to_status = ${word} then ${here} else t.to_status end,
        from_status = case when t.from_status = ${word} then ${here} else t.from_status end
      where t.meeting_id = any (${ids}::bigint[]) and ${word} in (t.to_status, t.from_status)
        and not exists (select from meeting_transitions o
          where t.to_status = ${word} and o.meeting_id = t.meeting_id and o.at = t.at and o.to_status = ${here})`);
  }
}

import sql, { join, raw, type Sql } from 'sql-template-tag';
import { ownValue } from '../../core/own-value.ts';
import { STAGE } from './stage.ts';
import { isFinal, isFinalSql } from './status.ts';
import type { COMPLETION_REASONS, FAILURE_STAGES } from './vocabulary.ts';

/** Who could have prevented an end. */
export const FAULTS = ['NONE', 'USER', 'PLATFORM', 'BOT', 'UNKNOWN'] as const;
export type Fault = (typeof FAULTS)[number];

type Faults<Word extends string> = Readonly<Record<Word, Fault>>;

/**
 * Whose fault each completion reason is. Past meetings are judged by it as well, because nothing of it is
 * stored. A new reason is added to `COMPLETION_REASONS` first; this table does not compile without it.
 *
 * NONE      it ended as it should
 * USER      people: whoever asked for the bot, or was to let it in
 * PLATFORM  the meeting service
 * BOT       the bot, or what it runs on
 */
const BY_REASON: Faults<(typeof COMPLETION_REASONS)[number]> = {
  stopped: 'NONE',
  left_alone: 'NONE',
  max_bot_time_exceeded: 'NONE',
  validation_error: 'USER',
  awaiting_admission_timeout: 'USER',
  awaiting_admission_rejected: 'USER',
  stopped_before_admission: 'USER',
  startup_alone: 'USER',
  evicted: 'USER',
  join_failure: 'PLATFORM',
  stopped_with_no_audio: 'BOT',
  superseded: 'BOT',
};

/** Where the bot gave no reason: judged by how far it came. */
const BY_STAGE: Faults<(typeof FAILURE_STAGES)[number]> = {
  requested: 'BOT',
  joining: 'PLATFORM',
  awaiting_admission: 'USER',
  active: 'BOT',
};

export type MeetingEnd = {
  readonly status: string;
  readonly stage: string | null;
  readonly reason: string | null;
};

/** Null while a meeting goes on, and for a status that nobody knows. */
export function faultOf({ status, stage, reason }: MeetingEnd): Fault | null {
  if (!isFinal(status)) return null;
  if (reason !== null) return lookUp(BY_REASON, reason);
  return status === 'completed' ? 'NONE' : lookUp(BY_STAGE, stage ?? '');
}

/** The database keeps words that are not known, too. */
function lookUp(faults: Readonly<Record<string, Fault>>, word: string): Fault {
  return ownValue(faults, word) ?? 'UNKNOWN';
}

/** `faultOf` in SQL, from a table aliased `m`. */
export const FAULT = sql`case when not ${isFinalSql(sql`m.status`)} then null
  when m.completion_reason is not null then ${chosen(sql`m.completion_reason`, BY_REASON)}
  when m.status = 'completed' then 'NONE'
  else ${chosen(STAGE, BY_STAGE)} end`;

function chosen(word: Sql, faults: Readonly<Record<string, Fault>>): Sql {
  const branches = Object.entries(faults).map(([name, fault]) =>
    raw(`when '${name}' then '${fault}'`),
  );
  return sql`case ${word} ${join(branches, ' ')} else 'UNKNOWN' end`;
}

import sql, { join, raw, type Sql } from 'sql-template-tag';
import { STAGE } from './stage.ts';
import { isFinal, isFinalSql } from './status.ts';

/** Who could have prevented an end. */
export const FAULTS = ['NONE', 'USER', 'PLATFORM', 'BOT', 'UNKNOWN'] as const;
export type Fault = (typeof FAULTS)[number];

/**
 * Whose fault each completion reason is. The table to edit when the bots learn a new word: past
 * meetings are judged by it as well, because nothing of it is stored.
 *
 * NONE      it ended as it should
 * USER      people: whoever asked for the bot, or was to let it in
 * PLATFORM  the meeting service
 * BOT       the bot, or what it runs on
 */
const BY_REASON: Readonly<Record<string, Fault>> = {
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
const BY_STAGE: Readonly<Record<string, Fault>> = {
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
  if (reason !== null) return BY_REASON[reason] ?? 'UNKNOWN';
  return status === 'completed' ? 'NONE' : (BY_STAGE[stage ?? ''] ?? 'UNKNOWN');
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

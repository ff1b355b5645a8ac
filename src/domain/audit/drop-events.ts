import sql from 'sql-template-tag';
import type { Clock } from '../../core/clock.ts';
import type { Rows } from '../../data/database.ts';
import { AUDIT_LOG } from '../../security/audit/account.ts';
import { readHead } from '../../security/audit/head.ts';
import { auditEventSql } from '../../security/audit/log.ts';
import type { Vault } from '../../security/vault/data-keys.ts';
import { EVENT_HELD } from '../legal-holds/held.ts';
import {
  type DroppedPrefix,
  hashedPositionOf,
  NOTHING_DROPPED,
  placesText,
  readPrefix,
} from './dropped-prefix.ts';
import type { Sealed } from './findings.ts';
import { type Link, soundBeginning } from './sound-beginning.ts';
import { hashState, sealedColumns } from './walk.ts';

const MOST_AT_ONCE = 1_000;

export type OldEvents = {
  readonly before: Date;
  /** Events up to this place were looked at; null for none. */
  readonly after: bigint | null;
  /** Whether they are counted only: then nothing says yet that more of the beginning was looked at. */
  readonly isCount: boolean;
};

export type DueEvents = {
  readonly prefix: DroppedPrefix;
  /** Through which place the log has been looked at by now. */
  readonly through: bigint;
  readonly due: readonly Sealed[];
  readonly held: readonly Sealed[];
  /** The last event of the longer beginning, dropped or held; null where it stays as long as it was. */
  readonly last: Sealed | null;
  readonly open: readonly string[];
};

/**
 * The next events of the log's beginning that are older than a date, and those that a hold has kept there. Only
 * what is as it was sealed: at the first event that is not, or that is missing, the beginning ends, and
 * `audit verify` names it. @returns null where nothing is left to look at
 */
export async function dueEvents(
  rows: Rows,
  vault: Vault,
  { before, after, isCount }: OldEvents,
): Promise<DueEvents | null> {
  const head = await readHead(rows, vault);
  if (head?.isProven !== true) return null;
  const prefix = (await readPrefix(rows, vault)) ?? NOTHING_DROPPED;
  const looked = after ?? 0n;
  // Whoever can write to the database can write how far a run has come. What is sealed says how far the
  // beginning is known: no event behind it is passed over.
  const from = isCount || looked < prefix.through ? looked : prefix.through;
  const page = await rows<Sealed & { readonly isOld: boolean; readonly isHeld: boolean }>(sql`
    select ${sealedColumns}, e.at < ${before} as "isOld", ${EVENT_HELD} as "isHeld" from audit_events e
    where e.position > ${from} and e.position < ${head.position} order by e.position limit ${MOST_AT_ONCE}`);
  const kept = page.filter((event) => event.position <= prefix.through);
  const later = page.filter((event) => event.position > prefix.through);
  const young = later.findIndex(({ isOld }) => !isOld);
  const { sound, open } = await soundBeginning(rows, vault, {
    link: await linkOf(rows, prefix, from),
    events: young === -1 ? later : later.slice(0, young),
  });
  const events = [...kept.filter((event) => hashState(vault, event) === 'SOUND'), ...sound];
  const through = [...kept, ...sound].at(-1)?.position;
  if (through === undefined) return null;
  return {
    prefix,
    through,
    due: events.filter(({ isHeld }) => !isHeld),
    held: events.filter(({ isHeld }) => isHeld),
    last: sound.at(-1) ?? null,
    open,
  };
}

/** What the next event follows: one that a hold keeps, or the last one of the beginning that is gone. */
async function linkOf(rows: Rows, prefix: DroppedPrefix, from: bigint): Promise<Link> {
  if (from <= prefix.through) return { position: prefix.through, hash: prefix.hash };
  const [event] = await rows<Pick<Sealed, 'hash'>>(
    sql`select e.hash from audit_events e where e.position = ${from}`,
  );
  return { position: from, hash: Buffer.from(event?.hash ?? []).toString('hex') };
}

type Step = { readonly rows: Rows; readonly clock: Clock };

/**
 * Drops these events. An event of its own says through which place the beginning is gone, with the hash that
 * the next event links to, and which events stay there: it takes the place of all such events before it. Those
 * that it names are the ones that earlier ones named and those that a hold has kept now, whatever is in the
 * database: one that somebody removes is missed for good.
 * @returns whether it left that event
 */
export async function dropEvents(
  { rows, clock }: Step,
  { prefix, due, held, last, open }: DueEvents,
): Promise<boolean> {
  if (due.length === 0 && last === null) return false;
  const gone = new Set(due.map(({ position }) => position));
  const kept = [
    ...prefix.kept.filter(({ position }) => !gone.has(position)),
    ...held.filter(({ position }) => position > prefix.through).map(hashedPositionOf),
  ];
  const after = {
    through: Number(last?.position ?? prefix.through),
    hash: last === null ? prefix.hash : Buffer.from(last.hash).toString('hex'),
    events: due.length,
    eventsInAll: prefix.events + due.length,
    keptEvents: kept.length,
    open,
  };
  const dropped = await rows(sql`
    with gone as (
      delete from audit_events e
      using unnest(${due.map(({ id }) => id)}::bigint[], ${due.map((event) => event.hash)}::bytea[]) as s(id, hash)
      where e.id = s.id and e.hash = s.hash returning e.at),
    total as (select max(at) as until from gone having count(*) = ${due.length}::int)
    ${auditEventSql({ clock }, AUDIT_LOG, {
      action: 'EVENTS_DROPPED',
      target: null,
      rows: sql`total`,
      isOne: true,
      id: sql`null::bigint`,
      before: sql`${JSON.stringify({ places: placesText(kept) })}::jsonb`,
      after: sql`${JSON.stringify(after)}::jsonb || jsonb_build_object('until', total.until)`,
    })}`);
  // Somebody else changes the log at the same time: nothing of this transaction is to stay.
  if (dropped.length === 0) throw new Error('events were changed while they were dropped');
  return true;
}

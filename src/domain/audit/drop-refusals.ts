import sql from 'sql-template-tag';
import { type Clock, daysAgoSql } from '../../core/clock.ts';
import type { PlainDatabase, Rows } from '../../data/database.ts';
import { AUDIT_LOG } from '../../security/audit/account.ts';
import { readHead } from '../../security/audit/head.ts';
import { auditEventSql } from '../../security/audit/log.ts';
import type { Vault } from '../../security/vault/data-keys.ts';
import { EVENT_HELD, seeHolds } from '../legal-holds/held.ts';
import { NOTHING_DROPPED, readPrefix } from './dropped-prefix.ts';
import type { Sealed } from './findings.ts';
import { tryLockSealed } from './sealed-lock.ts';
import { hashState, sealedColumns } from './walk.ts';

type Options = {
  /** It signs what is written. */
  readonly db: PlainDatabase;
  readonly vault: Vault;
  readonly clock: Clock;
  /** 0 keeps all. */
  readonly days: number;
};

const MOST_AT_ONCE = 500;
/** The rest waits for the next time: other work of the background does, too. */
const MOST_BATCHES = 20;

/**
 * Drops refused requests that are older than so many days, a few at a time. Each batch leaves an event
 * that says how many there were and in which places of the chain: a place that no such event names, and
 * that has no event, is missed. What is not as it was sealed stays for `audit verify` to be named.
 */
export async function dropRefusals({ db, ...options }: Options): Promise<void> {
  if (options.days === 0) return;
  let after: Place | null = { id: 0n, at: new Date(0) };
  for (let batch = 0; batch < MOST_BATCHES && after !== null; batch += 1) {
    const from: Place = after;
    after = await db.transaction((rows) => dropSome(rows, options, from));
  }
}

type Place = Pick<Sealed, 'id' | 'at'>;

/** @returns the last one that was looked at; null when none is left, or somebody else changes the log */
async function dropSome(
  rows: Rows,
  { vault, clock, days }: Omit<Options, 'db'>,
  after: Place,
): Promise<Place | null> {
  await seeHolds(rows);
  if (!(await tryLockSealed(rows))) return null;
  const head = await readHead(rows, vault);
  if (head?.isProven !== true) return null;
  // What a hold had kept of the beginning of the log goes with other old events: one event names all of it.
  const { through } = (await readPrefix(rows, vault)) ?? NOTHING_DROPPED;
  const old = await rows<Sealed>(sql`
    select ${sealedColumns} from audit_events e
    where e.action = 'REQUEST_REFUSED' and e.at < ${daysAgoSql(clock, days)}
      and (e.at, e.id) > (${after.at}, ${after.id}) and e.position > ${through}
      and e.position < ${head.position} and not ${EVENT_HELD}
    order by e.at, e.id limit ${MOST_AT_ONCE}`);
  const sound = old.filter((event) => hashState(vault, event) === 'SOUND');
  if (sound.length > 0) await drop(rows, clock, sound);
  return old.at(-1) ?? null;
}

async function drop(rows: Rows, clock: Clock, events: readonly Sealed[]): Promise<void> {
  const ids = events.map(({ id }) => id);
  const hashes = events.map(({ hash }) => hash);
  await rows(sql`
    with gone as (
      delete from audit_events e using unnest(${ids}::bigint[], ${hashes}::bytea[]) as s(id, hash)
      where e.id = s.id and e.hash = s.hash
      returning e.position, e.hash, e.at,
        case when e.after ->> 'times' ~ '^[0-9]{1,15}$' then (e.after ->> 'times')::bigint else 1 end as times),
    total as (
      select count(*) as events, sum(times) as requests, min(position) as first, max(position) as last,
        min(at) as since, max(at) as until,
        string_agg(position || ':' || encode(substring(hash for 4), 'hex'), ' ' order by position) as places
      from gone having count(*) > 0)
    ${auditEventSql({ clock }, AUDIT_LOG, {
      action: 'REFUSALS_DROPPED',
      target: null,
      rows: sql`total`,
      id: sql`null::bigint`,
      before: sql`jsonb_build_object('places', total.places)`,
      after: sql`jsonb_build_object('events', total.events, 'requests', total.requests,
        'firstPosition', total.first, 'lastPosition', total.last, 'since', total.since, 'until', total.until)`,
    })}`);
}

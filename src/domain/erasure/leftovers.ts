import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import type { PlainDatabase, Rows } from '../../data/database.ts';
import { readNow } from '../../data/sql/now.ts';
import { tryLockSealed } from '../audit/sealed-lock.ts';
import { eraseEvents } from './events.ts';
import { type ErasedPerson, readPerson } from './person.ts';
import { eraseKeys, eraseLateWords, eraseMeetings, NOTHING } from './rows.ts';
import { lastPosition } from './sealed-events.ts';

type Parts = Pick<App, 'vault' | 'clock' | 'sealer'> & { readonly db: PlainDatabase };

const DAY_MS = 86_400_000;
/** No request takes as long. */
const SOON_MS = 300_000;

type Leftover = {
  readonly userId: bigint;
  /** The place of the event that proves the erasure; 0 where retention has dropped it. */
  readonly after: bigint;
  readonly isSoon: boolean;
  readonly hasEvents: boolean;
  readonly hasRows: boolean;
};

/**
 * Erases what other processes wrote while or after a user was erased: requests that they had refused,
 * segments, a meeting or a key that was being created. For a day, which none of them takes.
 */
export async function eraseLeftovers({ db, vault, clock, sealer }: Parts): Promise<void> {
  const now = (clock() ?? (await readNow(db.rows))).getTime();
  const since = new Date(now - DAY_MS);
  const erased = await db.rows<{ readonly userId: bigint }>(
    sql`select x.user_id as "userId" from erasures x where x.erased_at >= ${since}`,
  );
  if (erased.length === 0) return;
  for (const { userId, after, isSoon, hasEvents, hasRows } of await findLeftovers(db.rows, now))
    await db.transaction(async (rows) => {
      if (isSoon) await eraseLateWords(rows, userId);
      // During another erasure, which may take minutes, this waits for the next time.
      if (!(hasEvents || hasRows) || !(await tryLockSealed(rows))) return;
      const through = await lastPosition(rows);
      const known = await readPerson(rows, vault, userId, { after, through });
      if (hasRows) {
        await eraseMeetings(rows, userId, { ...NOTHING });
        await eraseKeys(rows, userId, { ...NOTHING });
      }
      await sealer.sealWithin(rows);
      const person = { ...known, addresses: [], names: [] };
      const ids = await findLateEvents(rows, person, since);
      await eraseEvents(rows, vault, { person, ids });
    });
}

/**
 * The events of a day are read once, however many users were erased. An erasure without an event, which a restore
 * noted, is of somebody who was never here.
 */
function findLeftovers(rows: Rows, now: number): Promise<Leftover[]> {
  const since = new Date(now - DAY_MS);
  return rows<Leftover>(sql`
    with late as materialized (
      select distinct x.user_id from audit_events e join erasures x on x.user_id = e.actor_user_id
      where e.at >= ${since} and x.erased_at >= ${since}
        and (e.actor_name <> x.pseudonym or e.ip <> x.pseudonym or e.request_id <> x.pseudonym))
    select x.user_id as "userId", coalesce((select e.position from audit_events e where e.id = x.event_id), 0) as after,
      x.erased_at >= ${new Date(now - SOON_MS)} as "isSoon",
      x.user_id in (select l.user_id from late l) as "hasEvents",
      exists (select from meetings m where m.user_id = x.user_id and m.native_meeting_id is not null)
      or exists (select from api_tokens t where t.user_id = x.user_id) as "hasRows"
    from erasures x where x.erased_at >= ${since} and x.event_id > 0`);
}

async function findLateEvents(
  rows: Rows,
  { userId, tokenIds }: Pick<ErasedPerson, 'userId' | 'tokenIds'>,
  since: Date,
): Promise<bigint[]> {
  const found = await rows<{ readonly id: bigint }>(sql`
    select e.id from audit_events e where e.at >= ${since} and (e.actor_user_id = ${userId}
      or (e.target_type = 'User' and e.target_id = ${userId})
      or (e.target_type = 'ApiToken' and e.target_id = any(${tokenIds}::bigint[])))`);
  return found.map(({ id }) => id);
}

import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import type { PlainDatabase } from '../../data/database.ts';
import { readNow } from '../../data/sql/now.ts';
import { eraseEvents, findEventsOf } from './events.ts';
import { readPerson } from './person.ts';
import { eraseKeys, eraseLateWords, eraseMeetings, NOTHING } from './rows.ts';

type Parts = Pick<App, 'vault' | 'clock' | 'sealer'> & { readonly db: PlainDatabase };

const DAY_MS = 86_400_000;
/** No request takes as long. */
const SOON_MS = 300_000;

type Leftover = {
  readonly userId: bigint;
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
  const found = await db.rows<Leftover>(sql`
    select x.user_id as "userId", x.erased_at >= ${new Date(now - SOON_MS)} as "isSoon",
      exists (select from audit_events e where e.at >= ${since} and e.actor_user_id = x.user_id
        and (e.actor_name <> x.pseudonym or e.ip <> x.pseudonym or e.request_id <> x.pseudonym)) as "hasEvents",
      exists (select from meetings m where m.user_id = x.user_id and m.native_meeting_id is not null)
      or exists (select from api_tokens t where t.user_id = x.user_id) as "hasRows"
    from erasures x where x.erased_at >= ${since}`);
  for (const { userId, isSoon, hasEvents, hasRows } of found)
    await db.transaction(async (rows) => {
      if (isSoon) await eraseLateWords(rows, userId);
      if (!hasEvents && !hasRows) return;
      const { pseudonym, tokenIds } = await readPerson(rows, vault, userId);
      const person = { userId, pseudonym, tokenIds, addresses: [], names: [] };
      if (hasRows) {
        await eraseMeetings(rows, userId, { ...NOTHING });
        await eraseKeys(rows, userId, { ...NOTHING });
      }
      await sealer.sealWithin(rows);
      await eraseEvents(rows, vault, { person, ids: await findEventsOf(rows, person) });
    });
}

import sql from 'sql-template-tag';
import { StartError } from '../../../core/start-error.ts';
import type { Id } from '../source/batches.ts';
import type { LedgerEntry } from '../stage/ledger.ts';
import type { ImportContext } from '../stage/stage.ts';
import type { ForeignUser } from './users.ts';

// A database that was restored from an older backup gives the numbers of rows that were lost to new
// rows. A user of another address who was created at another time is another person than the one
// that was imported under this number.

type Entries = ReadonlyMap<Id, LedgerEntry>;

const MOST_NAMED = 10;

/** @throws StartError where a number belongs to another person there by now */
export async function requireSamePersons(
  { rows }: ImportContext,
  users: readonly ForeignUser[],
  entries: Entries,
): Promise<void> {
  const known = users.flatMap(({ id, email, createdAt }) => {
    const entry = entries.get(id);
    return entry === undefined ? [] : [{ id, localId: entry.localId, email, createdAt }];
  });
  if (known.length === 0) return;
  const others = await rows<{ readonly id: Id; readonly was: string; readonly is: string }>(sql`
    select x.id::text as id, u.email as was, x.email as is
    from json_to_recordset(${JSON.stringify(known)}::json)
        as x(id bigint, "localId" bigint, email text, "createdAt" timestamptz(3))
      join users u on u.id = x."localId"
    where u.created_at <> x."createdAt"
      and folded_address(x.email) collate "C" not in (u.email_folded, folded_address(coalesce(u.data ->> 'imported_email', u.email)) collate "C")
    order by x.id`);
  if (others.length === 0) return;
  const named = others.slice(0, MOST_NAMED).map(({ id, was, is }) => `${id} (${is}; was ${was})`);
  throw new StartError(
    `The import stopped: users ${named.join(', ')} of the source are other people than those that were imported under these numbers: their addresses and their dates of creation differ. The source was probably restored from an older backup, or is another database. Import it into a new installation, or with another --name and --renumber.`,
  );
}

import sql from 'sql-template-tag';
import type { Rows } from '../../../data/database.ts';
import { erasedSql } from '../../users/erased.ts';
import type { Id } from '../source/batches.ts';
import { findEntries, type LedgerEntry } from './ledger.ts';
import type { ImportContext } from './stage.ts';

/**
 * Users here by their number there. Once Vexa's admin API is switched off, users are created here
 * only: Vexa's meetings then name them by a number beyond those that the source had given before.
 * Whoever came from another source has a number of that one.
 */
export async function ownersByNumber(
  { rows, ledger }: ImportContext,
  numbers: readonly Id[],
): Promise<ReadonlyMap<Id, { readonly localId: Id }>> {
  const entries = await withoutErased(rows, await findEntries(rows, ledger, 'user', numbers));
  const missing = numbers.filter((id) => !entries.has(id));
  if (missing.length === 0) return entries;
  const created = await rows<{ readonly id: Id }>(sql`
    select p.id::text as id from ${ledger.people} p
    where p.id = any (${missing}::bigint[]) and p.id > (
      select r.local_id from ${ledger.entries} r
      where r.source_id = ${ledger.sourceId} and r.kind = 'reserved' and r.foreign_id = 0)
      and not ${erasedSql(sql`p.id`)}
      and not exists (
        select from import_sources s
          join imported_rows r on r.source_id = s.id and r.kind = 'user' and r.local_id = p.id
        where not exists (select from imported_rows o
          where o.source_id = s.id and o.kind = 'merged' and o.foreign_id = r.foreign_id))`);
  return new Map([...entries, ...created.map(({ id }) => [id, { localId: id }] as const)]);
}

/** Nothing comes for a user who was erased here. */
async function withoutErased(
  rows: Rows,
  entries: ReadonlyMap<Id, LedgerEntry>,
): Promise<ReadonlyMap<Id, LedgerEntry>> {
  const ids = [...entries.values()].map(({ localId }) => localId);
  if (ids.length === 0) return entries;
  const found = await rows<{ readonly id: Id }>(sql`
    select i.id::text as id from unnest(${ids}::bigint[]) i(id) where ${erasedSql(sql`i.id`)}`);
  const erased = new Set(found.map(({ id }) => id));
  return new Map([...entries].filter(([, { localId }]) => !erased.has(localId)));
}

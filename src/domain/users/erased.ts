import sql, { type Sql } from 'sql-template-tag';
import type { Rows } from '../../data/database.ts';
import type { Vault } from '../../security/vault/data-keys.ts';
import { keyedDigests } from '../../security/vault/keyed-digests.ts';

/** Whether the user with this number was erased: its row stays, and nothing is added to it. */
export function erasedSql(userId: Sql): Sql {
  return sql`exists (select from erasures x where x.user_id = ${userId})`;
}

/** Held by an erasure, and shared by each batch of an import. */
const LOCK = 7_270_736_915;

/** Lets no batch of an import run beside an erasure: each sees which users are erased. */
export async function awaitImports(rows: Rows): Promise<void> {
  await rows(sql`select pg_advisory_xact_lock(${LOCK})`);
}

/** The first statement of a batch of an import: it waits for an erasure under way. */
export async function awaitErasures(rows: Rows): Promise<void> {
  await rows(sql`select pg_advisory_xact_lock_shared(${LOCK})`);
}

type Digests = (addresses: readonly string[]) => Uint8Array<ArrayBuffer>[];

/** Of folded addresses: what is kept of those of erased users. */
export function addressDigests(vault: Pick<Vault, 'keyFor'>): Digests {
  const { of } = keyedDigests(vault, 'latchkey erased addresses');
  return (addresses) => addresses.map((address) => of(Buffer.from(address)));
}

/** Which of these addresses, in the order in which they were given, an erased user had. */
export async function areErased(
  rows: Rows,
  vault: Pick<Vault, 'keyFor'>,
  addresses: readonly string[],
): Promise<readonly boolean[]> {
  if (addresses.length === 0) return [];
  const folded = await rows<{ readonly text: string }>(sql`
    select folded_address(a.text) as text from unnest(${addresses}::text[]) with ordinality a(text, place)
    order by a.place`);
  const digests = addressDigests(vault)(folded.map(({ text }) => text));
  const found = await rows<{ readonly isErased: boolean }>(sql`
    select exists (select from erased_addresses e where e.digest = a.digest) as "isErased"
    from unnest(${digests}::bytea[]) with ordinality a(digest, place) order by a.place`);
  return found.map(({ isErased }) => isErased);
}

/**
 * Which of these numbers an erased user had who is not in this database: it was created after the backup that was
 * restored here.
 */
export async function erasedNumbers(
  rows: Rows,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const found = await rows<{ readonly id: string }>(sql`
    select x.user_id::text as id from erasures x where x.user_id = any(${ids}::bigint[])
      and not exists (select from users u where u.id = x.user_id)`);
  return new Set(found.map(({ id }) => id));
}

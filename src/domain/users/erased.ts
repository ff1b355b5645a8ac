import { setTimeout as pause } from 'node:timers/promises';
import sql, { type Sql } from 'sql-template-tag';
import { normalAddress } from '../../core/input/email-address.ts';
import { StartError } from '../../core/start-error.ts';
import type { Rows } from '../../data/database.ts';
import { isCancelled } from '../../data/errors.ts';
import type { Vault } from '../../security/vault/data-keys.ts';
import { keyedDigests } from '../../security/vault/keyed-digests.ts';

/** Whether the user with this number was erased: its row stays, and nothing is added to it. */
export function erasedSql(userId: Sql): Sql {
  return sql`exists (select from erasures x where x.user_id = ${userId})`;
}

/** Held by an erasure, and shared by each batch of an import. */
const LOCK = 7_270_736_915;

/** A batch of an import may take longer than a statement of a request. */
const IMPORTS_MS = 60_000;

/** Lets no batch of an import run beside an erasure: each sees which users are erased. */
export async function awaitImports(rows: Rows): Promise<void> {
  const begun = performance.now();
  for (;;) {
    await rows(sql`savepoint imports`);
    try {
      await rows(sql`select pg_advisory_xact_lock(${LOCK})`);
      await rows(sql`release savepoint imports`);
      return;
    } catch (error) {
      if (!isCancelled(error) || performance.now() - begun > IMPORTS_MS) throw error;
      await rows(sql`rollback to savepoint imports`);
    }
  }
}

const PAUSE_MS = 200;
const STOPPED =
  'The import was stopped while it waited for the erasure of a user. The next one continues it.';

/** Nothing of the work was done. */
export class StoppedError extends StartError {}

/**
 * Does a batch of an import in a transaction, once no erasure is under way, which may take minutes. No statement
 * waits for it: that would take too long, and others would wait for what the batch has locked.
 * @throws StoppedError where it is told to stop before that
 */
export async function outsideErasures<Result>(
  inTransaction: <Done>(work: (rows: Rows) => Promise<Done>) => Promise<Done>,
  work: (rows: Rows) => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  for (;;) {
    const done = await inTransaction(async (rows) =>
      (await tryOutsideErasures(rows)) ? { result: await work(rows) } : null,
    );
    if (done !== null) return done.result;
    if (signal?.aborted) throw new StoppedError(STOPPED);
    await pause(PAUSE_MS);
  }
}

async function tryOutsideErasures(rows: Rows): Promise<boolean> {
  const [lock] = await rows<{ readonly free: boolean }>(
    sql`select pg_try_advisory_xact_lock_shared(${LOCK}) as free`,
  );
  return lock?.free === true;
}

type Digests = (addresses: readonly string[]) => Uint8Array<ArrayBuffer>[];

/** Of folded addresses: what is kept of those of erased users. */
export function addressDigests(vault: Pick<Vault, 'keyFor'>): Digests {
  const { of } = keyedDigests(vault, 'latchkey erased addresses');
  return (addresses) => addresses.map((address) => of(Buffer.from(address)));
}

/** The last user who was erased and had this address. */
export async function findErasedUser(
  rows: Rows,
  vault: Pick<Vault, 'keyFor'>,
  address: string,
): Promise<bigint | null> {
  const [folded] = await rows<{ readonly text: string }>(
    sql`select folded_address(${normalAddress(address)}) as text`,
  );
  const [digest] = addressDigests(vault)([folded?.text ?? '']);
  const [erased] = await rows<{ readonly userId: bigint }>(
    sql`select a.user_id as "userId" from erased_addresses a where a.digest = ${digest}`,
  );
  return erased?.userId ?? null;
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

import { setTimeout as pause } from 'node:timers/promises';
import sql from 'sql-template-tag';
import type { Rows } from '../../data/database.ts';

/** Held by whoever changes or drops sealed events. Nobody who writes or seals events waits for it. */
const LOCK = 7_270_736_916;

const ATTEMPTS = 5;
const PAUSE_MS = 200;

/**
 * Keeps others who change or drop sealed events away until the transaction is over, without waiting for them.
 * @returns false where somebody else has the lock, for minutes perhaps
 */
export async function tryLockSealed(rows: Rows): Promise<boolean> {
  const [lock] = await rows<{ readonly free: boolean }>(
    sql`select pg_try_advisory_xact_lock(${LOCK}) as free`,
  );
  return lock?.free === true;
}

/** The same for a request: it waits for a second at most, which is enough for a step of work in the background. */
export async function lockSealedSoon(rows: Rows): Promise<boolean> {
  for (let attempt = 1; attempt < ATTEMPTS; attempt += 1) {
    if (await tryLockSealed(rows)) return true;
    await pause(PAUSE_MS);
  }
  return await tryLockSealed(rows);
}

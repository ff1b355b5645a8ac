import sql from 'sql-template-tag';
import type { Clock } from '../../core/clock.ts';
import type { PlainDatabase } from '../../data/database.ts';
import type { Vault } from '../vault/data-keys.ts';
import { AUDIT_LOG } from './account.ts';
import { isCheckpointProven, readCheckpoints, type StoredCheckpoint } from './checkpoint.ts';
import { auditEventSql } from './log.ts';

/** A process is heard of once a minute at least. */
const DEAD_SECONDS = 600;
const KEPT_SECONDS = 30 * 86_400;

type Options = {
  readonly db: PlainDatabase;
  readonly vault: Vault;
  readonly clock: Clock;
  /** This process. */
  readonly id: string;
};

/**
 * Leaves an event for each process that ended without saying so, and forgets those that ended in
 * order, once nobody needs to know any more.
 */
export async function forgetEndedWriters({ db, vault, clock, id }: Options): Promise<void> {
  const stored = await readCheckpoints(db.rows);
  for (const checkpoint of stored) {
    const { isClosed, silence } = checkpoint;
    if (checkpoint.id === id || silence < DEAD_SECONDS) continue;
    const isSound = isCheckpointProven(vault, checkpoint);
    if (!isClosed || !isSound) await reportEnd({ db, clock }, { checkpoint, isSound });
    else if (silence > KEPT_SECONDS)
      await db.rows(
        sql`delete from audit_writers where id = ${checkpoint.id}::uuid and mac = ${checkpoint.mac}`,
      );
  }
}

type Ended = { readonly checkpoint: StoredCheckpoint; readonly isSound: boolean };

async function reportEnd(
  { db, clock }: Pick<Options, 'db' | 'clock'>,
  { checkpoint, isSound }: Ended,
): Promise<void> {
  const { id, mac, through } = checkpoint;
  await db.rows(sql`
    with gone as (
      delete from audit_writers where id = ${id}::uuid and mac = ${mac} returning id, seen_at)
    ${auditEventSql({ clock }, AUDIT_LOG, {
      action: isSound ? 'WRITER_ENDED' : 'CHECKPOINT_ALTERED',
      target: null,
      rows: sql`gone`,
      id: sql`null::bigint`,
      after: sql`jsonb_build_object('writer', gone.id, 'accountedThrough', ${isSound ? String(through) : null}::bigint,
        'lastSeenAt', gone.seen_at)`,
    })}`);
}

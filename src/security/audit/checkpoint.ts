import sql from 'sql-template-tag';
import type { Rows } from '../../data/database.ts';
import type { Vault } from '../vault/data-keys.ts';

/** How far what a process wrote is accounted for: what it says of itself, about once a second. */
export type Checkpoint = {
  readonly id: string;
  /** Each of its statements up to this one wrote nothing, or its events are in the sealed chain. */
  readonly through: bigint;
  readonly at: Date;
  /** It ended in order. */
  readonly isClosed: boolean;
};

export type StoredCheckpoint = Checkpoint & {
  readonly keyId: number;
  readonly mac: Uint8Array;
  /** Seconds since it was heard of last. */
  readonly silence: number;
};

const textOf = ({ id, through, at, isClosed }: Checkpoint) =>
  JSON.stringify([id, String(through), at.toISOString(), isClosed]);

export function checkpointMac(vault: Vault, checkpoint: Checkpoint): Uint8Array {
  const mac = vault.mac(vault.keyId, 'writer', textOf(checkpoint));
  if (mac === null) throw new Error('the key in use is not open');
  return mac;
}

/** Whether this installation wrote it; one whose key is lost cannot be told. */
export function isCheckpointProven(vault: Vault, stored: StoredCheckpoint): boolean {
  if (!Number.isFinite(Number(stored.at))) return false;
  const expected = vault.mac(stored.keyId, 'writer', textOf(stored));
  return expected !== null && Buffer.compare(expected, stored.mac) === 0;
}

/** @returns false when what stands there is not what this process wrote last */
export async function updateCheckpoint(
  rows: Rows,
  vault: Vault,
  { checkpoint, known }: { checkpoint: Checkpoint; known: readonly Uint8Array[] },
): Promise<boolean> {
  const { id, through, at, isClosed } = checkpoint;
  const updated = await rows(sql`
    update audit_writers set through = ${through}::bigint, at = ${at}, is_closed = ${isClosed},
      key_id = ${vault.keyId}::smallint, mac = ${checkpointMac(vault, checkpoint)}, seen_at = now()
    where id = ${id}::uuid and mac = any(${known}::bytea[])
    returning id`);
  return updated.length > 0;
}

/** Whatever stood there before. */
export async function putCheckpoint(
  rows: Rows,
  vault: Vault,
  checkpoint: Checkpoint,
): Promise<void> {
  const { id, through, at, isClosed } = checkpoint;
  await rows(sql`
    insert into audit_writers (id, through, at, is_closed, key_id, mac)
    values (${id}::uuid, ${through}::bigint, ${at}, ${isClosed}, ${vault.keyId}::smallint,
      ${checkpointMac(vault, checkpoint)})
    on conflict (id) do update set through = excluded.through, at = excluded.at,
      is_closed = excluded.is_closed, key_id = excluded.key_id, mac = excluded.mac, seen_at = now()`);
}

export function readCheckpoints(rows: Rows): Promise<StoredCheckpoint[]> {
  return rows<StoredCheckpoint>(sql`
    select w.id::text as id, w.through, w.at, w.is_closed as "isClosed", w.key_id as "keyId", w.mac,
      extract(epoch from now() - w.seen_at)::float8 as silence
    from audit_writers w order by w.seen_at`);
}

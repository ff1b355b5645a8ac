import sql from 'sql-template-tag';
import type { PlainDatabase, Rows } from '../database/database.ts';
import type { Vault } from '../vault/data-keys.ts';

/** A place in the chain, and the hash of the event in it. */
export type End = { readonly position: bigint; readonly hash: Uint8Array };

/** The end of the chain as the database has it. */
export type StoredEnd = End & {
  /** Whether this installation wrote it: whoever has the database alone cannot. */
  readonly isProven: boolean;
};

export const START: End = { position: 0n, hash: new Uint8Array() };

type Row = End & { readonly keyId: number | null; readonly mac: Uint8Array | null };

/** @returns null when there is none, which a running service never leaves behind */
export async function readHead(rows: Rows, vault: Vault): Promise<StoredEnd | null> {
  const [head] = await rows<Row>(
    sql`select position, hash, key_id as "keyId", mac from audit_heads where id = 1`,
  );
  if (head === undefined) return null;
  const { position, hash, keyId, mac } = head;
  const expected = keyId === null ? null : vault.mac(keyId, 'head', textOf(head));
  return {
    position,
    hash,
    isProven: expected !== null && mac !== null && Buffer.compare(expected, mac) === 0,
  };
}

export async function writeHead(rows: Rows, vault: Vault, end: End): Promise<void> {
  const mac = vault.mac(vault.keyId, 'head', textOf(end));
  await rows(sql`
    insert into audit_heads (id, position, hash, key_id, mac)
    values (1, ${end.position}, ${end.hash}, ${vault.keyId}::smallint, ${mac})
    on conflict (id) do update set position = excluded.position, hash = excluded.hash,
      key_id = excluded.key_id, mac = excluded.mac`);
}

/**
 * Proves the end that is there: once for each data key, while it is new. Of a database from before
 * ends were proven, that is the end that it has; of a fresh one, the start. From then on an end
 * without proof, or none, is never taken for one: it would let anybody write the trail anew.
 */
export async function proveFirstHead(db: PlainDatabase, vault: Vault): Promise<void> {
  await db.transaction(async (rows) => {
    if (!(await vault.settle(rows))) return;
    await writeHead(rows, vault, (await readHead(rows, vault)) ?? START);
  });
}

function textOf({ position, hash }: End): string {
  return JSON.stringify([String(position), Buffer.from(hash).toString('hex')]);
}

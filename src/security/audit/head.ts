import sql from 'sql-template-tag';
import type { Rows } from '../../data/database.ts';
import type { Vault } from '../vault/data-keys.ts';

/** Whoever holds it writes the end of the chain. */
export const CHAIN_LOCK = 7_270_736_910;

/** A place in the chain, and the hash of the event in it. */
export type ChainHead = { readonly position: bigint; readonly hash: Uint8Array };

/** The end of the chain as the database has it. */
export type StoredHead = ChainHead & {
  /** Whether this installation wrote it: whoever has the database alone cannot. */
  readonly isProven: boolean;
};

export const EMPTY_HEAD: ChainHead = { position: 0n, hash: new Uint8Array() };

type Row = ChainHead & { readonly keyId: number | null; readonly mac: Uint8Array | null };

/** @returns null when there is none, which a running service never leaves behind */
export async function readHead(rows: Rows, vault: Vault): Promise<StoredHead | null> {
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

export async function writeHead(rows: Rows, vault: Vault, head: ChainHead): Promise<void> {
  const mac = vault.mac(vault.keyId, 'head', textOf(head));
  await rows(sql`
    insert into audit_heads (id, position, hash, key_id, mac)
    values (1, ${head.position}, ${head.hash}, ${vault.keyId}::smallint, ${mac})
    on conflict (id) do update set position = excluded.position, hash = excluded.hash,
      key_id = excluded.key_id, mac = excluded.mac`);
}

function textOf({ position, hash }: ChainHead): string {
  return JSON.stringify([String(position), Buffer.from(hash).toString('hex')]);
}

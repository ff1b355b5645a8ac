import sql from 'sql-template-tag';
import type { PlainDatabase, Rows } from '../../data/database.ts';
import type { Vault } from '../vault/data-keys.ts';
import { chainAll } from './chain.ts';
import { CHAIN_LOCK, EMPTY_HEAD, readHead, writeHead } from './head.ts';

/** Up to which place of the chain events without a signature are accepted. */
export type Mark = { readonly position: bigint; readonly isProven: boolean };

type Row = { readonly position: bigint; readonly keyId: number; readonly mac: Uint8Array };

/** @returns null when there is none, which a running service never leaves behind */
export async function readMark(rows: Rows, vault: Vault): Promise<Mark | null> {
  const [row] = await rows<Row>(
    sql`select position, key_id as "keyId", mac from audit_marks where id = 1`,
  );
  if (row === undefined) return null;
  const expected = vault.mac(row.keyId, 'mark', String(row.position));
  const isProven = expected !== null && Buffer.compare(expected, row.mac) === 0;
  return { position: row.position, isProven };
}

export async function writeMark(rows: Rows, vault: Vault, position: bigint): Promise<void> {
  const mac = vault.mac(vault.keyId, 'mark', String(position));
  await rows(sql`
    insert into audit_marks (id, position, key_id, mac)
    values (1, ${position}, ${vault.keyId}::smallint, ${mac})
    on conflict (id) do update set position = excluded.position, key_id = excluded.key_id, mac = excluded.mac`);
}

/**
 * Proves the end that is there, and marks up to where events are taken as they stand: once for each
 * data key, while it is new, and once when a database comes from before events were signed. From
 * then on an end without proof, or none, is never taken for one, nor an event without a signature:
 * it would let anybody write the log anew.
 */
export async function proveFirst(db: PlainDatabase, vault: Vault): Promise<void> {
  await db.transaction(async (rows) => {
    const isNewKey = await vault.settle(rows);
    // A start waits for nobody who seals, unless it has to.
    if (!isNewKey && !(await isUnmarked(rows))) return;
    await rows(sql`select pg_advisory_xact_lock(${CHAIN_LOCK})`);
    if (isNewKey) await writeHead(rows, vault, (await readHead(rows, vault)) ?? EMPTY_HEAD);
    else if (!(await isUnmarked(rows))) return;
    const head = await readHead(rows, vault);
    if (head === null) return;
    // Behind an end that is not proven nothing is sealed, and a person has to look at it.
    const end = head.isProven ? await chainAll(rows, vault, head) : head;
    await writeMark(rows, vault, end.position);
  });
}

/** Whether nothing was ever signed: a mark that somebody removed is not made anew. */
async function isUnmarked(rows: Rows): Promise<boolean> {
  const [found] = await rows<{ readonly is: boolean }>(sql`
    select not exists (select from audit_marks) and not exists (select from audit_writers)
      and not exists (select from audit_events where position is null and writer is not null)
      and (select e.writer from audit_events e where e.position is not null
        order by e.position desc limit 1) is null as is`);
  return found?.is === true;
}

import { createHmac, createSecretKey, type KeyObject, randomBytes } from 'node:crypto';
import sql from 'sql-template-tag';
import { StartError } from '../../core/start-error.ts';
import type { Rows } from '../../data/database.ts';
import { numberedBox } from './numbered-box.ts';
import type { Pepper, Peppers } from './pepper.ts';
import type { SecretBox } from './secret-box.ts';
import { derive, type Opened, unwrap, type Wrapped, wrap } from './wrapped-key.ts';

/** What the installation keeps under a key of its own, which outlives the pepper. */
export type Vault = {
  /** The number of the key in use. */
  readonly keyId: number;
  /** The numbers of all keys that are open, the newest first. */
  readonly keyIds: readonly number[];
  /** Seals with that one, and opens what any of them sealed. */
  readonly box: SecretBox;
  /** 32 bytes for another purpose. */
  readonly keyFor: (purpose: string) => Uint8Array<ArrayBuffer>;
  /** A keyed hash under one of the keys, this or an earlier one; null if that key is lost. */
  readonly mac: (keyId: number, use: Use, text: string) => Uint8Array<ArrayBuffer> | null;
  /**
   * Takes the key in use out of its first state, for good. To be called in a transaction.
   * @returns false when that was done before
   */
  readonly settle: (rows: Rows) => Promise<boolean>;
};

declare module '../../core/app.ts' {
  interface App {
    /** What has to outlive the pepper is kept under a key of the installation's own. */
    readonly vault: Vault;
  }
}

/** What a keyed hash is for: one for an event never passes for one of a head. */
const MAC_KEYS = {
  event: 'latchkey trail',
  head: 'latchkey trail head',
  statement: 'latchkey audit statement',
  writer: 'latchkey audit writer',
  mark: 'latchkey audit mark',
  erased: 'latchkey audit erased',
} as const;
type Use = keyof typeof MAC_KEYS;

type Options = {
  /** Make a new key when all others are lost with their pepper: what was sealed stays sealed. */
  readonly acceptLoss?: true | undefined;
};

/**
 * Opens the installation's data keys with the pepper, or makes the first one. A key under the old
 * pepper is wrapped again.
 * @throws StartError when there are keys, and no pepper for any of them: a second key would divide
 *   what processes with this pepper seal from what the others can check
 */
export async function openVault(
  rows: Rows,
  peppers: Peppers,
  { acceptLoss }: Options = {},
): Promise<Vault> {
  const known = await rows<Wrapped>(
    sql`select id, wrapped, pepper_id as "pepperId" from data_keys order by id`,
  );
  const opened = new Map<number, string>();
  for (const key of known) {
    const found = unwrap(key, peppers);
    if (found === null) continue;
    opened.set(key.id, found.text);
    if (key.pepperId !== peppers.current.id) await rewrap(rows, key, found, peppers.current);
  }
  const keyId = Math.max(...opened.keys());
  const master = opened.get(keyId);
  const settle = (within: Rows) => settleKey(within, keyId, peppers);
  if (master !== undefined) return { ...vaultOf(keyId, master, opened), settle };
  if (known.length > 0 && !acceptLoss) throw sealedElsewhere();

  await rows(sql`
    insert into data_keys (id, wrapped, pepper_id)
    select coalesce(max(k.id), 0) + 1, ${wrap(newKey(), peppers.current)}, ${peppers.current.id}::smallint
    from data_keys k where not exists (select from data_keys o where o.pepper_id = ${peppers.current.id})
    on conflict do nothing`);
  // Of processes that start at once, all take the one that is there now.
  return openVault(rows, peppers, { acceptLoss });
}

/** Whether everything that this database keeps sealed is sealed with peppers other than these. */
export async function isVaultLost(rows: Rows, pepperIds: readonly number[]): Promise<boolean> {
  const [keys] = await rows<{ readonly isLost: boolean }>(sql`
    select count(*) > 0 and bool_and(pepper_id <> all(${pepperIds}::int[])) as "isLost"
    from data_keys`);
  return keys?.isLost === true;
}

function sealedElsewhere(): StartError {
  return new StartError(
    'The secrets and the audit log in this database were sealed with another TOKEN_PEPPER. ' +
      'Set that one; during a change, set it in TOKEN_PEPPER_PREVIOUS; if it is permanently ' +
      'lost, discard what it sealed with `latchkey pepper forget`.',
  );
}

function newKey(): Opened {
  return { text: randomBytes(32).toString('hex'), isSettled: false };
}

async function rewrap(rows: Rows, key: Wrapped, opened: Opened, current: Pepper): Promise<void> {
  await rows(sql`
    update data_keys set wrapped = ${wrap(opened, current)}, pepper_id = ${current.id}::smallint
    where id = ${key.id} and pepper_id = ${key.pepperId} and wrapped = ${key.wrapped}`);
}

async function settleKey(rows: Rows, keyId: number, peppers: Peppers): Promise<boolean> {
  const [key] = await rows<Wrapped>(sql`
    select id, wrapped, pepper_id as "pepperId" from data_keys where id = ${keyId}::smallint for no key update`);
  const opened = key ? unwrap(key, peppers) : null;
  if (opened === null || opened.isSettled) return false;
  await rows(sql`
    update data_keys set wrapped = ${wrap({ ...opened, isSettled: true }, peppers.current)},
      pepper_id = ${peppers.current.id}::smallint
    where id = ${keyId}::smallint`);
  return true;
}

function vaultOf(
  keyId: number,
  master: string,
  opened: ReadonlyMap<number, string>,
): Omit<Vault, 'settle'> {
  const secretKeys = new Map(
    [...opened].map(([id, text]) => [id, derive(text, 'latchkey secrets')]),
  );
  return {
    keyId,
    keyIds: [...opened.keys()].sort((one, other) => other - one),
    box: numberedBox(secretKeys, keyId),
    keyFor: (purpose) => derive(master, purpose),
    mac: macsOf(opened),
  };
}

/** Hashes under the keys that these peppers open, of a database that nothing is written to. */
export function openMacs(keys: readonly Wrapped[], peppers: Peppers): Pick<Vault, 'mac'> {
  const opened = new Map<number, string>();
  for (const key of keys) {
    const found = unwrap(key, peppers);
    if (found !== null) opened.set(key.id, found.text);
  }
  return { mac: macsOf(opened) };
}

function macsOf(opened: ReadonlyMap<number, string>): Vault['mac'] {
  const macKeys = new Map(
    [...opened].map(([id, text]) => [
      id,
      Object.fromEntries(
        Object.entries(MAC_KEYS).map(([use, purpose]) => [use, macKey(text, purpose)]),
      ) as Record<Use, KeyObject>,
    ]),
  );
  return (id, use, text) => {
    const keys = macKeys.get(id);
    return keys === undefined
      ? null
      : new Uint8Array(createHmac('sha256', keys[use]).update(text).digest());
  };
}

/** Ready to be used: bytes would be made a key again for each event of the audit log. */
function macKey(text: string, purpose: string): KeyObject {
  return createSecretKey(derive(text, purpose));
}

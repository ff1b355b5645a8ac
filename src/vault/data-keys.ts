import { createHmac, hkdfSync, randomBytes } from 'node:crypto';
import sql from 'sql-template-tag';
import type { Rows } from '../database/database.ts';
import type { Pepper, Peppers } from '../key/peppers.ts';
import { StartError } from '../start-error.ts';
import { numberedBox } from './numbered-box.ts';
import { type SecretBox, secretBox } from './secret-box.ts';

/** What the installation keeps under a key of its own, which outlives the pepper. */
export type Vault = {
  /** The number of the key in use. */
  readonly keyId: number;
  /** Seals with that one, and opens what any of them sealed. */
  readonly box: SecretBox;
  /** 32 bytes for another purpose. */
  readonly keyFor: (purpose: string) => Uint8Array<ArrayBuffer>;
  /** A keyed hash under one of the keys, this or an earlier one; null if that key is lost. */
  readonly mac: (keyId: number, text: string) => Uint8Array<ArrayBuffer> | null;
};

type Wrapped = { readonly id: number; readonly wrapped: Uint8Array; readonly pepperId: number };

type Options = {
  /** Make a new key when all others are lost with their pepper: what was sealed stays sealed. */
  readonly acceptLoss?: true | undefined;
};

/**
 * Opens the installation's data keys with the pepper, or makes the first one. A key under the old
 * pepper is wrapped anew.
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
    const text = unwrap(key, peppers);
    if (text === null) continue;
    opened.set(key.id, text);
    if (key.pepperId !== peppers.current.id) await rewrap(rows, key, text, peppers.current);
  }
  const keyId = Math.max(...opened.keys());
  const master = opened.get(keyId);
  if (master !== undefined) return vaultOf(keyId, master, opened);
  if (known.length > 0 && !acceptLoss) throw sealedElsewhere();

  await rows(sql`
    insert into data_keys (id, wrapped, pepper_id)
    select coalesce(max(k.id), 0) + 1, ${wrap(randomBytes(32).toString('hex'), peppers.current)}, ${peppers.current.id}::smallint
    from data_keys k where not exists (select from data_keys o where o.pepper_id = ${peppers.current.id})
    on conflict do nothing`);
  // Of processes that start at once, all take the one that is there now.
  return openVault(rows, peppers, { acceptLoss });
}

/** Whether everything that this database keeps sealed is sealed with peppers that are not given. */
export async function isVaultLost(rows: Rows, { current, previous }: Peppers): Promise<boolean> {
  const [keys] = await rows<{ readonly isLost: boolean }>(sql`
    select count(*) > 0 and bool_and(pepper_id not in (${current.id}, ${previous?.id ?? current.id})) as "isLost"
    from data_keys`);
  return keys?.isLost === true;
}

function sealedElsewhere(): StartError {
  return new StartError(
    'The secrets and the trail in this database were sealed with another TOKEN_PEPPER. Set that one; or, ' +
      'while it changes, give it in TOKEN_PEPPER_PREVIOUS; or, if it is lost for good, give up what it ' +
      'sealed with `npm run pepper -- forget`.',
  );
}

function vaultOf(keyId: number, master: string, opened: ReadonlyMap<number, string>): Vault {
  const keysFor = (purpose: string) =>
    new Map([...opened].map(([id, text]) => [id, derive(text, purpose)]));
  const macKeys = keysFor('latchkey trail');
  return {
    keyId,
    box: numberedBox(keysFor('latchkey secrets'), keyId),
    keyFor: (purpose) => derive(master, purpose),
    mac: (id, text) => {
      const key = macKeys.get(id);
      return key === undefined
        ? null
        : new Uint8Array(createHmac('sha256', key).update(text).digest());
    },
  };
}

function unwrap({ wrapped, pepperId }: Wrapped, { current, previous }: Peppers): string | null {
  const pepper = [current, previous].find((known) => known?.id === pepperId);
  return pepper ? boxOf(pepper).open(wrapped, PURPOSE) : null;
}

async function rewrap(rows: Rows, key: Wrapped, text: string, current: Pepper): Promise<void> {
  await rows(sql`
    update data_keys set wrapped = ${wrap(text, current)}, pepper_id = ${current.id}::smallint
    where id = ${key.id} and pepper_id = ${key.pepperId}`);
}

const PURPOSE = 'data key';

function wrap(text: string, pepper: Pepper): Uint8Array<ArrayBuffer> {
  return boxOf(pepper).seal(text, PURPOSE);
}

function boxOf({ text }: Pepper): SecretBox {
  return secretBox(derive(text, 'latchkey data key'));
}

function derive(secret: string, purpose: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(hkdfSync('sha256', secret, '', purpose, 32));
}

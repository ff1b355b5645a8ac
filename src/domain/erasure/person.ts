import { createHmac } from 'node:crypto';
import sql from 'sql-template-tag';
import { isJsonObject, type JsonObject } from '../../core/input/json.ts';
import type { Rows } from '../../data/database.ts';
import type { Vault } from '../../security/vault/data-keys.ts';
import type { Sealed } from '../audit/findings.ts';
import { hashState, sealedColumns } from '../audit/walk.ts';

/** Whom an erasure removes, and what stands in that person's place. */
export type Person = {
  readonly userId: bigint;
  readonly pseudonym: string;
  readonly tokenIds: readonly bigint[];
  /** All that the audit log and the user's row know, folded: for a caseless search. */
  readonly addresses: readonly string[];
  /** Only names of several words: one word may be anybody's, or anything. */
  readonly names: readonly string[];
};

const PSEUDONYM_LENGTH = 16;
/** Anything else, found in all events, would hide what others did. */
const ADDRESS = /^[^\s@]+@[^\s@]+$/;

/** The same whenever it is made again, for example after a restore; nobody without the key can make it. */
function pseudonymOf(vault: Pick<Vault, 'keyFor'>, userId: bigint): string {
  const key = vault.keyFor('latchkey pseudonyms');
  const hash = createHmac('sha256', key).update(String(userId)).digest('hex');
  return `erased-${hash.slice(0, PSEUDONYM_LENGTH)}`;
}

/**
 * Reads what is known of a user before it is erased, former addresses and names included. An address that
 * another user has now is that user's: it is not looked for elsewhere, and can be imported.
 */
export async function readPerson(rows: Rows, vault: Vault, userId: bigint): Promise<Person> {
  const tokens = await rows<{ readonly id: bigint }>(
    sql`select t.id from api_tokens t where t.user_id = ${userId}`,
  );
  const said = (await provenEvents(rows, vault, userId)).flatMap(wordsOf);
  const known = await rows<{ readonly address: string | null; readonly name: string | null }>(sql`
    with known(email, name) as (
      select u.email, u.name from users u where u.id = ${userId}
      union select u.data ->> 'imported_email', null from users u where u.id = ${userId}
      union select * from unnest(${said.map(({ email }) => email)}::text[], ${said.map(({ name }) => name)}::text[]))
    select folded_address(k.email) as address, folded_text(k.name) as name from known k
    where not exists (select from users o where o.id <> ${userId} and o.deleted_at is null
      and o.email_folded = folded_address(k.email) collate "C")`);
  const addresses = known
    .flatMap(({ address }) => address ?? [])
    .filter((one) => ADDRESS.test(one));
  const names = known.flatMap(({ name }) => name ?? []).filter((one) => one.trim().includes(' '));
  return {
    userId,
    pseudonym: pseudonymOf(vault, userId),
    tokenIds: tokens.map(({ id }) => id),
    addresses: [...new Set(addresses)],
    names: [...new Set(names)],
  };
}

/** What somebody else wrote into the log says nothing about whom to look for. */
async function provenEvents(rows: Rows, vault: Vault, userId: bigint): Promise<readonly Sealed[]> {
  const events = await rows<Sealed>(sql`
    select ${sealedColumns} from audit_events e where e.target_type = 'User' and e.target_id = ${userId} and e.position is not null`);
  return events.filter((event) => hashState(vault, event) === 'SOUND');
}

function wordsOf({ before, after }: Sealed) {
  return [before, after].flatMap((text) => {
    const value: unknown = text === null ? null : JSON.parse(text);
    if (!isJsonObject(value)) return [];
    const { email, name, provisioned } = value;
    return [
      { email: stringOf(email), name: stringOf(name) },
      ...(isJsonObject(provisioned) ? [provisionedWords(provisioned)] : []),
    ];
  });
}

/** What an identity provider called the person. */
function provisionedWords({ userName, givenName, familyName }: JsonObject) {
  const name = [givenName, familyName].filter((part) => typeof part === 'string').join(' ');
  return { email: stringOf(userName), name: stringOf(name) };
}

function stringOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

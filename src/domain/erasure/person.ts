import { createHmac } from 'node:crypto';
import sql, { type Sql } from 'sql-template-tag';
import type { Rows } from '../../data/database.ts';
import type { Vault } from '../../security/vault/data-keys.ts';
import { readEventsAbout } from './person-events.ts';
import { loginsInRows, wordsInRows } from './person-rows.ts';
import type { ChainPart } from './sealed-events.ts';

/** Whom an erasure removes, and what stands in that person's place. */
export type ErasedPerson = {
  readonly userId: bigint;
  readonly pseudonym: string;
  readonly tokenIds: readonly bigint[];
  /** What sign-in providers call it, as the audit log has it: `okta:00u1`. */
  readonly logins: readonly string[];
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

type Search = ChainPart & {
  /** What was read before, of earlier events: they are empty by now. */
  readonly before?: ErasedPerson | undefined;
};

/**
 * Reads what is known of a user before it is erased, former addresses and names included. An address that
 * another user has now is that user's: it is not looked for elsewhere, and can be imported.
 */
export async function readPerson(
  rows: Rows,
  vault: Vault,
  userId: bigint,
  { before, ...part }: Search,
): Promise<ErasedPerson> {
  const pseudonym = pseudonymOf(vault, userId);
  const inEvents = await readEventsAbout(rows, vault, userId, part);
  const said = [
    ...inEvents.words,
    ...(before?.addresses ?? []).map((email) => ({ email, name: null })),
    ...(before?.names ?? []).map((name) => ({ email: null, name })),
  ];
  const known = await rows<{ readonly address: string | null; readonly name: string | null }>(sql`
    with known(email, name) as (
      ${wordsInRows(userId)}
      union select * from unnest(${said.map(({ email }) => email)}::text[], ${said.map(({ name }) => name)}::text[]))
    select folded_address(k.email) as address, folded_text(k.name) as name from known k
    where not exists (select from users o where o.id <> ${userId} and o.deleted_at is null
      and o.email_folded = folded_address(k.email) collate "C")`);
  const addresses = known.flatMap(({ address }) => address ?? []);
  const names = known.flatMap(({ name }) => name ?? []);
  const logins = [...inEvents.logins, ...(await textsOf(rows, loginsInRows(userId)))];
  const tokens = await rows<{ readonly id: bigint }>(
    sql`select t.id from api_tokens t where t.user_id = ${userId}`,
  );
  return {
    userId,
    pseudonym,
    tokenIds: union(
      tokens.map(({ id }) => id),
      before?.tokenIds,
    ),
    logins: union(
      logins.filter((login) => login !== pseudonym),
      before?.logins,
    ),
    addresses: union(addresses.filter((one) => ADDRESS.test(one))),
    names: union(names.filter((one) => one.trim().includes(' '))),
  };
}

async function textsOf(rows: Rows, statement: Sql): Promise<readonly string[]> {
  return (await rows<{ readonly text: string }>(statement)).map(({ text }) => text);
}

function union<Item>(some: readonly Item[], others: readonly Item[] = []): readonly Item[] {
  return [...new Set([...some, ...others])];
}

const LISTS = ['tokenIds', 'logins', 'addresses', 'names'] as const;

/** Whether a search for one person also finds all that the other is called. */
export function includesPerson(one: ErasedPerson, other: ErasedPerson): boolean {
  return LISTS.every((list) => {
    const known = new Set<bigint | string>(one[list]);
    return other[list].every((item) => known.has(item));
  });
}

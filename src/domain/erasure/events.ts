import sql, { type Sql } from 'sql-template-tag';
import type { Rows } from '../../data/database.ts';
import { erasedMac } from '../../security/audit/erased-mac.ts';
import type { Vault } from '../../security/vault/data-keys.ts';
import type { Sealed } from '../audit/findings.ts';
import { hashState } from '../audit/walk.ts';
import type { ErasedPerson } from './person.ts';
import { type ChainPart, sealedEvents, sealedEventsWhere } from './sealed-events.ts';
import { type PersonalPart, withoutPerson } from './without-person.ts';

/**
 * Replaces the person in all sealed events of a part of the chain: in what it did, in what was done to it and its
 * keys, and wherever its address or its name is mentioned. To be called by whoever has the lock of
 * `sealed-lock.ts`. @returns how many events were changed
 */
export async function eraseFromLog(
  rows: Rows,
  vault: Vault,
  person: ErasedPerson,
  part: ChainPart,
): Promise<number> {
  const condition = concernedSql(person);
  return await eraseAll(
    rows,
    vault,
    person,
    sealedEventsWhere(rows, part, { condition, more: FOLDED_TEXT }),
  );
}

const FOLDED_TEXT = sql`cross join lateral (
  select folded_text(concat_ws(' ', e.actor_name, e.request_id, e.before::text, e.after::text)) as text offset 0) x`;

/** Whether an event `e` with the folded text `x.text` may be about the person. */
function concernedSql({ userId, tokenIds, logins, addresses, names }: ErasedPerson): Sql {
  const needles = [...addresses, ...names].flatMap((text) => [text, inJson(text)]);
  return sql`(e.actor_user_id = ${userId}
    or (e.target_type = 'User' and e.target_id = ${userId})
    or (e.target_type = 'ApiToken' and e.target_id = any(${tokenIds}::bigint[]))
    or (e.actor_kind = 'PROVIDER_TOKEN' and split_part(e.actor_name, ' ', 1) = any(${logins}::text[]))
    or (e.action = 'SIGNED_OUT' and e.target_id is null
      and concat(e.after ->> 'provider', ':', e.after ->> 'subject') = any(${logins}::text[]))
    or exists (select from unnest(${[...new Set(needles)]}::text[]) n where strpos(x.text, n) > 0))`;
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** The same in the sealed ones of these events. */
export async function eraseEvents(
  rows: Rows,
  vault: Vault,
  { person, ids }: { readonly person: ErasedPerson; readonly ids: readonly bigint[] },
): Promise<number> {
  return await eraseAll(rows, vault, person, sealedEvents(rows, ids));
}

/**
 * The hash of each event stays as it is, a link of the chain; what is left of the event gets a keyed hash of its
 * own. An event that was altered before gets none: `audit verify` reports it as before.
 */
async function eraseAll(
  rows: Rows,
  vault: Vault,
  person: ErasedPerson,
  batches: AsyncIterable<readonly Sealed[]>,
): Promise<number> {
  let changed = 0;
  for await (const events of batches) {
    const changes = events.flatMap((event) => {
      const left = withoutPerson(event, person);
      return isSame(event, left) ? [] : [{ event, left }];
    });
    if (changes.length > 0) await write(rows, vault, changes);
    changed += changes.length;
  }
  return changed;
}

type Change = { readonly event: Sealed; readonly left: PersonalPart };

function isSame(event: Sealed, left: PersonalPart): boolean {
  const parsed = (text: string | null) => (text === null ? null : JSON.stringify(JSON.parse(text)));
  return (
    event.actorName === left.actorName &&
    event.ip === left.ip &&
    event.requestId === left.requestId &&
    parsed(event.before) === left.before &&
    parsed(event.after) === left.after
  );
}

/**
 * Each row is written once. Its hash is over what was read and what is left of it: what somebody else makes of it
 * at the same time does not agree with that.
 */
async function write(rows: Rows, vault: Vault, changes: readonly Change[]): Promise<void> {
  const texts = (name: keyof PersonalPart) => changes.map(({ left }) => left[name]);
  const stored = await asStored(rows, texts('before'), texts('after'));
  const proofs = changes.map(({ event, left }, place) =>
    hashState(vault, event) === 'SOUND'
      ? erasedMac(vault, vault.keyId, { ...event, ...left, ...stored[place], mac: null })
      : null,
  );
  await rows(sql`
    update audit_events e set actor_name = x.actor_name, ip = x.ip, request_id = x.request_id,
      before = x.before, after = x.after, mac = null, erased_mac = x.proof,
      key_id = case when x.proof is null then e.key_id else ${vault.keyId}::smallint end
    from unnest(${changes.map(({ event }) => event.id)}::bigint[], ${texts('actorName')}::text[], ${texts('ip')}::text[],
      ${texts('requestId')}::text[], ${texts('before')}::jsonb[], ${texts('after')}::jsonb[], ${proofs}::bytea[])
      as x(id, actor_name, ip, request_id, before, after, proof)
    where e.id = x.id`);
}

/** What JSON is hashed as: as PostgreSQL writes it. */
function asStored(
  rows: Rows,
  before: readonly (string | null)[],
  after: readonly (string | null)[],
): Promise<Pick<Sealed, 'before' | 'after'>[]> {
  return rows(sql`
    select x.before::text as before, x.after::text as after
    from unnest(${before}::jsonb[], ${after}::jsonb[]) with ordinality as x(before, after, place) order by x.place`);
}

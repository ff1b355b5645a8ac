import sql from 'sql-template-tag';
import type { Rows } from '../../data/database.ts';
import { erasedMac } from '../../security/audit/erased-mac.ts';
import type { Vault } from '../../security/vault/data-keys.ts';
import type { Sealed } from '../audit/findings.ts';
import { hashState, sealedColumns } from '../audit/walk.ts';
import type { Person } from './person.ts';
import { type PersonalPart, withoutPerson } from './without-person.ts';

const AT_ONCE = 500;
/** Of the log that is searched for an address, so many numbers in one statement. */
const SEARCHED_AT_ONCE = 20_000n;

/** The events of a person by number: what it did, and what was done to it and its keys. */
export async function findEventsOf(rows: Rows, { userId, tokenIds }: Person): Promise<bigint[]> {
  const found = await rows<{ readonly id: bigint }>(sql`
    select e.id from audit_events e where e.actor_user_id = ${userId}
    union select e.id from audit_events e where e.target_type = 'User' and e.target_id = ${userId}
    union select e.id from audit_events e
      where e.target_type = 'ApiToken' and e.target_id = any(${tokenIds}::bigint[])`);
  return found.map(({ id }) => id);
}

type Search = Pick<Person, 'addresses' | 'names'>;
type Searched = { readonly ids: readonly bigint[]; readonly through: bigint };

/** Events of others that hold an address or a name: the whole log after an event is read. */
export async function searchEvents(
  rows: Rows,
  { addresses, names }: Search,
  after: bigint,
): Promise<Searched> {
  const needles = [...addresses, ...names].flatMap((text) => [text, inJson(text)]);
  const [last] = await rows<{ readonly id: bigint }>(
    sql`select coalesce(max(id), 0) as id from audit_events`,
  );
  const through = last?.id ?? 0n;
  const ids: bigint[] = [];
  for (let from = after; needles.length > 0 && from < through; from += SEARCHED_AT_ONCE) {
    const found = await rows<{ readonly id: bigint }>(sql`
      select e.id from audit_events e
        cross join lateral (select folded_text(concat_ws(' ', e.actor_name, e.request_id, e.before::text, e.after::text)) as text offset 0) x
      where e.id > ${from} and e.id <= ${from + SEARCHED_AT_ONCE}
        and exists (select from unnest(${[...new Set(needles)]}::text[]) n where strpos(x.text, n) > 0)`);
    ids.push(...found.map(({ id }) => id));
  }
  return { ids, through };
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/**
 * Replaces the person in sealed events. The hash of each stays as it is, a link of the chain; what is left
 * of the event gets a keyed hash of its own. An event that was altered before gets none: `audit verify`
 * reports it as before. To be called while nothing is sealed. @returns how many were changed
 */
export async function eraseEvents(
  rows: Rows,
  vault: Vault,
  { person, ids }: { readonly person: Person; readonly ids: readonly bigint[] },
): Promise<number> {
  const all = [...new Set(ids)];
  let changed = 0;
  for (let from = 0; from < all.length; from += AT_ONCE) {
    const some = all.slice(from, from + AT_ONCE);
    const events = await rows<Sealed>(sql`
      select ${sealedColumns} from audit_events e
      where e.id = any(${some}::bigint[]) and e.position is not null
      for no key update`);
    const changes = events.flatMap((event) => {
      const left = withoutPerson(event, person);
      return isSame(event, left) ? [] : [{ event, left }];
    });
    await write(rows, vault, changes);
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

/** Whether two agree in all that an erasure leaves alone. */
function isSameElsewhere(left: Sealed, read: Sealed | undefined): boolean {
  const rest = ({
    actorName,
    ip,
    requestId,
    before,
    after,
    mac,
    erasedMac: proof,
    ...other
  }: Sealed) =>
    JSON.stringify(other, (_key, value) => (typeof value === 'bigint' ? String(value) : value));
  return read !== undefined && rest(left) === rest(read);
}

async function write(rows: Rows, vault: Vault, changes: readonly Change[]): Promise<void> {
  if (changes.length === 0) return;
  const sound = new Set(
    changes.filter(({ event }) => hashState(vault, event) === 'SOUND').map(({ event }) => event.id),
  );
  const texts = (name: keyof PersonalPart) => changes.map(({ left }) => left[name]);
  // What it says now is hashed as PostgreSQL writes it.
  const left = await rows<Sealed>(sql`
    update audit_events e set actor_name = x.actor_name, ip = x.ip, request_id = x.request_id,
      before = x.before, after = x.after, mac = null, erased_mac = null
    from unnest(${changes.map(({ event }) => event.id)}::bigint[], ${texts('actorName')}::text[], ${texts('ip')}::text[],
      ${texts('requestId')}::text[], ${texts('before')}::jsonb[], ${texts('after')}::jsonb[])
      as x(id, actor_name, ip, request_id, before, after)
    where e.id = x.id returning ${sealedColumns}`);
  const read = new Map(changes.map(({ event }) => [event.id, event]));
  // A trigger of somebody else could have changed more than was asked.
  const proven = left.filter(
    (event) => sound.has(event.id) && isSameElsewhere(event, read.get(event.id)),
  );
  await rows(sql`
    update audit_events e set erased_mac = x.mac, key_id = ${vault.keyId}::smallint
    from unnest(${proven.map(({ id }) => id)}::bigint[], ${proven.map((event) => erasedMac(vault, vault.keyId, event))}::bytea[])
      as x(id, mac)
    where e.id = x.id`);
}

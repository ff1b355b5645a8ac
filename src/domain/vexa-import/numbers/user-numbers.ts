import sql, { type Sql } from 'sql-template-tag';
import { normalAddress } from '../../../core/input/email-address.ts';
import { isAdminSql } from '../../../security/keys/working.ts';
import { FIRST_ID, type Id } from '../source/batches.ts';
import { isInRange, LAST_NUMBER, OUT_OF_RANGE } from '../source/number-range.ts';
import { oneByOne } from '../stage/children.ts';
import { findEntries, findImported } from '../stage/ledger.ts';
import { type ImportTally, note } from '../stage/tally.ts';
import type { NumberContext } from './number-check.ts';

/** A user here, and the number that this user has there. */
export type Move = { readonly from: Id; readonly to: Id };

type Newcomer = { readonly id: Id; readonly email: string };

/** Who has the number of a newcomer here, and who has the address. */
type Holders = {
  readonly id: Id;
  readonly numberOf: Id | null;
  readonly numberOfEmail: string | null;
  readonly addressOf: Id | null;
  readonly isAdmin: boolean;
  readonly isReferenced: boolean;
};

const TAKEN = 'have a number that belongs to another user here';
const ELSEWHERE = 'have another number here, where keys, meetings or other data refer to it';

const AT_ONCE = 5_000;

/**
 * A user here is the same person as one there if both have one address and one number. Under
 * another number, the user here gets that of the source, as long as nothing refers to the old one.
 */
export async function checkUserNumbers(
  context: NumberContext,
  tally: ImportTally,
): Promise<readonly Move[]> {
  const moves: Move[] = [];
  const joined = new Set<Id>();
  for await (const batch of newcomers(context)) {
    const holders = await findHolders(context, batch);
    const emails = new Map(batch.map(({ id, email }) => [id, email]));
    const describe = ({ id, numberOf, numberOfEmail, addressOf }: Holders) =>
      `${id} (${emails.get(id)}; here ${numberOf === null ? `number ${addressOf}` : numberOfEmail})`;
    const outOfRange = holders.filter(({ id }) => !isInRange(id));
    const others = holders.filter((one) => isInRange(one.id) && one.numberOf !== one.addressOf);
    const taken = others.filter(({ numberOf }) => numberOf !== null);
    const elsewhere = others.filter(({ numberOf }) => numberOf === null);
    const first = firstOfAddress(holders, joined);
    const joining = elsewhere
      .filter((one) => first.has(one))
      .filter(({ isAdmin }) => !isAdmin || context.accepts.admins);
    const outOfRangeIds = outOfRange.map(({ id }) => id);
    note(tally, 'users', OUT_OF_RANGE, outOfRangeIds);
    note(tally, 'users', TAKEN, taken.map(describe));
    note(
      tally,
      'users',
      ELSEWHERE,
      joining.filter(({ isReferenced }) => isReferenced).map(describe),
    );
    for (const { id, addressOf, isReferenced } of joining)
      if (addressOf !== null && !isReferenced) moves.push({ from: addressOf, to: id });
  }
  return moves;
}

/** Of several there with one address, the first is the user here; the others get another address. */
function firstOfAddress(holders: readonly Holders[], joined: Set<Id>): ReadonlySet<Holders> {
  const first = new Set<Holders>();
  for (const one of holders) {
    if (one.addressOf === null || joined.has(one.addressOf)) continue;
    joined.add(one.addressOf);
    first.add(one);
  }
  return first;
}

/** Users there who did not come by an earlier import. */
async function* newcomers(context: NumberContext): AsyncGenerator<readonly Newcomer[]> {
  const { source, extents, inBatch, ledger } = context;
  const upTo = extents.get('users')?.upTo ?? FIRST_ID;
  for (let after: Id | undefined = FIRST_ID; after !== undefined; ) {
    const from: Id = after;
    const batch: Newcomer[] = await source.snapshot((ask) =>
      ask<Newcomer>(sql`
        select t.id::text as id, t.email from users t
        where t.id > ${from}::bigint and t.id <= ${upTo}::bigint order by t.id limit ${AT_ONCE}`),
    );
    const ids = batch.map(({ id }) => id);
    const entries = await inBatch((rows) => findEntries(rows, ledger, 'user', ids));
    yield batch.filter(({ id }) => !entries.has(id));
    after = ids.at(-1);
  }
}

/** Of those whose number or address belongs to somebody here, in the order of their numbers. */
async function findHolders(
  { inBatch, ledger }: NumberContext,
  batch: readonly Newcomer[],
): Promise<readonly Holders[]> {
  if (batch.length === 0) return [];
  const wanted = batch.map(({ id, email }) => ({ id, email: normalAddress(email) }));
  return await inBatch(async (rows) => {
    const found = await rows<Holders>(holdersSql(JSON.stringify(wanted)));
    const owners = found.flatMap(({ addressOf }) => addressOf ?? []);
    const imported = await findImported(rows, ledger, owners);
    return found
      .map((one) => (imported.has(one.addressOf ?? '') ? { ...one, addressOf: null } : one))
      .filter((one) => one.numberOf !== null || one.addressOf !== null || !isInRange(one.id));
  });
}

function holdersSql(wanted: string): Sql {
  return sql`
    select x.id::text as id, n.id::text as "numberOf", n.email as "numberOfEmail",
      a.id::text as "addressOf", coalesce(${isAdminSql(sql`a`)}, false) as "isAdmin",
      case when n.id is null and a.id is not null then ${isReferenced(sql`a.id`)} else false end as "isReferenced"
    from json_to_recordset(${wanted}::json) as x(id bigint, email text)
      left join ${oneByOne(sql`select u.id, u.email from users u where u.id = x.id`)} n on true
      left join ${oneByOne(sql`select u.id, u.role from users u
        where u.email_folded = folded_address(x.email) collate "C" and u.deleted_at is null`)} a on true
    where x.id <= 0 or x.id > ${LAST_NUMBER}::bigint or n.id is not null or a.id is not null
    order by x.id`;
}

/** Whether anything but the audit log names this user by number. */
export function isReferenced(id: Sql): Sql {
  return sql`(exists (select from api_tokens t where t.user_id = ${id})
    or exists (select from meetings t where t.user_id = ${id})
    or exists (select from past_meetings t where t.user_id = ${id})
    or exists (select from webhook_secrets t where t.user_id = ${id})
    or exists (select from user_configs t where t.user_id = ${id})
    or exists (select from admin_keys t where ${id} = any (t.depends_on_user_ids))
    or exists (select from legal_holds t where t.user_id = ${id})
    or exists (select from provisioned_users t where t.user_id = ${id})
    or exists (select from provisioned_members t where t.user_id = ${id})
    or exists (select from sign_in_sessions t where t.user_id = ${id})
    or exists (select from sign_in_links t where t.user_id = ${id})
    or exists (select from erasures t where t.user_id = ${id})
    or exists (select from bot_refusals t where t.user_id = ${id})
    or exists (select from idempotent_requests t where t.target_id = ${id})
    or exists (select from imported_rows t where t.local_id = ${id} and t.kind in ('user', 'merged')))`;
}

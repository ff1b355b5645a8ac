import sql from 'sql-template-tag';
import type { Id } from '../source/batches.ts';
import { oneByOne } from '../stage/children.ts';
import { findImported } from '../stage/ledger.ts';
import type { ImportContext } from '../stage/stage.ts';

/** A user who is to have this address; `localId` is null for one who is not here yet. */
export type AddressClaimant = {
  readonly id: Id;
  /** In the form in which it is stored here. */
  readonly email: string;
  /** As it is written there. */
  readonly original: string;
  readonly localId: Id | null;
};

export type Address = {
  readonly email: string;
  /** The address there, where another user has it here. */
  readonly original: string | null;
  /** Who has it here, and did not come from there: the same person. */
  readonly sameAs: Id | null;
};

/**
 * An address belongs to one user here, in whatever case or Unicode form it is written. The lowest id keeps it; who was here
 * before under this address is the same person; everybody else gets a plus-address, which reaches
 * the same mailbox and tells them apart.
 */
export async function settleAddresses(
  step: ImportContext,
  askers: readonly AddressClaimant[],
): Promise<ReadonlyMap<Id, Address>> {
  const claims = await findClaims(step, askers);
  const owners = claims.flatMap(({ ownerId }) => ownerId ?? []);
  const imported = await findImported(step.rows, step.ledger, owners);
  const settled = new Map<Id, Address>();
  const late: AddressClaimant[] = [];
  for (const { claimant, ownerId, isFirst } of claims) {
    const { id, email, localId } = claimant;
    const isOurs = ownerId !== null && localId === null && !imported.has(ownerId);
    if (!isFirst || (ownerId !== null && !isOurs)) late.push(claimant);
    else settled.set(id, { email, original: null, sameAs: ownerId });
  }
  const given = new Set(claims.map(({ folded }) => folded));
  for (const { id, email, original } of late) {
    const free = await freePlusAddress(step, id, email, given);
    settled.set(id, { email: free, original, sameAs: null });
  }
  return settled;
}

type Claim = {
  readonly claimant: AddressClaimant;
  /** What makes two addresses the same. */
  readonly folded: string;
  readonly ownerId: Id | null;
  readonly isFirst: boolean;
};

async function findClaims(
  { rows, ledger }: ImportContext,
  askers: readonly AddressClaimant[],
): Promise<Claim[]> {
  if (askers.length === 0) return [];
  const found = await rows<Omit<Claim, 'claimant'> & { readonly id: Id }>(sql`
    select x.id::text as id, x.folded, p.id::text as "ownerId",
      row_number() over (partition by x.folded order by x.id) = 1 as "isFirst"
    from (select x.*, folded_address(x.email) collate "C" as folded
      from json_to_recordset(${JSON.stringify(askers)}::json) as x(id bigint, email text, "localId" bigint)) x
    left join ${oneByOne(sql`select o.id from ${ledger.people} o
      where o.email_folded = x.folded and o.deleted_at is null
        and o.id is distinct from x."localId"`)} p on true`);
  const claims = new Map(found.map((claim) => [claim.id, claim]));
  return askers.map((claimant) => {
    const {
      folded = claimant.email,
      ownerId = null,
      isFirst = true,
    } = claims.get(claimant.id) ?? {};
    return { claimant, folded, ownerId, isFirst };
  });
}

/** @param given what others of the batch get, to which the result is added */
async function freePlusAddress(
  { rows, ledger }: ImportContext,
  id: Id,
  email: string,
  given: Set<string>,
): Promise<string> {
  for (let turn = 1; ; turn += 1) {
    const address = plusAddress(email, turn === 1 ? id : `${id}.${turn}`);
    const [found] = await rows<{ readonly folded: string; readonly isTaken: boolean }>(sql`
      select f.folded, exists (
        select from ${ledger.people} p where p.email_folded = f.folded and p.deleted_at is null) as "isTaken"
      from (select folded_address(${address}) collate "C" as folded) f`);
    if (found === undefined || found.isTaken || given.has(found.folded)) continue;
    given.add(found.folded);
    return address;
  }
}

function plusAddress(email: string, tag: string): string {
  const at = email.lastIndexOf('@');
  return at < 0 ? `${email}+${tag}` : `${email.slice(0, at)}+${tag}${email.slice(at)}`;
}

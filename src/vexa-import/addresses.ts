import sql from 'sql-template-tag';
import type { Id } from './batches.ts';
import { oneByOne } from './children.ts';
import { findImported } from './ledger.ts';
import type { Step } from './stage.ts';

/** A user who is to have this address; `localId` is null for one who is not here yet. */
export type Asker = { readonly id: Id; readonly email: string; readonly localId: Id | null };

export type Address = {
  readonly email: string;
  /** The address there, where another user has it here. */
  readonly original: string | null;
  /** Who has it here, and did not come from there: the same person. */
  readonly sameAs: Id | null;
};

/**
 * An address belongs to one user here, whatever its case. The lowest id keeps it; who was here
 * before under this address is the same person; everybody else gets a plus-address, which reaches
 * the same mailbox and tells them apart.
 */
export async function settleAddresses(
  step: Step,
  askers: readonly Asker[],
): Promise<ReadonlyMap<Id, Address>> {
  const claims = await findClaims(step, askers);
  const owners = claims.flatMap(({ ownerId }) => ownerId ?? []);
  const imported = await findImported(step.rows, step.ledger, owners);
  const settled = new Map<Id, Address>();
  const late: Asker[] = [];
  for (const { asker, ownerId, isFirst } of claims) {
    const { id, email, localId } = asker;
    const isOurs = ownerId !== null && localId === null && !imported.has(ownerId);
    if (!isFirst || (ownerId !== null && !isOurs)) late.push(asker);
    else settled.set(id, { email, original: null, sameAs: ownerId });
  }
  const given = new Set(askers.map(({ email }) => email.toLowerCase()));
  for (const { id, email } of late) {
    const free = await freePlusAddress(step, id, email, given);
    given.add(free.toLowerCase());
    settled.set(id, { email: free, original: email, sameAs: null });
  }
  return settled;
}

type Claim = { readonly asker: Asker; readonly ownerId: Id | null; readonly isFirst: boolean };

async function findClaims({ rows, ledger }: Step, askers: readonly Asker[]): Promise<Claim[]> {
  if (askers.length === 0) return [];
  const found = await rows<{ id: Id; ownerId: Id | null; isFirst: boolean }>(sql`
    select x.id::text as id, p.id::text as "ownerId",
      row_number() over (partition by lower(x.email) order by x.id) = 1 as "isFirst"
    from json_to_recordset(${JSON.stringify(askers)}::json) as x(id bigint, email text, "localId" bigint)
    left join ${oneByOne(sql`select o.id from ${ledger.people} o
      where lower(o.email) = lower(x.email) and o.deleted_at is null
        and o.id is distinct from x."localId"`)} p on true`);
  const claims = new Map(found.map((claim) => [claim.id, claim]));
  return askers.map((asker) => {
    const { ownerId = null, isFirst = true } = claims.get(asker.id) ?? {};
    return { asker, ownerId, isFirst };
  });
}

async function freePlusAddress(
  { rows, ledger }: Step,
  id: Id,
  email: string,
  given: ReadonlySet<string>,
): Promise<string> {
  for (let turn = 1; ; turn += 1) {
    const address = plusAddress(email, turn === 1 ? id : `${id}.${turn}`);
    const takers = await rows(sql`
      select 1 from ${ledger.people} p where lower(p.email) = lower(${address}) and p.deleted_at is null`);
    if (takers.length === 0 && !given.has(address.toLowerCase())) return address;
  }
}

function plusAddress(email: string, tag: string): string {
  const at = email.lastIndexOf('@');
  return at < 0 ? `${email}+${tag}` : `${email.slice(0, at)}+${tag}${email.slice(at)}`;
}

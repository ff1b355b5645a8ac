import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { ConflictError } from '../../core/errors.ts';
import { normalAddress } from '../../core/input/email-address.ts';
import { ScimError } from '../../core/scim-error.ts';
import { isUniqueViolation } from '../../data/errors.ts';
import type { Caller } from '../../security/callers/caller.ts';
import { checkStillWorks } from '../../security/sessions/still-works.ts';
import { inTransaction, type UnitOfWork } from '../../security/unit-of-work.ts';
import { updateWithin } from '../accounts/changes.ts';
import { deleteWithin } from '../accounts/deletion.ts';
import { lockUser } from '../accounts/locked-user.ts';
import { insertUser } from '../accounts/new-users.ts';
import { areErased } from '../users/erased.ts';
import { type Resource, readResource } from './scim/attributes.ts';
import type { Operation } from './scim/operations.ts';
import { patched } from './scim/patch.ts';
import { isSameAddress, readUserInput, resourceOf, type UserInput } from './user-input.ts';
import { USER_KIND } from './user-kind.ts';
import { getProvisioned, type ProvisionedUser } from './user-rows.ts';

const TAKEN = 'userName or the address in emails is already used by another user';
const ERASED =
  'The person with this address was erased. An operator creates the user, if the person has agreed';
const ADMINISTRATOR =
  'emails: only an operator changes the address of an administrator, whose access it could give away';
const SUSPENDED =
  'An operator suspended the user: only an operator deletes it, because a sign-in with its address would be accepted again';
const SUSPENDED_ADDRESS =
  'emails: an operator suspended the user: only an operator changes its address, because a sign-in with it would be accepted again';
const HELD =
  'The user is under a legal hold: it was suspended, and will not be deleted before the hold is released';

/** @throws ScimError */
export async function createProvisioned(
  app: App,
  caller: Caller,
  body: object,
): Promise<ProvisionedUser> {
  const input = readUserInput(readResource(USER_KIND, body), null);
  return await oneOfEach(() =>
    inTransaction(app, caller, async (unit) => {
      await checkStillWorks(unit);
      await checkErased(unit, [input.address, input.userName]);
      await checkUserName(unit, input, 0n);
      const after = { provisioned: provisionedPart(input, false) };
      const user = await insertUser(unit, { email: input.address, name: input.name }, after);
      if (user === null) throw taken();
      await keep(unit, user.id, input, !input.isActive);
      if (!input.isActive) {
        const suspended = { provisioned: provisionedPart(input, true) };
        await updateWithin(unit, user.id, { isActive: false }, { before: after, after: suspended });
      }
      return await getProvisioned(unit.rows, user.id);
    }),
  );
}

/** @throws ScimError, NotFoundError */
export function replaceProvisioned(app: App, caller: Caller, id: bigint, body: object) {
  const given = readResource(USER_KIND, body);
  return changeProvisioned(app, caller, id, () => given);
}

/** @throws ScimError, NotFoundError */
export function patchProvisioned(
  app: App,
  caller: Caller,
  id: bigint,
  operations: readonly Operation[],
) {
  return changeProvisioned(app, caller, id, (resource) => patched(USER_KIND, resource, operations));
}

/**
 * Deletes a user, as operators do, unless an operator suspended it. One under a legal hold is suspended, so
 * that its access ends all the same.
 * @throws ScimError, NotFoundError
 */
export async function deleteProvisioned(app: App, caller: Caller, id: bigint): Promise<void> {
  try {
    await inTransaction(app, caller, async (unit) => {
      await lockUser(unit, id);
      if (isKeptSuspended(await getProvisioned(unit.rows, id)))
        throw new ScimError(SUSPENDED, { status: 409 });
      await deleteWithin(unit, id);
    });
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    await changeProvisioned(app, caller, id, (resource) => ({ ...resource, active: false }));
    throw new ScimError(HELD, { status: 409 });
  }
}

/** The same change twice is none, and leaves no event. */
function changeProvisioned(
  app: App,
  caller: Caller,
  id: bigint,
  change: (resource: Resource) => Resource,
): Promise<ProvisionedUser> {
  return oneOfEach(() =>
    inTransaction(app, caller, async (unit) => {
      // Whoever has the new address at a provider is this user.
      await checkStillWorks(unit, [id]);
      const { isAdmin } = await lockUser(unit, id);
      const before = await getProvisioned(unit.rows, id);
      const next = nextOf(before, change);
      if (before.userName !== null && isSame(before, next)) return before;
      if (!isSameAddress(before.email, next.address)) checkMayMove(before, isAdmin);
      await checkErased(unit, newAddresses(before, next));
      await checkUserName(unit, next, id);
      await keep(unit, id, next, next.isSuspended);
      await updateWithin(unit, id, changesOf(before, next), {
        before: { provisioned: before.userName === null ? null : storedPart(before) },
        after: { provisioned: provisionedPart(next, next.isSuspended) },
      });
      return await getProvisioned(unit.rows, id);
    }),
  );
}

/** @throws ScimError for a user whose address only operators change */
function checkMayMove(user: ProvisionedUser, isAdmin: boolean): void {
  if (isAdmin) throw new ScimError(ADMINISTRATOR, { scimType: 'mutability' });
  if (isKeptSuspended(user)) throw new ScimError(SUSPENDED_ADDRESS, { scimType: 'mutability' });
}

/**
 * Whether an operator suspended a user. Tokens are refused by its address: without the user, or with another
 * address, its person would sign in again.
 */
function isKeptSuspended({ isActive, isSuspended }: ProvisionedUser): boolean {
  return !isActive && !isSuspended;
}

type Next = UserInput & Pick<ProvisionedUser, 'isSuspended'>;

function nextOf(before: ProvisionedUser, change: (resource: Resource) => Resource): Next {
  const resource = resourceOf(before);
  const input = readUserInput(change(resource), { user: before, resource });
  // A provider ends only a suspension of its own, not that of an operator.
  const isFree = !isKeptSuspended(before);
  return {
    ...input,
    isActive: input.isActive && isFree,
    isSuspended: !input.isActive && isFree,
  };
}

function changesOf(before: ProvisionedUser, { address, name, isActive }: Next) {
  return {
    ...(address !== before.email && { email: address }),
    ...(name !== before.name && { name }),
    ...(isActive !== before.isActive && { isActive }),
  };
}

const SAME = [
  'name',
  'isActive',
  'userName',
  'externalId',
  'givenName',
  'familyName',
  'isSuspended',
  'isNameDerived',
] as const;

function isSame(before: ProvisionedUser, next: Next): boolean {
  return before.email === next.address && SAME.every((name) => before[name] === next[name]);
}

function newAddresses(before: ProvisionedUser, { address, userName }: Next): readonly string[] {
  return [
    ...(address === before.email ? [] : [address]),
    ...(userName === (before.userName ?? before.email) ? [] : [userName]),
  ];
}

/** What an erased person was called comes back with nobody. @throws ScimError */
async function checkErased({ app, rows }: UnitOfWork, names: readonly string[]): Promise<void> {
  const erased = await areErased(rows, app.vault, names.map(normalAddress));
  if (erased.includes(true)) throw new ScimError(ERASED, { status: 409 });
}

/** Nobody else is called so; a user whom no provider keeps is called by its address. @throws ScimError */
async function checkUserName(
  { rows }: UnitOfWork,
  { userName }: UserInput,
  id: bigint,
): Promise<void> {
  const others = await rows(sql`
    select from users u where u.email_folded = folded_address(${normalAddress(userName)})
      and u.deleted_at is null and u.id <> ${id}
      and not exists (select from provisioned_users p where p.user_id = u.id)`);
  if (others.length > 0) throw taken();
}

async function keep(
  { rows }: UnitOfWork,
  id: bigint,
  { userName, externalId, givenName, familyName, isNameDerived }: UserInput,
  isSuspended: boolean,
): Promise<void> {
  await rows(sql`
    insert into provisioned_users as p (user_id, user_name, user_name_folded, external_id, given_name,
      family_name, is_suspended, is_name_derived)
    values (${id}, ${userName}, folded_address(${normalAddress(userName)}), ${externalId}, ${givenName},
      ${familyName}, ${isSuspended}, ${isNameDerived})
    on conflict (user_id) do update set user_name = excluded.user_name,
      user_name_folded = excluded.user_name_folded, external_id = excluded.external_id,
      given_name = excluded.given_name, family_name = excluded.family_name,
      is_suspended = excluded.is_suspended, is_name_derived = excluded.is_name_derived`);
}

type Said = Pick<
  UserInput,
  'userName' | 'externalId' | 'givenName' | 'familyName' | 'isNameDerived'
>;

function provisionedPart(
  { userName, externalId, givenName, familyName, isNameDerived }: Said,
  isSuspended: boolean,
) {
  return { userName, externalId, givenName, familyName, isNameDerived, isSuspended };
}

function storedPart(user: ProvisionedUser) {
  return provisionedPart({ ...user, userName: user.userName ?? user.email }, user.isSuspended);
}

/** @throws ScimError in place of a violation of uniqueness */
async function oneOfEach<Result>(work: () => Promise<Result>): Promise<Result> {
  return await work().catch((error: unknown) => {
    throw isUniqueViolation(error) ? taken() : error;
  });
}

function taken(): ScimError {
  return new ScimError(TAKEN, { status: 409, scimType: 'uniqueness' });
}

import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { ConflictError } from '../../core/errors.ts';
import { givenFields } from '../../core/input/given-fields.ts';
import type { JsonObject } from '../../core/input/json.ts';
import { isUniqueViolation } from '../../data/errors.ts';
import type { Caller } from '../../security/callers/caller.ts';
import { checkStillWorks } from '../../security/sessions/still-works.ts';
import { inTransaction, type UnitOfWork } from '../../security/unit-of-work.ts';
import { mergeData, USER_SNAPSHOT, type User } from '../users/rows.ts';
import { getUser } from '../users/service.ts';
import { keepSecret } from '../webhooks/secret.ts';
import { type CheckedData, checkedData } from '../webhooks/webhook-in-data.ts';
import { recordUserEvent } from './changed-event.ts';
import type { UserChanges } from './input.ts';
import { lockUser } from './locked-user.ts';
import { endPower, type LostPower, NOTHING_LOST } from './lost-power.ts';
import { checkStoredData } from './stored-data.ts';

export type ChangedUser = LostPower & { readonly user: User };

/**
 * Changes what is given and leaves the rest. `data` is merged key by key at the top level, in the
 * database, so that simultaneous merges lose nothing; a key set to null is removed.
 * With the role of an administrator, and while a user is suspended, what was made by it ends.
 * @throws NotFoundError, ConflictError when another user has the address
 */
export async function updateUser(
  app: App,
  caller: Caller,
  id: bigint,
  { data, ...given }: UserChanges,
): Promise<ChangedUser> {
  const checked = data ? await checkedData(app, data) : undefined;
  const change = { fields: givenFields(given), checked, touchedData: Object.keys(data ?? {}) };
  if (checked === undefined && Object.keys(change.fields).length === 0)
    return { user: await getUser(app, id), ...NOTHING_LOST };

  const changed = inTransaction(app, caller, async (unit) => {
    // A role or another address gives somebody new rights, as a key does.
    await checkStillWorks(unit, [id]);
    return await writeChange(unit, id, change);
  });
  return await changed.catch((error: unknown) => {
    throw isUniqueViolation(error) ? new ConflictError(EMAIL_TAKEN) : error;
  });
}

/**
 * The same for what the user itself holds, in a transaction of the caller.
 * @throws NotFoundError; a violation of uniqueness when another user has the address
 */
export function updateWithin(
  unit: UnitOfWork,
  id: bigint,
  given: Omit<UserChanges, 'data'>,
  more: MoreOfChange,
): Promise<ChangedUser> {
  return writeChange(unit, id, {
    fields: givenFields(given),
    checked: undefined,
    touchedData: [],
    more,
  });
}

type Fields = ReturnType<typeof givenFields<Omit<UserChanges, 'data'>>>;

type UserChange = {
  readonly fields: Fields;
  readonly checked: CheckedData | undefined;
  readonly touchedData: readonly string[];
  readonly more?: MoreOfChange;
};

/** What else changed with a user, for the audit log. */
export type MoreOfChange = { readonly before: JsonObject; readonly after: JsonObject };

async function writeChange(
  unit: UnitOfWork,
  id: bigint,
  { fields, checked, touchedData, more }: UserChange,
): Promise<ChangedUser> {
  const { isAdmin, snapshot, now } = await lockUser(unit, id);
  await unit.prisma.user.updateMany({ where: { id }, data: { ...fields, updatedAt: now } });
  // What an operator decides of it is no longer the affair of an identity provider.
  if (more === undefined && fields.isActive !== undefined)
    await unit.prisma.provisionedUser.updateMany({
      where: { userId: id, isSuspended: true },
      data: { isSuspended: false },
    });
  if (checked) await writeData(unit, id, checked.data);
  if (checked?.secret !== undefined) await keepSecret(unit, id, checked.secret);
  const user = await recordUserEvent(unit, id, {
    action: 'USER_UPDATED',
    before: more
      ? JSON.stringify({ ...(JSON.parse(snapshot) as object), ...more.before })
      : snapshot,
    after: sql`${USER_SNAPSHOT} || ${JSON.stringify({ touchedData, ...(checked?.isPrivate && { isPrivateTarget: true }), ...more?.after })}::jsonb`,
  });
  const losesPower = isAdmin && (fields.role === 'user' || fields.isActive === false);
  return { user, ...(losesPower ? await endPower(unit, id) : NOTHING_LOST) };
}

/** What would be too large once it is merged is rolled back. */
async function writeData({ rows }: UnitOfWork, id: bigint, patch: JsonObject): Promise<void> {
  const [data] = await rows<{ readonly merged: unknown; readonly before: unknown }>(sql`
    update users u set ${mergeData(patch)} from users old
    where u.id = ${id} and old.id = u.id
    returning u.data as merged, old.data as before`);
  if (data !== undefined) checkStoredData(data.merged, data.before);
}

export const EMAIL_TAKEN =
  'email is already used by another user; choose another or delete that user first';

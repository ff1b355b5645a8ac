import sql, { empty, type Sql } from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { ConflictError, NotFoundError } from '../../core/errors.ts';
import { isStorable } from '../../core/input/integer.ts';
import { isUniqueViolation } from '../../data/errors.ts';
import type { Caller } from '../../security/callers/caller.ts';
import { inTransaction, type UnitOfWork } from '../../security/unit-of-work.ts';
import { changeUserSql } from '../users/change-sql.ts';
import { mergeData, USER_SNAPSHOT, type User } from '../users/rows.ts';
import { getUser } from '../users/service.ts';
import { keepSecret } from '../webhooks/secret.ts';
import { checkedData } from '../webhooks/webhook-in-data.ts';
import type { UserChanges } from './input.ts';
import { endPower, type LostPower, NOTHING_LOST, wasAdmin } from './lost-power.ts';
import { BEFORE_LARGE, checkStoredData } from './stored-data.ts';

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
  given: UserChanges,
): Promise<ChangedUser> {
  if (!isStorable(id)) throw new NotFoundError('User');
  const checked = given.data ? await checkedData(app, given.data) : undefined;
  const changes = checked ? { ...given, data: checked.data } : given;
  const assignments = assignmentsOf(changes);
  if (assignments.length === 0) return { user: await getUser(app, id), ...NOTHING_LOST };

  const touched = { touchedData: Object.keys(given.data ?? {}) };
  const statement = changeUserSql(app, caller, {
    id,
    set: assignments,
    also: checked ? sql`, ${BEFORE_LARGE}` : empty,
    event: {
      action: 'USER_UPDATED',
      before: sql`(select ${USER_SNAPSHOT} from old u)`,
      after: sql`${USER_SNAPSHOT} || ${JSON.stringify(touched)}::jsonb`,
    },
  });
  const mayEndPower = changes.role === 'user' || changes.isActive === false;
  const write = { id, statement, secret: checked?.secret, mayEndPower };
  const updated =
    checked === undefined && !mayEndPower
      ? app.db.rows<User>(statement).then(([user]) => user && { user, ...NOTHING_LOST })
      : inTransaction(app, caller, (step) => writeChange(step, write));
  const changed = await updated.catch((error: unknown) => {
    throw isUniqueViolation(error) ? new ConflictError(EMAIL_TAKEN) : error;
  });
  if (changed === undefined) throw new NotFoundError('User');
  return changed;
}

type Write = {
  readonly id: bigint;
  readonly statement: Sql;
  /** Absent: it stays. */
  readonly secret: string | null | undefined;
  readonly mayEndPower: boolean;
};

/** What would be too large once it is merged is rolled back. */
async function writeChange(step: UnitOfWork, write: Write): Promise<ChangedUser | undefined> {
  const { id, statement, secret, mayEndPower } = write;
  const losesPower = mayEndPower && (await wasAdmin(step, id));
  const [found] = await step.rows<User & { readonly before?: unknown }>(statement);
  if (found === undefined) return undefined;
  const { before, ...user } = found;
  if ('before' in found) checkStoredData(user.data, before);
  if (secret !== undefined) await keepSecret(step, id, secret);
  return { user, ...(losesPower ? await endPower(step, id) : NOTHING_LOST) };
}

export const EMAIL_TAKEN =
  'email is already used by another user; choose another or delete that user first';

function assignmentsOf(changes: UserChanges): readonly Sql[] {
  return [
    assign(sql`email`, changes.email),
    assign(sql`name`, changes.name),
    assign(sql`image_url`, changes.imageUrl),
    assign(sql`role`, changes.role),
    assign(sql`is_active`, changes.isActive),
    assign(sql`max_concurrent_bots`, changes.maxConcurrentBots),
    changes.data ? mergeData(changes.data) : empty,
  ].filter((assignment) => assignment !== empty);
}

function assign(column: Sql, value: string | number | boolean | null | undefined): Sql {
  return value === undefined ? empty : sql`${column} = ${value}`;
}

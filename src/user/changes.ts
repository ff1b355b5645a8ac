import sql, { empty, type Sql } from 'sql-template-tag';
import type { App } from '../app.ts';
import { trailSql } from '../audit/trail.ts';
import type { Caller } from '../auth/caller.ts';
import { nowSql } from '../clock.ts';
import type { Rows } from '../database/database.ts';
import { isUniqueViolation } from '../database/errors.ts';
import { ConflictError, NotFoundError } from '../errors.ts';
import { isStorable } from '../input/integer.ts';
import { type CheckedData, checkedData } from '../webhook/in-data.ts';
import { keepSecret } from '../webhook/secret.ts';
import { changeUserSql } from './change-sql.ts';
import type { CreateUserInput, UserChanges } from './input.ts';
import { mergeData, USER_COLUMNS, USER_SNAPSHOT, type User } from './rows.ts';
import { findUserByEmail, getUser } from './service.ts';

export type CreatedUser = { readonly user: User; readonly created: boolean };

/** What a new user is to be, with data that was checked. */
export type NewUser = Omit<CreateUserInput, 'data'> & { readonly checked?: CheckedData };

/**
 * To be called outside of any transaction: the world outside is asked, which takes its time.
 * @throws InvalidInputError
 */
export async function checkUser(app: App, { data, ...rest }: CreateUserInput): Promise<NewUser> {
  return data ? { ...rest, checked: await checkedData(app, data) } : rest;
}

/**
 * Finds the user with this address, or creates it. An existing user stays as it is.
 * @param rows those of a transaction where there is a secret
 */
export async function createUser(
  app: App,
  caller: Caller,
  input: NewUser,
  rows: Rows,
): Promise<CreatedUser> {
  const inserted = await insertUser(app, caller, input, rows);
  if (inserted !== null) return { user: inserted, created: true };

  const existing = await findUserByEmail(app, input.email, rows);
  // Deleted between the two statements: there is room for it now.
  return existing === null
    ? createUser(app, caller, input, rows)
    : { user: existing, created: false };
}

/**
 * @param rows those of a transaction where there is a secret
 * @returns null when there is one with this address
 */
export async function insertUser(
  app: App,
  caller: Caller,
  input: NewUser,
  rows: Rows,
): Promise<User | null> {
  const now = nowSql(app.clock);
  const { data, secret } = input.checked ?? { data: {} };
  const [user] = await rows<User>(sql`
    with new as (
      insert into users as u (email, name, image_url, role, max_concurrent_bots, data, created_at, updated_at)
      values (${input.email}, ${input.name ?? null}, ${input.imageUrl ?? null}, ${input.role ?? 'user'},
        ${input.maxConcurrentBots ?? null}, ${JSON.stringify(data)}::jsonb, ${now}, ${now})
      on conflict do nothing
      returning u.*),
    trail as (${trailSql(app, caller, {
      action: 'USER_CREATED',
      target: 'User',
      rows: sql`new u`,
      id: sql`u.id`,
      after: USER_SNAPSHOT,
    })})
    select ${USER_COLUMNS} from new u`);
  if (user === undefined) return null;
  if (secret) await keepSecret(app, rows, user.id, secret);
  return user;
}

/**
 * Changes what is given and leaves the rest. `data` is merged key by key at the top level, in the
 * database, so that simultaneous merges lose nothing; a key set to null is removed.
 * @throws NotFoundError, ConflictError when another user has the address
 */
export async function updateUser(
  app: App,
  caller: Caller,
  id: bigint,
  given: UserChanges,
): Promise<User> {
  if (!isStorable(id)) throw new NotFoundError('User');
  const checked = given.data ? await checkedData(app, given.data) : undefined;
  const changes = checked ? { ...given, data: checked.data } : given;
  const assignments = assignmentsOf(changes);
  if (assignments.length === 0) return getUser(app, id);

  const touched = { touchedData: Object.keys(given.data ?? {}) };
  const statement = changeUserSql(app, caller, {
    id,
    set: assignments,
    event: {
      action: 'USER_UPDATED',
      before: sql`(select ${USER_SNAPSHOT} from old u)`,
      after: sql`${USER_SNAPSHOT} || ${JSON.stringify(touched)}::jsonb`,
    },
  });
  const secret = checked?.secret;
  const updated =
    secret === undefined
      ? app.db.rows<User>(statement)
      : app.db.transaction(async (rows) => {
          const found = await rows<User>(statement);
          if (found.length > 0) await keepSecret(app, rows, id, secret);
          return found;
        });
  const [user] = await updated.catch((error: unknown) => {
    throw isUniqueViolation(error) ? new ConflictError(EMAIL_TAKEN) : error;
  });
  if (user === undefined) throw new NotFoundError('User');
  return user;
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

import sql, { empty, join, type Sql } from 'sql-template-tag';
import type { App } from '../app.ts';
import { nowSql } from '../clock.ts';
import { isUniqueViolation } from '../database/errors.ts';
import { ConflictError, NotFoundError } from '../errors.ts';
import { INT64_MAX } from '../input/integer.ts';
import type { JsonObject } from '../input/json.ts';
import { revokeAllTokens } from '../token/service.ts';
import type { CreateUserInput, UserChanges } from './input.ts';
import { USER_COLUMNS, type User } from './rows.ts';

export type CreatedUser = { readonly user: User; readonly created: boolean };

/** Finds the user with this address, or creates it. An existing user stays as it is. */
export async function createUser(app: App, input: CreateUserInput): Promise<CreatedUser> {
  const inserted = await insertUser(app, input);
  if (inserted !== undefined) return { user: inserted, created: true };

  const existing = await findUserByEmail(app, input.email);
  // Deleted between the two statements: there is room for it now.
  return existing === null ? createUser(app, input) : { user: existing, created: false };
}

async function insertUser(app: App, input: CreateUserInput): Promise<User | undefined> {
  const now = nowSql(app.clock);
  const [user] = await app.db.rows<User>(sql`
    insert into users as u (email, name, image_url, role, max_concurrent_bots, data, created_at, updated_at)
    values (${input.email}, ${input.name ?? null}, ${input.imageUrl ?? null}, ${input.role ?? 'user'},
      ${input.maxConcurrentBots ?? null}, ${JSON.stringify(input.data ?? {})}::jsonb, ${now}, ${now})
    on conflict do nothing
    returning ${USER_COLUMNS}`);
  return user;
}

/** Addresses are the same without regard to case. */
export async function findUserByEmail(app: App, email: string): Promise<User | null> {
  const [user] = await app.db.rows<User>(sql`
    select ${USER_COLUMNS} from users u
    where lower(u.email) = lower(${email}) and u.deleted_at is null`);
  return user ?? null;
}

/** Many at once, in one statement; deleted users are not found. */
export function findUsers(app: App, ids: readonly bigint[]): Promise<User[]> {
  return app.db.rows<User>(sql`
    select ${USER_COLUMNS} from users u
    where u.id = any(${ids.filter(isStorable)}::bigint[]) and u.deleted_at is null`);
}

/** As `findUsers`, deleted ones included: what a user left behind still says whose it was. */
export function findOwners(app: App, ids: readonly bigint[]): Promise<User[]> {
  return app.db.rows<User>(
    sql`select ${USER_COLUMNS} from users u where u.id = any(${ids}::bigint[])`,
  );
}

export type Window = { readonly limit: number; readonly offset: number };

/** All users that are not deleted, by id. */
export function listUsers(app: App, { limit, offset }: Window): Promise<User[]> {
  return app.db.rows<User>(sql`
    select ${USER_COLUMNS} from users u where u.deleted_at is null
    order by u.id limit ${limit} offset ${offset}`);
}

/** @throws NotFoundError */
export async function getUser(app: App, id: bigint): Promise<User> {
  const [user] = await findUsers(app, [id]);
  if (user === undefined) throw new NotFoundError('User');
  return user;
}

function isStorable(id: bigint): boolean {
  return id > 0n && id <= INT64_MAX;
}

/** The number of bots that this user may run at once; 0 is none. */
export function maxConcurrentBots(app: App, user: User): number {
  return user.maxConcurrentBots ?? app.config.defaultMaxConcurrentBots;
}

/**
 * Changes what is given and leaves the rest. `data` is merged key by key at the top level, in the
 * database, so that simultaneous merges lose nothing; a key set to null is removed.
 * @throws NotFoundError, ConflictError when another user has the address
 */
export async function updateUser(app: App, id: bigint, changes: UserChanges): Promise<User> {
  if (!isStorable(id)) throw new NotFoundError('User');
  const assignments = assignmentsOf(changes);
  if (assignments.length === 0) return getUser(app, id);

  const [user] = await app.db
    .rows<User>(
      sql`
      update users u set ${join(assignments)}, updated_at = ${nowSql(app.clock)}
      where u.id = ${id} and u.deleted_at is null
      returning ${USER_COLUMNS}`,
    )
    .catch((error: unknown) => {
      if (isUniqueViolation(error))
        throw new ConflictError(
          'email is already used by another user; choose another or delete that user first',
        );
      throw error;
    });
  if (user === undefined) throw new NotFoundError('User');
  return user;
}

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

function mergeData(patch: JsonObject): Sql {
  const removed = Object.keys(patch).filter((key) => patch[key] === null);
  return sql`data = (u.data || ${JSON.stringify(patch)}::jsonb) - ${removed}::text[]`;
}

/**
 * Ends a user and all its keys at once. The row stays, hidden, so that the trail of what it did
 * stays readable; its address may be used again.
 * @throws NotFoundError
 */
export async function deleteUser(app: App, id: bigint): Promise<User> {
  if (!isStorable(id)) throw new NotFoundError('User');
  return await app.db.transaction(async (rows) => {
    const [user] = await rows<User>(sql`
      update users u set deleted_at = ${nowSql(app.clock)}
      where u.id = ${id} and u.deleted_at is null
      returning ${USER_COLUMNS}`);
    if (user === undefined) throw new NotFoundError('User');
    await revokeAllTokens(app, rows, id);
    return user;
  });
}

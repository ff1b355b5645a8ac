import sql, { type Sql } from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { NotFoundError } from '../../core/errors.ts';
import { normalAddress } from '../../core/input/email-address.ts';
import { isStorable } from '../../core/input/integer.ts';
import { rowRead } from '../../data/coalescing/shared-read.ts';
import type { Rows } from '../../data/database.ts';
import { type OffsetWindow, SMALL_PAGE, sliceOf } from '../../data/paging/page.ts';
import { orTooLarge } from '../../data/paging/too-large.ts';
import { opaqueIds } from '../../data/sql/opaque.ts';
import { USER_ROW_COLUMNS, type UserRow } from '../../security/callers/plain-user.ts';
import { USER_COLUMNS, type User } from './rows.ts';

/** Whatever the case, the Unicode form of its letters and the form of its domain are. */
export async function findUserByEmail(
  app: App,
  email: string,
  rows: Rows = app.db.rows,
): Promise<User | null> {
  const [user] = await rows<User>(sql`
    select ${USER_COLUMNS} from users u
    where u.email_folded = folded_address(${normalAddress(email)}) and u.deleted_at is null`);
  return user ?? null;
}

/** The same without free-form data, in a statement that requests which come at the same time share. */
export async function findUserRowByEmail(app: App, email: string): Promise<UserRow | null> {
  const [user] = await app.sharedReads.same<UserRow>(sql`
    select ${USER_ROW_COLUMNS} from users u
    where u.email_folded = folded_address(${normalAddress(email)}) and u.deleted_at is null`);
  return user ?? null;
}

/** Many at once, in one statement; deleted users are not found. */
function loadUsers(app: App, ids: readonly bigint[], rows: Rows = app.db.rows): Promise<User[]> {
  return rows<User>(sql`
    select ${USER_COLUMNS} from users u
    where u.id = any(${opaqueIds(ids.filter(isStorable))}) and u.deleted_at is null`);
}

/** As `loadUsers`, deleted ones included: what a user left behind still says whose it was. */
export function loadOwners(app: App, ids: readonly bigint[]): Promise<User[]> {
  return app.db.rows<User>(
    sql`select ${USER_COLUMNS} from users u where u.id = any(${opaqueIds(ids)})`,
  );
}

/** A user that was there once, deleted or not. */
export async function getOwner(app: App, id: bigint, rows: Rows = app.db.rows): Promise<User> {
  const [user] = await rows<User>(sql`select ${USER_COLUMNS} from users u where u.id = ${id}`);
  if (user === undefined) throw new NotFoundError('User');
  return user;
}

/** All users that are not deleted, by id. */
export function listUsers(app: App, window: OffsetWindow): Promise<User[]> {
  const read = window.limit > SMALL_PAGE ? app.db.largePages : app.sharedReads.sameOnReplica;
  return orTooLarge(sliceOf(window), () => read<User>(pageOf(window, USER_COLUMNS)));
}

/** The same without their free-form data. */
export function listUserRows(app: App, window: OffsetWindow): Promise<UserRow[]> {
  return app.sharedReads.sameOnReplica<UserRow>(pageOf(window, USER_ROW_COLUMNS));
}

function pageOf({ limit, offset }: OffsetWindow, columns: Sql): Sql {
  return sql`
    select ${columns} from users u where u.deleted_at is null
    order by u.id limit ${limit} offset ${offset}`;
}

/** As `loadUsers`, but in order, and in one statement with what other requests ask for. */
export function readUsers(app: App, ids: readonly bigint[]): Promise<readonly (User | null)[]> {
  return app.sharedReads.each(app, USERS_BY_ID, ids);
}

const USERS_BY_ID = rowRead(loadUsers);

/** @throws NotFoundError */
export async function getUser(app: App, id: bigint, rows?: Rows): Promise<User> {
  const [user] = await (rows ? loadUsers(app, [id], rows) : readUsers(app, [id]));
  if (!user) throw new NotFoundError('User');
  return user;
}

/** Whether there is such a user who is not suspended. */
export async function isActive(app: App, id: bigint): Promise<boolean> {
  const [user] = await readUsers(app, [id]);
  return user?.isActive ?? false;
}

/** The number of bots that this user may run at once; 0 is none. */
export function maxConcurrentBots(app: App, user: Pick<User, 'maxConcurrentBots'>): number {
  return user.maxConcurrentBots ?? app.config.defaultMaxConcurrentBots;
}

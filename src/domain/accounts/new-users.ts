import sql, { type Sql } from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { nowSql } from '../../core/clock.ts';
import type { GroupWrite } from '../../data/coalescing/group-commit.ts';
import type { Rows } from '../../data/database.ts';
import { restoreOrder, unnestRows } from '../../data/sql/unnest-rows.ts';
import { callerColumns, itemAuditEventsSql } from '../../security/audit/log.ts';
import type { Caller } from '../../security/callers/caller.ts';
import { isByItself, type UnitOfWork } from '../../security/unit-of-work.ts';
import { USER_COLUMNS, USER_SNAPSHOT, type User } from '../users/rows.ts';
import { findUserByEmail } from '../users/service.ts';
import { keepSecret } from '../webhooks/secret.ts';
import { type CheckedData, checkedData } from '../webhooks/webhook-in-data.ts';
import type { CreateUserInput } from './input.ts';

export type CreatedUser = { readonly user: User; readonly created: boolean };

/** What a new user is to be, with data that was checked. */
export type NewUser = Omit<CreateUserInput, 'data'> & { readonly checked?: CheckedData };

/** A user that somebody wants to create. */
type UserToCreate = {
  readonly caller: Caller;
  readonly input: NewUser;
  /** As JSON. */
  readonly data: string;
};

/** More of it goes alone: many share a statement, and it is not to hold many times what a request may. */
const MOST_SHARED_DATA = 8_192;

/**
 * To be called outside of any transaction: the world outside is asked, which takes its time.
 * @throws InvalidInputError
 */
export async function checkUser(app: App, { data, ...rest }: CreateUserInput): Promise<NewUser> {
  return data ? { ...rest, checked: await checkedData(app, data) } : rest;
}

/**
 * Finds the user with this address, or creates it. An existing user stays as it is.
 * @param unit that of a transaction where there is a secret
 */
export async function createUser(unit: UnitOfWork, input: NewUser): Promise<CreatedUser> {
  const inserted = await insertUser(unit, input);
  if (inserted !== null) return { user: inserted, created: true };

  const existing = await findUserByEmail(unit.app, input.email, unit.rows);
  // Deleted between the two statements: there is room for it now.
  return existing === null ? createUser(unit, input) : { user: existing, created: false };
}

/**
 * Outside of a transaction, those that come at the same time share a statement.
 * @param unit that of a transaction where there is a secret
 * @returns null when there is one with this address
 */
export async function insertUser(unit: UnitOfWork, input: NewUser): Promise<User | null> {
  const { app, caller, rows } = unit;
  const { data = {}, secret } = input.checked ?? {};
  const wanted: UserToCreate = { caller, input, data: JSON.stringify(data) };
  if (isByItself(unit) && !secret && wanted.data.length <= MOST_SHARED_DATA)
    return await app.groupCommit(app, INSERTION, wanted);
  const user = await insertAlone(app, rows, wanted);
  if (user && secret) await keepSecret(unit, user.id, secret);
  return user;
}

async function insertAlone(app: App, rows: Rows, wanted: UserToCreate): Promise<User | null> {
  const [user] = await insertUsers(app, rows, { all: [wanted], first: sql`(select) first` });
  return user ?? null;
}

/**
 * Those who share a statement do not wait long for an address that somebody else is about to take or
 * to give free: it is given up, and each is done by itself. They take addresses in one order.
 */
const PATIENCE = sql`set_config('lock_timeout', '50ms', true)`;

const INSERTION: GroupWrite<UserToCreate, User | null> = {
  inGroup: (app, all) => insertUsers(app, app.db.rows, { all, first: PATIENCE }),
  alone: (app, one) => insertAlone(app, app.db.rows, one),
};

/** @param first what is done before any address is taken */
type Insertion = { readonly all: readonly UserToCreate[]; readonly first: Sql };

/** Of several with one address, the first is created. */
async function insertUsers(
  app: App,
  rows: Rows,
  { all, first }: Insertion,
): Promise<(User | null)[]> {
  const now = nowSql(app.clock);
  const created = await rows<User & { readonly place: number }>(sql`
    with first as materialized (select from ${first}),
    items as materialized (
      select nextval('users_id_seq') as id, i.* from first, ${usersToCreateSql(all)}),
    new as (
      insert into users as u (id, email, name, image_url, role, max_concurrent_bots, data, created_at, updated_at)
      select i.id, i.email, i.name, i.image_url, i.role, i.max_concurrent_bots, i.data::jsonb, ${now}, ${now}
      from items i order by folded_address(i.email) collate "C", i.place
      on conflict do nothing
      returning u.*),
    trail as (${itemAuditEventsSql(app, {
      action: 'USER_CREATED',
      target: 'User',
      rows: sql`new u join items i on i.id = u.id`,
      id: sql`u.id`,
      after: USER_SNAPSHOT,
    })})
    select i.place::int as place, ${USER_COLUMNS} from new u join items i on i.id = u.id`);
  return restoreOrder(all, created).map((user) => user ?? null);
}

function usersToCreateSql(all: readonly UserToCreate[]): Sql {
  const text = (tell: (input: NewUser) => string | null | undefined) =>
    ({ type: 'text', values: all.map(({ input }) => tell(input)) }) as const;
  return unnestRows({
    ...callerColumns(all.map(({ caller }) => caller)),
    email: text(({ email }) => email),
    name: text(({ name }) => name),
    image_url: text(({ imageUrl }) => imageUrl),
    role: text(({ role }) => role ?? 'user'),
    max_concurrent_bots: {
      type: 'integer',
      values: all.map(({ input }) => input.maxConcurrentBots),
    },
    data: { type: 'text', values: all.map(({ data }) => data) },
  });
}

import sql, { join, type Sql } from 'sql-template-tag';
import { normalAddress } from '../../core/input/email-address.ts';
import {
  allOf,
  during,
  type EqualityFilter,
  equality,
  type Folding,
  foldedText,
  is,
  matching,
  type TextFilter,
  type TimeFilter,
  wordIn,
} from '../../data/paging/filter.ts';
import type { List } from '../../data/paging/list.ts';
import type { OrderColumn } from '../../data/paging/page.ts';
import { USER, type User } from './rows.ts';

export type UserFilter = {
  readonly id?: EqualityFilter<bigint> | null | undefined;
  readonly email?: TextFilter | null | undefined;
  readonly name?: TextFilter | null | undefined;
  /** A part of the name or of the address. */
  readonly search?: string | null | undefined;
  readonly role?: EqualityFilter<string> | null | undefined;
  readonly isActive?: boolean | null | undefined;
  readonly hasWebhook?: boolean | null | undefined;
  readonly createdAt?: TimeFilter | null | undefined;
};

/** A user with what it is sorted by: the database folds both, and in one order everywhere. */
type ListedUser = User & { readonly emailFolded: string; readonly nameFolded: string };

const ADDRESS: Folding = {
  column: sql`u.email_folded`,
  fold: (text) => sql`folded_address(${text})`,
  // A part without an @ may be one of the domain.
  foldPart: (text) => sql`folded_letters(${text}, 'ßς')`,
};
const ROLES = { known: ['user', 'admin'], rest: 'other' };
/** An address of a webhook, as it is read from the data. */
const HAS_WEBHOOK = sql`coalesce(jsonb_typeof(u.data -> 'webhook_url') = 'string' and u.data ->> 'webhook_url' <> '', false)`;
const NAME: Folding = { column: sql`u.name_folded`, fold: foldedText };

export const USERS: List<ListedUser, UserFilter> = {
  table: sql`users u`,
  columns: { ...USER, emailFolded: sql`u.email_folded`, nameFolded: sql`u.name_folded` },
  id: sql`u.id`,
  mayUseReplica: true,
  where: (_app, filter) =>
    allOf([
      sql`u.deleted_at is null`,
      ...equality(sql`u.id`, sql`bigint`, filter.id),
      ...matching(ADDRESS, withNormalAddresses(filter.email)),
      ...named(filter.name),
      ...found(filter.search),
      ...wordIn(sql`u.role`, ROLES, filter.role),
      ...is(sql`u.is_active`, filter.isActive),
      ...is(HAS_WEBHOOK, filter.hasWebhook),
      ...during(sql`u.created_at`, filter.createdAt),
    ]),
};

export const USER_ORDERS = {
  CREATED_AT: {
    name: 'CREATED_AT',
    expression: sql`u.created_at`,
    cast: sql`timestamptz`,
    reads: ['id', 'createdAt'],
    valueOf: (user) => user.createdAt.toISOString(),
  },
  UPDATED_AT: {
    name: 'UPDATED_AT',
    expression: sql`u.updated_at`,
    cast: sql`timestamptz`,
    reads: ['id', 'updatedAt'],
    valueOf: (user) => user.updatedAt.toISOString(),
  },
  EMAIL: {
    name: 'EMAIL',
    expression: sql`u.email_folded`,
    cast: sql`text`,
    reads: ['id', 'emailFolded'],
    valueOf: (user) => user.emailFolded,
  },
  NAME: {
    name: 'NAME',
    expression: sql`u.name_folded`,
    cast: sql`text`,
    reads: ['id', 'nameFolded'],
    valueOf: (user) => user.nameFolded,
  },
} as const satisfies Record<string, OrderColumn<ListedUser>>;

function withNormalAddresses(filter: UserFilter['email']): UserFilter['email'] {
  return (
    filter && {
      ...filter,
      eq: filter.eq == null ? filter.eq : normalAddress(filter.eq),
      in: filter.in?.map(normalAddress),
    }
  );
}

/** The folded name of a user without one is empty: it sorts first, and matches nothing. */
function named(filter: UserFilter['name']): Sql[] {
  const conditions = matching(NAME, filter);
  return conditions.length === 0 ? [] : [sql`u.name is not null`, ...conditions];
}

/** In the address or in the name, each by its own rule of what is the same. */
function found(search: UserFilter['search']): Sql[] {
  if (search == null) return [];
  const part = { contains: search };
  const either = [matching(ADDRESS, part), named(part)].map(allOf);
  return [sql`(${join(either, ' or ')})`];
}

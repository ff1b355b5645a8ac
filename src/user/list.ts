import sql from 'sql-template-tag';
import {
  allOf,
  during,
  type EqualityFilter,
  equality,
  is,
  matching,
  type TextFilter,
  type TimeFilter,
} from '../paging/filter.ts';
import type { List } from '../paging/list.ts';
import type { OrderColumn } from '../paging/page.ts';
import { USER, type User } from './rows.ts';

export type UserFilter = {
  readonly id?: EqualityFilter<bigint> | null | undefined;
  readonly email?: TextFilter | null | undefined;
  readonly name?: TextFilter | null | undefined;
  readonly role?: EqualityFilter<string> | null | undefined;
  readonly isActive?: boolean | null | undefined;
  readonly createdAt?: TimeFilter | null | undefined;
};

export const USERS: List<User, UserFilter> = {
  name: 'users',
  table: sql`users u`,
  columns: USER,
  id: sql`u.id`,
  where: (_app, filter) =>
    allOf([
      sql`u.deleted_at is null`,
      ...equality(sql`u.id`, sql`bigint`, filter.id),
      ...matching(sql`u.email`, filter.email),
      ...matching(sql`u.name`, filter.name),
      ...equality(sql`u.role`, sql`text`, filter.role),
      ...is(sql`u.is_active`, filter.isActive),
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
    // One order everywhere, whatever the locale of the database.
    expression: sql`lower(u.email) collate "C"`,
    cast: sql`text`,
    reads: ['id', 'email'],
    valueOf: (user) => user.email.toLowerCase(),
  },
} as const satisfies Record<string, OrderColumn<User>>;

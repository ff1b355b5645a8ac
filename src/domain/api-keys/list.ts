import sql, { raw, type Sql } from 'sql-template-tag';
import { nowSql } from '../../core/clock.ts';
import { endColumn } from '../../data/paging/end-column.ts';
import {
  allOf,
  during,
  type EqualityFilter,
  equality,
  is,
  matching,
  type TextFilter,
  type TimeFilter,
  textFolding,
} from '../../data/paging/filter.ts';
import type { List } from '../../data/paging/list.ts';
import type { OrderColumn } from '../../data/paging/page.ts';
import { type KeyStatus, keyStatusSql } from '../../security/keys/working.ts';
import { lastUse } from '../usage/last-use.ts';
import { later } from '../usage/unwritten.ts';
import { ofUserSql, type UserName } from '../users/named.ts';
import { TOKEN, type Token } from './rows.ts';

export type TokenFilter = {
  readonly id?: EqualityFilter<bigint> | null | undefined;
  readonly userId?: EqualityFilter<bigint> | null | undefined;
  readonly user?: UserName | null | undefined;
  readonly name?: TextFilter | null | undefined;
  readonly status?: EqualityFilter<KeyStatus> | null | undefined;
  readonly createdAt?: TimeFilter | null | undefined;
  readonly expiresAt?: TimeFilter | null | undefined;
  readonly lastUsedAt?: TimeFilter | null | undefined;
  readonly isUsed?: boolean | null | undefined;
  /** Not used since then, which includes keys that were never used. */
  readonly unusedSince?: Date | null | undefined;
};

/** A key with its last use as it is written, by which it is sorted. */
type ListedToken = Token & { readonly lastUse: Date | null; lastUsedAt?: Date | null };

/** By the index of each key: few of them are on a page. */
const LAST_USE = lastUse(
  sql`(select a.last_at from token_usage a where a.token_id = t.id)`,
  sql`t.last_used_at`,
);

export const TOKENS: List<ListedToken, TokenFilter> = {
  table: sql`api_tokens t`,
  columns: { ...TOKEN, lastUse: LAST_USE },
  id: sql`t.id`,
  parent: sql`t.user_id`,
  complete: ({ usage }) => {
    const unwritten = usage.beside();
    return (token) => {
      // Requests that share a row complete it one after the other.
      const { lastUse: written, lastUsedAt = written } = token;
      if (written !== undefined) token.lastUsedAt = later(lastUsedAt, unwritten.lastUse(token.id));
    };
  },
  where: (app, filter) =>
    allOf([
      ...equality(sql`t.id`, sql`bigint`, filter.id),
      ...equality(sql`t.user_id`, sql`bigint`, filter.userId),
      ...ofUserSql(sql`t.user_id`, filter.user),
      ...matching(textFolding(sql`t.name`), filter.name),
      ...equality(keyStatusSql(sql`t`, nowSql(app.clock)), sql`text`, filter.status),
      ...during(sql`t.created_at`, filter.createdAt),
      ...during(sql`t.expires_at`, filter.expiresAt),
      ...during(LAST_USE, filter.lastUsedAt),
      ...is(sql`(${LAST_USE} is not null)`, filter.isUsed),
      ...unusedSince(filter.unusedSince),
    ]),
};

function unusedSince(time: TokenFilter['unusedSince']): Sql[] {
  return time == null ? [] : [sql`(${LAST_USE} >= ${time}) is not true`];
}

/** Whether a list shows what requests are counted for, which is written once a second. */
export function concernsUse(
  { lastUsedAt, isUsed, unusedSince: since }: TokenFilter,
  field: keyof typeof TOKEN_ORDERS,
): boolean {
  return field === 'LAST_USED_AT' || lastUsedAt != null || isUsed != null || since != null;
}

/** Earlier than all times of this service. */
const NEVER_USED = '0001-01-01T00:00:00.000Z';

export const TOKEN_ORDERS = {
  CREATED_AT: {
    name: 'CREATED_AT',
    expression: sql`t.created_at`,
    cast: sql`timestamptz`,
    reads: ['id', 'createdAt'],
    valueOf: (token) => token.createdAt.toISOString(),
  },
  EXPIRES_AT: endColumn<Token>({
    name: 'EXPIRES_AT',
    column: sql`t.expires_at`,
    reads: ['id', 'expiresAt'],
    endOf: (token) => token.expiresAt,
  }),
  LAST_USED_AT: {
    name: 'LAST_USED_AT',
    // Of many keys at once: to look them up one by one would take most of the time.
    join: sql`left join token_usage used on used.token_id = t.id`,
    expression: sql`coalesce(${lastUse(sql`used.last_at`, sql`t.last_used_at`)}, ${raw(`'${NEVER_USED}'`)}::timestamptz)`,
    cast: sql`timestamptz`,
    reads: ['id', 'lastUse'],
    valueOf: (token) => token.lastUse?.toISOString() ?? NEVER_USED,
  },
} as const satisfies Record<string, OrderColumn<ListedToken>>;

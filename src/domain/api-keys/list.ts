import sql from 'sql-template-tag';
import { nowSql } from '../../core/clock.ts';
import {
  allOf,
  during,
  type EqualityFilter,
  equality,
  matching,
  type TextFilter,
  type TimeFilter,
  textIn,
} from '../../data/paging/filter.ts';
import type { List } from '../../data/paging/list.ts';
import type { OrderColumn } from '../../data/paging/page.ts';
import { type KeyStatus, keyStatusSql } from '../../security/keys/working.ts';
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
};

export const TOKENS: List<Token, TokenFilter> = {
  table: sql`api_tokens t`,
  columns: TOKEN,
  id: sql`t.id`,
  parent: sql`t.user_id`,
  where: (app, filter) =>
    allOf([
      ...equality(sql`t.id`, sql`bigint`, filter.id),
      ...equality(sql`t.user_id`, sql`bigint`, filter.userId),
      ...ofUserSql(sql`t.user_id`, filter.user),
      ...matching(textIn(sql`t.name`), filter.name),
      ...equality(keyStatusSql(sql`t`, nowSql(app.clock)), sql`text`, filter.status),
      ...during(sql`t.created_at`, filter.createdAt),
      ...during(sql`t.expires_at`, filter.expiresAt),
    ]),
};

export const TOKEN_ORDER: OrderColumn<Token> = {
  name: 'CREATED_AT',
  expression: sql`t.created_at`,
  cast: sql`timestamptz`,
  reads: ['id', 'createdAt'],
  valueOf: (token) => token.createdAt.toISOString(),
};

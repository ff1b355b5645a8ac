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
import { expiredSql } from '../../security/keys/working.ts';
import { TOKEN, type Token } from './rows.ts';
import type { KeyStatus } from './service.ts';

export type TokenFilter = {
  readonly id?: EqualityFilter<bigint> | null | undefined;
  readonly userId?: EqualityFilter<bigint> | null | undefined;
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
  where: (app, filter) => {
    const now = nowSql(app.clock);
    const status = sql`case when t.revoked_at is not null then 'REVOKED'
      when ${expiredSql(sql`t`, now)} then 'EXPIRED'
      when t.retires_at is not null then 'RETIRING' else 'ACTIVE' end`;
    return allOf([
      ...equality(sql`t.id`, sql`bigint`, filter.id),
      ...equality(sql`t.user_id`, sql`bigint`, filter.userId),
      ...matching(textIn(sql`t.name`), filter.name),
      ...equality(status, sql`text`, filter.status),
      ...during(sql`t.created_at`, filter.createdAt),
      ...during(sql`t.expires_at`, filter.expiresAt),
    ]);
  },
};

export const TOKEN_ORDER: OrderColumn<Token> = {
  name: 'CREATED_AT',
  expression: sql`t.created_at`,
  cast: sql`timestamptz`,
  reads: ['id', 'createdAt'],
  valueOf: (token) => token.createdAt.toISOString(),
};

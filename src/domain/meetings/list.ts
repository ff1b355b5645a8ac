import sql from 'sql-template-tag';
import {
  allOf,
  during,
  type EqualityFilter,
  equality,
  matching,
  type TextFilter,
  type TimeFilter,
  textIn,
  wordIn,
} from '../../data/paging/filter.ts';
import type { List } from '../../data/paging/list.ts';
import type { Order, OrderColumn } from '../../data/paging/page.ts';
import { ofUserSql, type UserName } from '../users/named.ts';
import { USER } from '../users/rows.ts';
import { MEETING, type Meeting } from './rows.ts';
import { STATUSES } from './status.ts';
import { PLATFORMS } from './vocabulary.ts';

export type MeetingFilter = {
  readonly id?: EqualityFilter<bigint> | null | undefined;
  readonly userId?: EqualityFilter<bigint> | null | undefined;
  readonly user?: UserName | null | undefined;
  /** Known words, and `OTHER` for all the rest. */
  readonly platform?: EqualityFilter<string> | null | undefined;
  /** Known words, and `UNKNOWN` for all the rest. */
  readonly status?: EqualityFilter<string> | null | undefined;
  readonly nativeMeetingId?: TextFilter | null | undefined;
  readonly createdAt?: TimeFilter | null | undefined;
  readonly startTime?: TimeFilter | null | undefined;
};

export const OTHER = 'OTHER';
export const UNKNOWN = 'UNKNOWN';

export const MEETINGS: List<Meeting, MeetingFilter> = {
  table: sql`meetings m`,
  columns: MEETING,
  id: sql`m.id`,
  parent: sql`m.user_id`,
  joined: { name: 'owner', join: sql`join users u on u.id = m.user_id`, columns: USER },
  keptCount: 'meetings',
  where: (_app, filter) =>
    allOf([
      ...equality(sql`m.id`, sql`bigint`, filter.id),
      ...equality(sql`m.user_id`, sql`bigint`, filter.userId),
      ...ofUserSql(sql`m.user_id`, filter.user),
      ...wordIn(sql`m.platform`, { known: PLATFORMS, rest: OTHER }, filter.platform),
      ...wordIn(sql`m.status`, { known: STATUSES, rest: UNKNOWN }, filter.status),
      ...matching(textIn(sql`m.native_meeting_id`), filter.nativeMeetingId),
      ...during(sql`m.created_at`, filter.createdAt),
      ...during(sql`m.start_time`, filter.startTime),
    ]),
};

export const MEETING_ORDERS = {
  CREATED_AT: {
    name: 'CREATED_AT',
    expression: sql`m.created_at`,
    cast: sql`timestamptz`,
    reads: ['id', 'createdAt'],
    valueOf: (meeting) => meeting.createdAt.toISOString(),
  },
  UPDATED_AT: {
    name: 'UPDATED_AT',
    expression: sql`m.updated_at`,
    cast: sql`timestamptz`,
    reads: ['id', 'updatedAt'],
    valueOf: (meeting) => meeting.updatedAt.toISOString(),
  },
} as const satisfies Record<string, OrderColumn<Meeting>>;

export const NEWEST_FIRST: Order<Meeting> = {
  column: MEETING_ORDERS.CREATED_AT,
  direction: 'DESC',
};

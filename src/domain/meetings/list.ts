import sql from 'sql-template-tag';
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
  wordIn,
} from '../../data/paging/filter.ts';
import type { List } from '../../data/paging/list.ts';
import type { Order, OrderColumn } from '../../data/paging/page.ts';
import { ofUserSql, type UserName } from '../users/named.ts';
import { USER } from '../users/rows.ts';
import { FAULT, type Fault } from './faults.ts';
import { MEETING, type Meeting } from './rows.ts';
import { isFinalSql, STATUSES } from './status.ts';
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
  readonly endTime?: TimeFilter | null | undefined;
  readonly isOver?: boolean | null | undefined;
  readonly completionReason?: string | null | undefined;
  readonly fault?: EqualityFilter<Fault> | null | undefined;
};

/** Its status is final, or it has an end. */
export const IS_OVER = sql`(${isFinalSql(sql`m.status`)} or m.end_time is not null)`;

export const OTHER = 'OTHER';
export const UNKNOWN = 'UNKNOWN';

export const MEETINGS: List<Meeting, MeetingFilter> = {
  table: sql`meetings m`,
  columns: MEETING,
  id: sql`m.id`,
  parent: sql`m.user_id`,
  joined: { name: 'owner', join: sql`join users u on u.id = m.user_id`, columns: USER },
  keptCount: 'meetings',
  mayUseReplica: true,
  where: (_app, filter) =>
    allOf([
      ...equality(sql`m.id`, sql`bigint`, filter.id),
      ...equality(sql`m.user_id`, sql`bigint`, filter.userId),
      ...ofUserSql(sql`m.user_id`, filter.user),
      ...wordIn(sql`m.platform`, { known: PLATFORMS, rest: OTHER }, filter.platform),
      ...wordIn(sql`m.status`, { known: STATUSES, rest: UNKNOWN }, filter.status),
      ...matching(textFolding(sql`m.native_meeting_id`), filter.nativeMeetingId),
      ...during(sql`m.created_at`, filter.createdAt),
      ...during(sql`m.start_time`, filter.startTime),
      ...during(sql`m.end_time`, filter.endTime),
      ...is(IS_OVER, filter.isOver),
      ...equality(sql`m.completion_reason`, sql`text`, { eq: filter.completionReason }),
      ...equality(FAULT, sql`text`, filter.fault),
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
  END_TIME: endColumn<Meeting>({
    name: 'END_TIME',
    column: sql`m.end_time`,
    reads: ['id', 'endTime'],
    endOf: (meeting) => meeting.endTime,
  }),
} as const satisfies Record<string, OrderColumn<Meeting>>;

export const NEWEST_FIRST: Order<Meeting> = {
  column: MEETING_ORDERS.CREATED_AT,
  direction: 'DESC',
};

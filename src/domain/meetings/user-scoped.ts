import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { allOf, equality } from '../../data/paging/filter.ts';
import type { List } from '../../data/paging/list.ts';
import { type OffsetWindow, type Page, sliceOf } from '../../data/paging/page.ts';
import { readPageBelow } from '../../data/paging/page-below.ts';
import { MEETINGS, NEWEST_FIRST } from './list.ts';
import type { Meeting } from './rows.ts';
import { statusHere } from './vocabulary.ts';

/** Status and platform in the words that were recorded. */
type Words = { readonly status?: string | undefined; readonly platform?: string | undefined };

const USER_MEETINGS: List<Meeting, Words> = {
  ...MEETINGS,
  where: (_app, { status, platform }) =>
    allOf([
      ...equality(sql`m.status`, sql`text`, { eq: status && statusHere(status) }),
      ...equality(sql`m.platform`, sql`text`, { eq: platform }),
    ]),
};

/** One user's meetings, newest first. */
export function listUserMeetings(
  app: App,
  userId: bigint,
  { limit, offset, ...filter }: OffsetWindow & Words,
): Promise<Page<Meeting>> {
  const args = { filter, order: NEWEST_FIRST, slice: sliceOf({ limit, offset }) };
  return readPageBelow(app, USER_MEETINGS, userId, args);
}

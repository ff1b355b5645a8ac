import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { allOf, equality } from '../../data/paging/filter.ts';
import { type List, readPages } from '../../data/paging/list.ts';
import { pageRead } from '../../data/paging/loader.ts';
import { type OffsetWindow, type Page, SMALL_PAGE, sliceOf } from '../../data/paging/page.ts';
import { orTooLarge } from '../../data/paging/too-large.ts';
import { MEETINGS, NEWEST_FIRST } from './list.ts';
import type { Meeting } from './rows.ts';

/** Status and platform in the words that were recorded. */
type Words = { readonly status?: string | undefined; readonly platform?: string | undefined };

const USER_MEETINGS: List<Meeting, Words> = {
  ...MEETINGS,
  where: (_app, { status, platform }) =>
    allOf([
      ...equality(sql`m.status`, sql`text`, { eq: status }),
      ...equality(sql`m.platform`, sql`text`, { eq: platform }),
    ]),
};

/** One user's meetings, newest first; users who ask for the same part at the same time share a statement. */
export async function listUserMeetings(
  app: App,
  userId: bigint,
  { limit, offset, ...filter }: OffsetWindow & Words,
): Promise<Page<Meeting>> {
  const slice = sliceOf({ limit, offset });
  const args = { filter, order: NEWEST_FIRST, slice };
  const findMany = () =>
    readPages(app, USER_MEETINGS, { ...args, parentIds: [userId], read: app.db.largePages });
  const [page] = await orTooLarge(slice, () =>
    limit > SMALL_PAGE
      ? findMany()
      : app.sharedReads.each(app, pageRead(USER_MEETINGS, args), [userId]),
  );
  return page ?? { rows: [], hasNextPage: false, hasPreviousPage: false };
}

import sql from 'sql-template-tag';
import type { App } from '../app.ts';
import { allOf, equality } from '../paging/filter.ts';
import { type List, readPages } from '../paging/list.ts';
import { type Page, sliceOf, type Window } from '../paging/page.ts';
import { MEETINGS, NEWEST_FIRST } from './list.ts';
import type { Meeting } from './rows.ts';

/** Status and platform in the words that were recorded. */
type Words = { readonly status?: string | undefined; readonly platform?: string | undefined };

const OWN_MEETINGS: List<Meeting, Words> = {
  ...MEETINGS,
  where: (_app, { status, platform }) =>
    allOf([
      ...equality(sql`m.status`, sql`text`, { eq: status }),
      ...equality(sql`m.platform`, sql`text`, { eq: platform }),
    ]),
};

/** Longer pages than these are better read by themselves: all would wait for all. */
const WORTH_SHARING = 100;

/** One user's meetings, newest first; users who ask for the same part at the same time share a statement. */
export async function listOwnMeetings(
  app: App,
  userId: bigint,
  { limit, offset, ...filter }: Window & Words,
): Promise<Page<Meeting>> {
  const args = { filter, order: NEWEST_FIRST, slice: sliceOf({ limit, offset }) };
  const find = (parentIds: readonly bigint[]) =>
    readPages(app, OWN_MEETINGS, { ...args, parentIds });
  const name = `own meetings ${JSON.stringify([limit, offset, filter])}`;
  const [page] =
    limit > WORTH_SHARING ? await find([userId]) : await app.together.each(name, [userId], find);
  return page ?? { rows: [], hasNextPage: false, hasPreviousPage: false };
}

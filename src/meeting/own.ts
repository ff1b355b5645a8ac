import sql from 'sql-template-tag';
import type { App } from '../app.ts';
import { allOf, equality } from '../paging/filter.ts';
import { type List, readPages } from '../paging/list.ts';
import type { Page } from '../paging/page.ts';
import { MEETING_ORDERS, MEETINGS } from './list.ts';
import type { Meeting } from './rows.ts';

/** Status and platform in the words that were recorded. */
type Words = { readonly status?: string | undefined; readonly platform?: string | undefined };

export type OwnMeetings = Words & { readonly limit: number; readonly offset: number };

const OWN_MEETINGS: List<Meeting, Words> = {
  ...MEETINGS,
  where: (_app, { status, platform }) =>
    allOf([
      ...equality(sql`m.status`, sql`text`, { eq: status }),
      ...equality(sql`m.platform`, sql`text`, { eq: platform }),
    ]),
};

/** One user's meetings, newest first; users who ask for the same at the same time share a statement. */
export async function listOwnMeetings(
  app: App,
  userId: bigint,
  { limit, offset, ...filter }: OwnMeetings,
): Promise<Page<Meeting>> {
  const args = {
    filter,
    order: { column: MEETING_ORDERS.CREATED_AT, direction: 'DESC' },
    slice: { limit, offset, backwards: false, after: null, before: null },
  } as const;
  const name = `own meetings ${JSON.stringify([limit, offset, filter])}`;
  const [page] = await app.together.each(name, [userId], (parentIds) =>
    readPages(app, OWN_MEETINGS, { ...args, parentIds }),
  );
  return page ?? { rows: [], hasNextPage: false, hasPreviousPage: false };
}

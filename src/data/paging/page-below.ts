import type { App } from '../../core/app.ts';
import type { Argument } from '../coalescing/shared-read.ts';
import { type List, type ListArgs, readPages } from './list.ts';
import { pageRead } from './loader.ts';
import { type Page, SMALL_PAGE } from './page.ts';
import { orTooLarge } from './too-large.ts';

/**
 * One page below one parent. Callers who ask for the same part at the same time share a statement, unless
 * it is large: there are few of these at a time.
 * @throws InvalidInputError that names the limit, where the rows hold more than an answer may
 */
export async function readPageBelow<Row, Filter extends Argument>(
  app: App,
  list: List<Row, Filter>,
  parentId: bigint,
  args: ListArgs<Row, Filter>,
): Promise<Page<Row>> {
  const parentIds = [parentId];
  const [page] = await orTooLarge(args.slice, () =>
    args.slice.limit > SMALL_PAGE
      ? readPages(app, list, { ...args, parentIds, read: app.db.largePages })
      : app.sharedReads.each(app, pageRead(list, args), parentIds),
  );
  return page ?? { rows: [], hasNextPage: false, hasPreviousPage: false };
}

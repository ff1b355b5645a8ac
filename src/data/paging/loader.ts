import DataLoader from 'dataloader';
import type { App } from '../../core/app.ts';
import { type Argument, type IdRead, idReadBy, readKeyOf } from '../coalescing/shared-read.ts';
import { countEach, type List, type ListArgs, readPages, readTextPages } from './list.ts';
import type { OrderColumn, Page, TextRow } from './page.ts';
import { orTooLarge } from './too-large.ts';

/** Lists below parents, collected over one request: equal lists of many parents share a statement. */
export type ChildLists = {
  readonly page: <Row, Filter extends Argument>(
    list: List<Row, Filter>,
    parentId: bigint,
    args: ListArgs<Row, Filter>,
  ) => Promise<Page<Row>>;
  /** The same with each value as a text. */
  readonly textPage: <Row, Filter extends Argument>(
    list: List<Row, Filter>,
    parentId: bigint,
    args: ListArgs<Row, Filter>,
  ) => Promise<Page<TextRow>>;
  readonly count: <Row, Filter extends Argument>(
    list: List<Row, Filter>,
    parentId: bigint,
    filter: Filter,
  ) => Promise<number>;
};

export function childLists(app: App): ChildLists {
  const loaders = new Map<string, DataLoader<bigint, unknown>>();
  /** The key names the read, so what its loader holds is what the read finds. */
  const loaderOf = <Found>(read: IdRead<Found>) => {
    const key = readKeyOf(read);
    const known = loaders.get(key);
    if (known !== undefined) return known as DataLoader<bigint, Found>;
    const made = new DataLoader<bigint, Found>((ids) => app.sharedReads.each(app, read, ids));
    loaders.set(key, made);
    return made;
  };
  return {
    page: (list, parentId, args) =>
      orTooLarge(args.slice, () => loaderOf(pageRead(list, args)).load(parentId)),
    textPage: (list, parentId, args) =>
      orTooLarge(args.slice, () => loaderOf(textPageRead(list, args)).load(parentId)),
    count: (list, parentId, filter) => loaderOf(countRead(list)(filter)).load(parentId),
  };
}

/** A page of a list below each parent, with all that it depends on. */
export function pageRead<Row, Filter extends Argument>(
  list: List<Row, Filter>,
  { order, filter, slice, wanted }: ListArgs<Row, Filter>,
): IdRead<Page<Row>> {
  const { direction } = order;
  return pageReads(list, order.column)({ filter, direction, slice, wanted });
}

function textPageRead<Row, Filter extends Argument>(
  list: List<Row, Filter>,
  { order, filter, slice, wanted }: ListArgs<Row, Filter>,
): IdRead<Page<TextRow>> {
  const { direction } = order;
  return textPageReads(list, order.column)({ filter, direction, slice, wanted });
}

type PageArgs<Filter> = Omit<ListArgs<never, Filter>, 'order'> & {
  readonly direction: 'ASC' | 'DESC';
};

/** A list, or a column to sort it by, is told apart by what it is, not by its name. */
type Definitions = WeakMap<object, unknown>;

const PAGES: WeakMap<object, Definitions> = new WeakMap();
const TEXT_PAGES: WeakMap<object, Definitions> = new WeakMap();
const COUNTS: Definitions = new WeakMap();

function pageReads<Row, Filter extends Argument>(
  list: List<Row, Filter>,
  column: OrderColumn<Row>,
): (args: PageArgs<Filter>) => IdRead<Page<Row>> {
  const ofList = reuse<Definitions>(PAGES, list, () => new WeakMap());
  return reuse(ofList, column, () =>
    idReadBy((app, parentIds, { direction, ...args }: PageArgs<Filter>) =>
      readPages(app, list, { ...args, order: { column, direction }, parentIds }),
    ),
  );
}

function textPageReads<Row, Filter extends Argument>(
  list: List<Row, Filter>,
  column: OrderColumn<Row>,
): (args: PageArgs<Filter>) => IdRead<Page<TextRow>> {
  const ofList = reuse<Definitions>(TEXT_PAGES, list, () => new WeakMap());
  return reuse(ofList, column, () =>
    idReadBy((app, parentIds, { direction, ...args }: PageArgs<Filter>) =>
      readTextPages(app, list, { ...args, order: { column, direction }, parentIds }),
    ),
  );
}

function countRead<Row, Filter extends Argument>(
  list: List<Row, Filter>,
): (filter: Filter) => IdRead<number> {
  return reuse(COUNTS, list, () =>
    idReadBy((app, parentIds, filter: Filter) => countEach(app, list, { parentIds, filter })),
  );
}

/** What is kept for an object is of one type, which its maker knows. */
function reuse<Value>(kept: Definitions, of: object, make: () => Value): Value {
  const known = kept.get(of);
  if (known !== undefined) return known as Value;
  const made = make();
  kept.set(of, made);
  return made;
}

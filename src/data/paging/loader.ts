import DataLoader from 'dataloader';
import type { App } from '../../core/app.ts';
import { keyText } from '../coalescing/read-coalescing.ts';
import { countEach, type List, type ListArgs, readPages } from './list.ts';
import type { Page } from './page.ts';
import { orTooLarge } from './too-large.ts';

/** Lists below parents, collected over one request: equal lists of many parents share a statement. */
export type ChildLists = {
  readonly page: <Row, Filter>(
    list: List<Row, Filter>,
    parentId: bigint,
    args: ListArgs<Row, Filter>,
  ) => Promise<Page<Row>>;
  readonly count: <Row, Filter>(
    list: List<Row, Filter>,
    parentId: bigint,
    filter: Filter,
  ) => Promise<number>;
};

export function childLists(app: App): ChildLists {
  const pages = new Map<string, DataLoader<bigint, unknown>>();
  const counts = new Map<string, DataLoader<bigint, number>>();
  return {
    page: <Row, Filter>(list: List<Row, Filter>, parentId: bigint, args: ListArgs<Row, Filter>) => {
      const { filter, order, slice, wanted } = args;
      // What holds no numbers of 64 bits is written without asking about each of its values.
      const place = JSON.stringify([list.name, order.column.name, order.direction, slice, wanted]);
      const key = `${place} ${keyText(filter)}`;
      const known = reuse(pages, key, () =>
        loader(app, `page ${key}`, (parentIds) => readPages(app, list, { ...args, parentIds })),
      );
      // The key names the list, so what the loader holds are rows of this list.
      return orTooLarge(slice, () => known.load(parentId) as Promise<Page<Row>>);
    },
    count: (list, parentId, filter) => {
      const key = keyText([list.name, filter]);
      const known = reuse(counts, key, () =>
        loader(app, `count ${key}`, (parentIds) => countEach(app, list, { parentIds, filter })),
      );
      return known.load(parentId);
    },
  };
}

/** What one request asks for twice is read once; what several ask for, together. */
function loader<Found>(
  { together }: App,
  name: string,
  find: (parentIds: readonly bigint[]) => Promise<Found[]>,
): DataLoader<bigint, Found> {
  return new DataLoader((ids) => together.each(name, ids, find));
}

function reuse<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

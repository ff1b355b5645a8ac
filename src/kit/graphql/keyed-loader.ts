import DataLoader from 'dataloader';

/** Loads figures of many parents with one statement for each set of arguments. */
export type KeyedLoader<Args, Value> = {
  readonly load: (parentId: bigint, args: Args) => Promise<Value>;
};

type Found<Value> = readonly (Value & { readonly id: bigint })[];

/** @param find answers for every id that it is given */
export function keyedLoader<Args, Value>(
  find: (ids: readonly bigint[], args: Args) => Promise<Found<Value>>,
): KeyedLoader<Args, Value> {
  const loaders = new Map<string, DataLoader<bigint, Value>>();
  return {
    load: (parentId, args) => {
      const key = JSON.stringify(args);
      const loader = loaders.get(key) ?? byId((ids) => find(ids, args));
      loaders.set(key, loader);
      return loader.load(parentId);
    },
  };
}

/** For rows that are there for every id that can be asked for. */
export function byId<Value>(
  find: (ids: readonly bigint[]) => Promise<Found<Value>>,
): DataLoader<bigint, Value> {
  return new DataLoader(async (ids) => {
    const rows = new Map((await find(ids)).map((row) => [row.id, row]));
    return ids.map((id) => rows.get(id) ?? new Error(`row ${id} is missing`));
  });
}

import type { App } from '../../core/app.ts';
import { combinedQueries, type ReadEach } from '../../data/coalescing/combined-query.ts';
import { type ChildLists, childLists } from '../../data/paging/loader.ts';

/**
 * What one request has read already, and reads together. Fresh for each request. Each domain adds its
 * own loaders in its `index.ts`: `interface Loaders extends LoadersOf<typeof loaders> {}`.
 */
export interface Loaders {
  readonly lists: ChildLists;
}

type LoaderSource = { readonly app: App; readonly read: ReadEach };

/** How things are read: what one request asks for twice once, what it asks for together with one statement. */
export type LoaderMakers = Readonly<Record<string, (from: LoaderSource) => unknown>>;

export type LoadersOf<Makers extends LoaderMakers> = {
  readonly [Name in keyof Makers]: ReturnType<Makers[Name]>;
};

/** @returns what makes the loaders of one request; each of them is made when it is first used */
export function loaderFactory(makers: LoaderMakers): (app: App) => Loaders {
  class LazyLoaders {
    readonly app: App;
    readonly read: ReadEach;

    constructor(app: App) {
      this.app = app;
      this.read = combinedQueries(app);
    }
  }
  const all: LoaderMakers = { ...makers, lists: makeLists };
  for (const [name, make] of Object.entries(all)) {
    Object.defineProperty(LazyLoaders.prototype, name, {
      get(this: LazyLoaders) {
        const value = make(this);
        Object.defineProperty(this, name, { value });
        return value;
      },
    });
  }
  return (app) => new LazyLoaders(app) as unknown as Loaders;
}

function makeLists({ app }: LoaderSource): ChildLists {
  return childLists(app);
}

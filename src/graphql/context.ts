import DataLoader from 'dataloader';
import type { App } from '../app.ts';
import type { Viewer } from '../auth/viewer.ts';
import type { Meeting } from '../meeting/rows.ts';
import { findMeetings } from '../meeting/service.ts';
import { type ChildLists, childLists } from '../paging/loader.ts';
import type { Token } from '../token/rows.ts';
import { findTokens } from '../token/service.ts';
import type { User } from '../user/rows.ts';
import { findOwners, findUsers } from '../user/service.ts';

export type Context = {
  readonly app: App;
  readonly viewer: Viewer;
  readonly requestId: string;
  readonly loaders: Loaders;
};

/** What one request has read already, and reads together. Fresh for each request. */
export type Loaders = {
  readonly user: DataLoader<bigint, User | null>;
  /** Deleted users, too. */
  readonly owner: DataLoader<bigint, User>;
  readonly token: DataLoader<bigint, Token | null>;
  readonly meeting: DataLoader<bigint, Meeting | null>;
  readonly lists: ChildLists;
};

export function createLoaders(app: App): Loaders {
  return {
    user: byId((ids) => findUsers(app, ids)),
    owner: ownersById(app),
    token: byId((ids) => findTokens(app, ids)),
    meeting: byId((ids) => findMeetings(app, ids)),
    lists: childLists(app),
  };
}

function byId<Row extends { readonly id: bigint }>(
  find: (ids: readonly bigint[]) => Promise<Row[]>,
): DataLoader<bigint, Row | null> {
  return new DataLoader(async (ids) => {
    const rows = new Map((await find(ids)).map((row) => [row.id, row]));
    return ids.map((id) => rows.get(id) ?? null);
  });
}

/** The database sees to it that every owner exists. */
function ownersById(app: App): DataLoader<bigint, User> {
  return new DataLoader(async (ids) => {
    const rows = new Map((await findOwners(app, ids)).map((user) => [user.id, user]));
    return ids.map((id) => rows.get(id) ?? new Error(`user ${id} is missing`));
  });
}

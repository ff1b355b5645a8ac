import DataLoader from 'dataloader';
import type { App } from '../../core/app.ts';
import { type IdRead, idRead, rowRead } from '../../data/coalescing/shared-read.ts';

type From = { readonly app: App };

/** What one request asks for twice is read once; what several ask for, together. */
function sharedLoader<Found>(read: IdRead<Found>): (from: From) => DataLoader<bigint, Found> {
  return ({ app }) => new DataLoader((ids) => app.sharedReads.each(app, read, ids));
}

/** Rows by their ids; null where there is none. */
export function ifThere<Row extends { readonly id: bigint }>(
  load: (app: App, ids: readonly bigint[]) => Promise<Row[]>,
): (from: From) => DataLoader<bigint, Row | null> {
  return sharedLoader(rowRead(load));
}

/** The one row that says of each id that it replaced it. */
export function bySuccession<Row extends { readonly replacesId: bigint }>(
  find: (ids: readonly bigint[]) => Promise<Row[]>,
): DataLoader<bigint, Row | null> {
  return new DataLoader(async (ids) => {
    const rows = new Map((await find(ids)).map((row) => [row.replacesId, row]));
    return ids.map((id) => rows.get(id) ?? null);
  });
}

/** All rows below each meeting, in the order in which they are found. */
export function rowsBelow<Row extends { readonly meetingId: bigint }>(
  list: (app: App, meetingIds: readonly bigint[]) => Promise<Row[]>,
): (from: From) => DataLoader<bigint, readonly Row[]> {
  return sharedLoader(
    idRead(async (app, ids) => {
      const rows = Map.groupBy(await list(app, ids), ({ meetingId }) => meetingId);
      return ids.map((id) => rows.get(id) ?? []);
    }),
  );
}

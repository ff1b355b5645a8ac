import DataLoader from 'dataloader';
import type { App } from '../../core/app.ts';
import { orderById } from '../../data/coalescing/read-coalescing.ts';

/** What one request asks for twice is read once; what several ask for, together. */
export function ifThere<Row extends { readonly id: bigint }>(
  { together }: App,
  name: string,
  find: (ids: readonly bigint[]) => Promise<Row[]>,
): DataLoader<bigint, Row | null> {
  const findInOrder = async (ids: readonly bigint[]) => orderById(ids, await find(ids));
  return new DataLoader((ids) => together.each(name, ids, findInOrder));
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
  { together }: App,
  name: string,
  find: (meetingIds: readonly bigint[]) => Promise<Row[]>,
): DataLoader<bigint, readonly Row[]> {
  const findInOrder = async (ids: readonly bigint[]) => {
    const rows = Map.groupBy(await find(ids), ({ meetingId }) => meetingId);
    return ids.map((id) => rows.get(id) ?? []);
  };
  return new DataLoader((ids) => together.each(name, ids, findInOrder));
}

import type { App } from '../../core/app.ts';
import { combinedRead, type EachRow } from './shared-read.ts';

export type ReadEach = <Row>(
  ids: readonly bigint[],
  each: EachRow,
) => Promise<(Row & { readonly id: bigint })[]>;

type Found = { readonly id: bigint };

type Waiting = {
  readonly group: string;
  readonly ids: readonly bigint[];
  readonly each: EachRow;
  readonly answer: (rows: Promise<Found[]>) => void;
};

/**
 * Statements about the same rows that one request asks for together go out as one, side by side.
 * Each gets the columns of all: statements of the same definition never meet.
 */
export function combinedQueries(app: App): ReadEach {
  let waiting: Waiting[] = [];

  function send(): void {
    const groups = Map.groupBy(waiting, ({ group }) => group);
    waiting = [];
    for (const group of groups.values()) {
      const sent = read(
        group[0]?.ids ?? [],
        group.map(({ each }) => each),
      );
      for (const { answer } of group) answer(sent);
    }
  }

  async function read(ids: readonly bigint[], all: readonly EachRow[]): Promise<Found[]> {
    const { each, eachInParts } = app.sharedReads;
    const share = all.some(({ isSummary }) => isSummary) ? eachInParts : each;
    const found = await share(app, combinedRead(all), ids);
    return found.filter((row) => row !== null);
  }

  return <Row>(ids: readonly bigint[], each: EachRow) => {
    const { promise, resolve } = Promise.withResolvers<Found[]>();
    // After all that this turn still asks for.
    if (waiting.length === 0) process.nextTick(send);
    const alike = waiting.filter(
      (other) => other.each.definition === each.definition && `${other.ids}` === `${ids}`,
    );
    waiting.push({ group: `${ids} ${alike.length}`, ids, each, answer: resolve });
    return promise as Promise<(Row & Found)[]>;
  };
}

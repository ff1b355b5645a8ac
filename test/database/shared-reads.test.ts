import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { combinedQueries } from '../../src/data/coalescing/combined-query.ts';
import {
  type Argument,
  type EachRow,
  type IdRead,
  idRead,
} from '../../src/data/coalescing/shared-read.ts';
import { valueKey } from '../../src/data/coalescing/value-key.ts';
import type { ListArgs } from '../../src/data/paging/list.ts';
import { pageRead } from '../../src/data/paging/loader.ts';
import { MEETING_ORDERS, MEETINGS, type MeetingFilter } from '../../src/domain/meetings/list.ts';
import type { Meeting } from '../../src/domain/meetings/rows.ts';
import { countMeetings } from '../../src/domain/user-stats/meeting-stats.ts';
import { loadUsagePatterns, USAGE_FIGURES } from '../../src/domain/user-stats/usage-patterns.ts';
import { startServer, type TestServer } from '../support/server.ts';

/** Of the usual prototype, as callers' arguments are. */
const record = <Fields extends object>(
  fields: { [Name in keyof Fields]: fc.Arbitrary<Fields[Name]> },
) => fc.record<Fields>(fields, { noNullPrototype: true });

const RUNS = { numRuns: 150, seed: 20_261_127 };

describe('the key of arguments', () => {
  const scalar = fc.oneof(
    fc.constantFrom<Argument[]>(null, undefined, true, 1, 1n, '1', '1n', 'null', '[1]', '{}', '@0'),
    fc.string({ maxLength: 3 }),
    fc.bigInt({ min: -3n, max: 3n }),
    fc.integer({ min: -3, max: 3 }),
    fc.date({ min: new Date(0), max: new Date(3), noInvalidDate: true }),
  );
  const { value } = fc.letrec<{ value: Argument }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      scalar,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('a', 'b', 'a":1,"b'), tie('value'), {
        maxKeys: 2,
        noNullPrototype: true,
      }),
    ),
  }));

  it('is equal for equal values and for no others', () => {
    const pairs = fc.tuple(value, value);
    fc.assert(
      fc.property(pairs, ([one, other]) => {
        if (!sameOrder(one, other)) return;
        expect(valueKey(one) === valueKey(other)).toBe(isDeepStrictEqual(one, other));
      }),
      { numRuns: 5_000, seed: 20_261_127 },
    );
  });

  /** Properties in another order make another key: the reads are not shared, and that is all. */
  function sameOrder(one: Argument, other: Argument): boolean {
    return (
      !isDeepStrictEqual(one, other) || JSON.stringify(plain(one)) === JSON.stringify(plain(other))
    );
  }
  const plain = (from: Argument): unknown =>
    typeof from === 'bigint'
      ? `${from}n`
      : from && typeof from === 'object' && !(from instanceof Date)
        ? Object.entries(from).map(([name, inner]) => [name, plain(inner)])
        : from;

  it('of what is no plain data is equal for the same object alone', () => {
    const map = new Map();
    expect(valueKey([map])).toBe(valueKey([map]));
    expect(valueKey([map])).not.toBe(valueKey([new Map()]));
  });
});

describe('two reads at the same time', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ env: { SHORT_CUTS: 'true' } });
  });
  afterAll(() => server.stop());

  /** How many statements two reads for different ids need that are asked for in one turn. */
  async function statementsOf(both: readonly [() => Promise<unknown>, () => Promise<unknown>]) {
    server.statements.length = 0;
    await Promise.all(both.map((read) => read()));
    return server.statements.length;
  }

  const share = (one: IdRead<unknown>, other: IdRead<unknown>) => {
    const { sharedReads: together } = server.app;
    const read = (each: IdRead<unknown>, id: bigint) => () => together.each(server.app, each, [id]);
    return statementsOf([read(one, 1n), read(other, 2n)]);
  };

  /** Only meetings of one caller: a list that differs from the one of all meetings in nothing but this. */
  const REACHED = { ...MEETINGS, where: () => sql`m.user_id = 1` };

  type Dependencies = ListArgs<Meeting, MeetingFilter> & { readonly isLimited: boolean };
  const optional = <Value>(of: fc.Arbitrary<Value>) => fc.option(of, { nil: undefined });
  const dependencies: fc.Arbitrary<Dependencies> = record({
    isLimited: fc.boolean(),
    filter: record({
      status: optional(record({ eq: fc.constantFrom('active', 'failed') })),
      id: optional(record({ in: fc.array(fc.bigInt({ min: 1n, max: 2n }), { maxLength: 2 }) })),
      createdAt: optional(record({ gte: fc.constantFrom(new Date(0), new Date(1)) })),
    }),
    order: record({
      column: fc.constantFrom(...Object.values(MEETING_ORDERS)),
      direction: fc.constantFrom('ASC' as const, 'DESC' as const),
    }),
    slice: record({
      limit: fc.constantFrom(2, 3, 50),
      offset: fc.constantFrom(0, 1),
      backwards: fc.boolean(),
      after: fc.constant(null),
      before: fc.constant(null),
    }),
    wanted: record({
      columns: optional(fc.constantFrom(['id'], ['id', 'status'])),
      beside: optional(fc.constantFrom(['id'], ['name'])),
    }),
  });

  const pageOf = ({ isLimited, ...args }: Dependencies) =>
    pageRead(isLimited ? REACHED : MEETINGS, args);

  it('of a list share a statement only if they agree in all that it depends on', async () => {
    await fc.assert(
      fc.asyncProperty(dependencies, dependencies, async (one, other) => {
        expect(await share(pageOf(one), pageOf(other))).toBe(isDeepStrictEqual(one, other) ? 1 : 2);
      }),
      RUNS,
    );
  });

  it('of a list that differ in one thing share nothing, and equal ones do', async () => {
    await fc.assert(
      fc.asyncProperty(
        dependencies,
        dependencies,
        fc.constantFrom<(keyof Dependencies)[]>('isLimited', 'filter', 'order', 'slice', 'wanted'),
        async (one, other, name) => {
          const changed = { ...one, [name]: other[name] };
          const isEqual = isDeepStrictEqual(one, changed);
          expect(await share(pageOf(one), pageOf(changed))).toBe(isEqual ? 1 : 2);
          expect(await share(pageOf(one), pageOf(structuredCopy(one)))).toBe(1);
        },
      ),
      RUNS,
    );
  });

  /** Equal in value; the columns are what they are. */
  function structuredCopy({ order, ...rest }: Dependencies): Dependencies {
    return { ...structuredClone(rest), order: { ...order } };
  }

  const range = fc.option(
    record({
      start: fc.constantFrom(new Date(0), new Date(1_000)),
      end: fc.constantFrom(new Date(2_000), new Date(3_000)),
    }),
  );

  it('of figures share a statement only for the same time range', async () => {
    await fc.assert(
      fc.asyncProperty(range, range, async (one, other) => {
        const stats = (of: typeof one, id: bigint) => () =>
          countMeetings(combinedQueries(server.app), [id], of);
        const count = await statementsOf([stats(one, 1n), stats(other, 2n)]);
        expect(count).toBe(isDeepStrictEqual(one, other) ? 1 : 2);
      }),
      RUNS,
    );
  });

  const selection = record({
    range,
    timeZone: fc.constantFrom('UTC', 'Europe/Berlin'),
    figures: fc.subarray([...USAGE_FIGURES], { maxLength: 2 }),
  });

  it('of combined figures share a statement only if all parts agree', async () => {
    await fc.assert(
      fc.asyncProperty(selection, selection, fc.boolean(), async (one, other, isCombined) => {
        const figures = (of: typeof one, id: bigint) => () => {
          const read = combinedQueries(server.app);
          const stats = isCombined ? [countMeetings(read, [id], null)] : [];
          return Promise.all([...stats, loadUsagePatterns(read, [id], of)]);
        };
        const count = await statementsOf([figures(one, 1n), figures(other, 2n)]);
        expect(count).toBe(isDeepStrictEqual(one, other) ? 1 : 2);
      }),
      RUNS,
    );
  });

  it('that capture something share nothing, whatever they capture', async () => {
    const of = (status: string) =>
      idRead((app, ids) => app.db.rows(sql`select ${status} from unnest(${ids}::bigint[])`));
    expect(await share(of('active'), of('failed'))).toBe(2);
    const once = of('active');
    expect(await share(once, once)).toBe(1);
  });

  it('cannot be given a key by hand', () => {
    // @ts-expect-error: only `idRead` and `idReadBy` make one
    const byHand: IdRead<string> = { find: async () => ['found'] };
    // @ts-expect-error: only `eachRowBy` makes one
    const rowByHand: EachRow = { statement: () => sql`select`, definition: '', isSummary: false };
    expect([byHand, rowByHand]).toHaveLength(2);
  });
});

import fc from 'fast-check';
import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Provisioned, startProvisioned } from './scim.ts';

const SEED = 20_261_129;
const MOST_PER_PAGE = 200;
const PRESET = 100;
/** More than two of the largest pages. */
const ALL = 450;

// The names are numbers of a fixed width: `displayName lt "n0123"` leaves the first 123.
const nameOf = (place: number) => `n${String(place).padStart(4, '0')}`;

let scim: Provisioned;
const ids: Record<Kind, readonly string[]> = { Users: [], Groups: [] };
type Kind = 'Users' | 'Groups';
const KINDS: readonly Kind[] = ['Users', 'Groups'];

beforeAll(async () => {
  scim = await startProvisioned();
  const { rows } = scim.server.db;
  await rows(sql`
    insert into users (email, name) select 'page' || n || '@example.com', 'n' || lpad(n::text, 4, '0')
    from generate_series(0, ${ALL - 1}::int) n`);
  // Whoever is deleted is on no page, and in no total.
  await rows(sql`
    insert into users (email, name, deleted_at) select 'gone' || n || '@example.com', 'n0000', now()
    from generate_series(1, 50) n`);
  await rows(sql`
    insert into provisioned_groups (display_name, display_name_folded)
    select name, name from users where deleted_at is null order by id`);
  const idsOf = async (table: 'users' | 'provisioned_groups') => {
    const all =
      table === 'users'
        ? await rows<{ id: bigint }>(sql`select id from users where deleted_at is null order by id`)
        : await rows<{ id: bigint }>(sql`select id from provisioned_groups order by id`);
    return all.map(({ id }) => String(id));
  };
  ids.Users = await idsOf('users');
  ids.Groups = await idsOf('provisioned_groups');
  expect([ids.Users.length, ids.Groups.length]).toEqual([ALL, ALL]);
});
afterAll(() => scim.server.stop());

type Query = Readonly<Record<string, string | number | undefined>>;

async function page(kind: Kind, query: Query) {
  const given = Object.entries(query).filter(([, value]) => value !== undefined);
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  const { status, body } = await scim.get(`/${kind}?${search}`);
  expect(status).toBe(200);
  return {
    total: body.totalResults,
    first: body['startIndex'],
    count: body['itemsPerPage'],
    ids: body.Resources?.map(({ id }) => String(id)) ?? [],
  };
}

/** Of a filter that leaves so many; without one, all are there. */
const sizes = fc.option(
  fc.oneof(fc.nat(ALL), fc.constantFrom(0, 1, MOST_PER_PAGE, MOST_PER_PAGE + 1)),
  { nil: undefined },
);
const filterFor = (size: number | undefined) =>
  size === undefined ? undefined : `displayName lt "${nameOf(size)}"`;

const counts = fc.oneof(
  fc.integer({ min: -3, max: 2 * MOST_PER_PAGE }),
  fc.constantFrom(0, MOST_PER_PAGE, MOST_PER_PAGE + 1, 10 ** 12, undefined, ''),
);
const starts = fc.oneof(
  fc.integer({ min: -3, max: ALL + 10 }),
  fc.constantFrom(ALL, ALL + 1, 10 ** 12, undefined, ''),
);
const numberOr = (preset: number, given: number | string | undefined) =>
  typeof given === 'number' ? given : preset;

describe.each(KINDS)('a page of %s', (kind) => {
  it('has the rows that its place and size say, and the exact total', async () => {
    const property = fc.asyncProperty(sizes, starts, counts, async (size, startIndex, count) => {
      const found = await page(kind, {
        filter: filterFor(size),
        startIndex,
        count,
        attributes: 'id',
      });
      const meant = ids[kind].slice(0, size ?? ALL);
      const first = Math.max(numberOr(1, startIndex), 1);
      const most = Math.min(Math.max(numberOr(PRESET, count), 0), MOST_PER_PAGE);
      const expected = meant.slice(first - 1, first - 1 + most);
      expect({ ...found, first: undefined }).toEqual({
        total: meant.length,
        first: undefined,
        count: expected.length,
        ids: expected,
      });
      // A place beyond all numbers of rows is as good as the last one.
      if (first <= ALL + 10) expect(found.first).toBe(first);
    });
    await fc.assert(property, { seed: SEED, numRuns: 150 });
  });

  it('leads to the next one, until each row was read once', async () => {
    const property = fc.asyncProperty(
      sizes,
      fc.integer({ min: 20, max: MOST_PER_PAGE + 50 }),
      async (size, count) => {
        const read: string[] = [];
        let total = 1;
        while (read.length < total) {
          const startIndex = read.length + 1;
          const found = await page(kind, {
            filter: filterFor(size),
            startIndex,
            count,
            attributes: 'id',
          });
          total = found.total ?? 0;
          expect(total === 0 || found.ids.length > 0).toBe(true);
          read.push(...found.ids);
        }
        expect(read).toEqual(ids[kind].slice(0, size ?? ALL));
      },
    );
    await fc.assert(property, { seed: SEED, numRuns: 25 });
  });
});

it('pages of groups that end early because of their members leave none out', async () => {
  const { rows } = scim.server.db;
  await rows(sql`
    insert into users (email) select 'member' || n || '@example.com' from generate_series(1, 6000) n`);
  // Each third group has so many that two of them are on no page together.
  await rows(sql`
    insert into provisioned_members (group_id, user_id)
    select g.id, u.id from provisioned_groups g, users u
    where g.display_name in ('n0003', 'n0006', 'n0009') and u.email like 'member%'`);
  const read: string[] = [];
  const lengths: number[] = [];
  while (read.length < 20) {
    const found = await page('Groups', {
      filter: 'displayName lt "n0020"',
      startIndex: read.length + 1,
      attributes: 'id,members.value',
    });
    expect(found.total).toBe(20);
    lengths.push(found.ids.length);
    read.push(...found.ids);
  }
  expect(read).toEqual(ids.Groups.slice(0, 20));
  expect(lengths).toEqual([6, 3, 11]);
});

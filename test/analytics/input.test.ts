import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';

const DAY = '{start: "2026-01-01T00:00:00Z", end: "2026-01-02T00:00:00Z"}';

describe('a range or a time zone', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.stop());

  /** What is wrong with the arguments, by path. */
  async function problems(args: string, fields = 'totals { meetings }') {
    const reply = await server.graphql(`{ analytics(${args}) { ${fields} } }`, {
      admin: server.adminKey,
    });
    expect(reply.errors?.every(({ extensions }) => extensions.code === 'BAD_USER_INPUT')).toBe(
      true,
    );
    return reply.errors?.flatMap(({ extensions }) => extensions.issues ?? []);
  }

  it.each([
    ['ends before it starts', '2026-01-02T00:00:00Z', '2026-01-01T00:00:00Z', 'range.end'],
    ['is empty', '2026-01-02T00:00:00Z', '2026-01-02T00:00:00Z', 'range.end'],
    ['spans a century', '1926-01-01T00:00:00Z', '2026-01-01T00:00:00Z', 'range'],
  ])('that %s is refused by name', async (_what, start, end, path) => {
    const found = await problems(`range: {start: "${start}", end: "${end}"}`);
    expect(found?.map((issue) => issue.path.join('.'))).toEqual([path]);
  });

  it.each(['Mars/Olympus', '+03:00', 'UTC+3', "Europe/Berlin'; --", '', 'x'.repeat(100)])(
    'that is no time zone (%s) is refused by name',
    async (zone) => {
      const found = await problems(`range: ${DAY}, timeZone: ${JSON.stringify(zone)}`);
      expect(found?.map(({ path }) => path)).toEqual([['timeZone']]);
    },
  );

  it('are refused together', async () => {
    const backwards = '{start: "2026-01-02T00:00:00Z", end: "2026-01-01T00:00:00Z"}';
    const found = await problems(`range: ${backwards}, timeZone: "Nowhere"`);
    expect(found?.map(({ path }) => path)).toEqual([['range', 'end'], ['timeZone']]);
  });

  it('that would give too many points is refused with their number', async () => {
    const years = '{start: "2020-01-01T00:00:00Z", end: "2026-01-01T00:00:00Z"}';
    const found = await problems(
      `range: ${years}`,
      'series(metric: MEETINGS, bucket: HOUR) { value }',
    );
    expect(found).toEqual([
      { path: ['bucket'], message: expect.stringContaining('about 52608 points') },
    ]);
  });

  it.each([0, -1, 101])('a ranking of %i users is refused', async (first) => {
    const found = await problems(
      `range: ${DAY}`,
      `topUsers(first: ${first}, by: MEETINGS) { value }`,
    );
    expect(found?.map(({ path }) => path)).toEqual([['first']]);
  });

  it('answers in every zone that the world knows, or says which it does not know', async () => {
    const zones = [...Intl.supportedValuesOf('timeZone'), 'US/Pacific', 'EST5EDT', 'Etc/GMT+3'];
    const refused: string[] = [];
    const ask = async (zone: string) => {
      const reply = await server.graphql(
        `query ($zone: TimeZone) { analytics(range: ${DAY}, timeZone: $zone) { series(metric: MEETINGS, bucket: DAY) { start } } }`,
        { admin: server.adminKey, variables: { zone } },
      );
      if (reply.errors?.[0]?.extensions.code === 'BAD_USER_INPUT') refused.push(zone);
      else expect(reply.errors, zone).toBeUndefined();
    };
    // One caller may have twelve such requests under way.
    for (let at = 0; at < zones.length; at += 12)
      await Promise.all(zones.slice(at, at + 12).map(ask));
    // The two keep their own copies of the zones, and not of the same day.
    expect(refused.length).toBeLessThan(10);
  });
});

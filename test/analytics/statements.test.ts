import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SeededUser, seedMeetings, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

const RANGE = '{start: "2025-12-01T00:00:00Z", end: "2026-12-01T00:00:00Z"}';

/** Every figure below a list, and how many statements it takes. */
const FIGURES: Readonly<
  Record<string, readonly [list: 'users' | 'meetings', field: string, statements: number]>
> = {
  meetingStats: ['users', 'meetingStats { totalMeetings successRate }', 1],
  'meetingStats with what was before': [
    'users',
    `meetingStats(range: ${RANGE}) { totalMeetings previous { totalMeetings } }`,
    2,
  ],
  'all statistics': ['users', 'meetingStats { totalMeetings } usagePatterns { meetingsPerDay }', 1],
  usagePatterns: [
    'users',
    'usagePatterns(timeZone: "Asia/Kolkata") { meetingsPerDay hourly { meetings } }',
    1,
  ],
  performance: ['meetings', 'telematics { performance { joinTime } outcome { fault } }', 1],
  transcription: [
    'meetings',
    'telematics { transcription { words } speakers { talkTime } languages { share } }',
    1,
  ],
  'all telematics': [
    'meetings',
    'telematics { performance { joinTime } transcription { words } missing { metric } }',
    1,
  ],
  transitions: ['meetings', 'transitions { to }', 1],
};

describe('figures of many', () => {
  let server: TestServer;
  let busy: SeededUser;
  beforeAll(async () => {
    server = await startServer();
    for (let count = 0; count < 99; count += 1) await seedUser(server);
    busy = await seedUser(server);
    await seedMeetings(server, busy.databaseId, 120);
    // Kept once, so that what follows counts reading alone.
    await cost('meetings', 100, 'telematics { transcription { words } }');
  });
  afterAll(() => server.stop());

  async function cost(list: string, first: number, field: string): Promise<number> {
    server.statements.length = 0;
    const reply = await server.graphql(
      `{ ${list}(first: ${first}) { edges { node { ${field} } } } }`,
      {
        admin: server.adminKey,
      },
    );
    expect(reply.errors).toBeUndefined();
    return server.statements.length;
  }

  it.each(Object.entries(FIGURES))(
    '%s cost what those of one cost',
    async (_name, [list, field, expected]) => {
      expect(await cost(list, 1, field)).toBe(1 + expected);
      expect(await cost(list, 100, field)).toBe(1 + expected);
    },
  );

  it.each([
    'totals { meetings }',
    'previousTotals { meetings }',
    'series(metric: CONCURRENCY, bucket: DAY) { value }',
    'platforms { meetings }',
    'outcomes { meetings }',
    'concurrency { peak }',
  ])('the installation takes one statement for %s', async (field) => {
    server.statements.length = 0;
    const reply = await server.graphql(`{ analytics(range: ${RANGE}) { ${field} } }`, {
      admin: server.adminKey,
    });
    expect(reply.errors).toBeUndefined();
    expect(server.statements).toHaveLength(1);
  });

  it('the ranking takes one for the figures and one for the names', async () => {
    server.statements.length = 0;
    await server.graphql(
      `{ analytics(range: ${RANGE}) { topUsers(by: MEETINGS) { value user { email } } } }`,
      { admin: server.adminKey },
    );
    expect(server.statements).toHaveLength(2);
  });
});

import { beforeEach, describe, expect, it, vi } from 'vitest';
import { readTotals } from '../../src/domain/analytics/totals.ts';
import { seedMeetings, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { runScript } from './script.ts';

// Each starts several processes, one after the other.
vi.setConfig({ testTimeout: 120_000 });

const DAY_MS = 86_400_000;
/** By the database's clock, which is that of the command. */
const TODAY = Math.floor(Date.now() / DAY_MS) * DAY_MS;
const dayBefore = (days: number) => new Date(TODAY - days * DAY_MS).toISOString();
const ALL = { start: new Date(TODAY - 40 * DAY_MS), end: new Date(TODAY) };

describe('latchkey analytics', () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await startServer();
    const user = await seedUser(server);
    await seedMeetings(server, user.databaseId, 20);
    await change(
      `update meetings set created_at = '${dayBefore(0)}'::timestamptz - id * interval '24 hours'`,
    );
  });

  const change = (statement: string) => server.db.prisma.$executeRawUnsafe(statement);
  const run = (...order: string[]) =>
    runScript('analytics', order, {
      DATABASE_URL: server.databaseUrl,
      TOKEN_PEPPER: server.app.peppers.current.text,
    });

  it('makes all summaries, and finds them right', async () => {
    const rebuilt = await run('rebuild');
    expect(rebuilt).toMatchObject({ code: 0, errors: '' });
    expect(rebuilt.output).toMatch(/^Summarised \d+ days and \d+ months\.\n$/);
    const checked = await run('check');
    expect(checked).toMatchObject({ code: 0, errors: '' });
    expect(checked.output).toMatch(/^All summaries are right: \d+ days and \d+ months\.\n$/);
  });

  it('names each summary that is wrong, and makes it right again', async () => {
    await run('rebuild');
    await change(
      `update summary_quarters set meetings = meetings + 7 where day = '${dayBefore(5)}'`,
    );
    await change(`delete from summary_users where not is_month and start = '${dayBefore(9)}'`);
    // As it is after a change that no trigger has seen.
    await change('alter table meetings disable trigger summary_after_update');
    await change(`update meetings set status = 'failed' where created_at = '${dayBefore(12)}'`);
    const found = await run('check');
    expect(found.code).toBe(1);
    expect(found.output).toMatch(/^Summaries are WRONG\. Run `latchkey analytics rebuild`:\n/);
    expect(found.output).toContain(
      `${dayBefore(5).slice(0, 10)}: 2 rows of summary_quarters differ\n`,
    );
    expect(found.output).toContain(
      `${dayBefore(9).slice(0, 10)}: 1 rows of summary_users differ\n`,
    );
    expect(found.output).toContain(
      `${dayBefore(12).slice(0, 10)}: 2 rows of summary_outcomes differ\n`,
    );
    expect((await run('rebuild')).code).toBe(0);
    expect(await run('check')).toMatchObject({ code: 0, errors: '' });
    expect(await readTotals(server.app, ALL)).toMatchObject({
      totalMeetings: 20,
      failedMeetings: 1,
    });
  });
});

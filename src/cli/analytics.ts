import { databaseClock } from '../core/clock.ts';
import { openPlainDatabase } from '../data/connection/open-database.ts';
import type { PlainDatabase } from '../data/database.ts';
import { checkSummaries, type SummaryCheck } from '../domain/analytics/summaries/check.ts';
import { rebuildSummaries } from '../domain/analytics/summaries/rebuild.ts';
import { UsageError } from './usage-error.ts';
import { withInstallation } from './with-app.ts';

// Makes the daily summaries again, or compares them with the meetings:
// latchkey analytics rebuild | check

const USAGE = 'Usage: latchkey analytics rebuild, or latchkey analytics check';

/** Nobody waits for an answer here, and a month of many meetings takes longer than a request may. */
const STATEMENT_TIMEOUT_MS = 600_000;

async function rebuild(db: PlainDatabase): Promise<number> {
  const { days, months, waiting } = await rebuildSummaries({ db, clock: databaseClock });
  process.stdout.write(`Summarised ${days} days and ${months} months.\n`);
  if (waiting > 0)
    process.stdout.write(
      `${waiting} days wait for transactions that began before. The service summarises them when these have ended.\n`,
    );
  return 0;
}

/** Ends with 1 when something differs. */
async function check(db: PlainDatabase): Promise<number> {
  const { days, months, differences }: SummaryCheck = await checkSummaries(db.rows);
  const lines = differences.map(
    ({ start, table, rows }) =>
      `  ${start.toISOString().slice(0, 10)}: ${rows} rows of ${table} differ\n`,
  );
  process.stdout.write(
    lines.length === 0
      ? `All summaries are right: ${days} days and ${months} months.\n`
      : `Summaries are WRONG. Run \`latchkey analytics rebuild\`:\n${lines.join('')}`,
  );
  return lines.length === 0 ? 0 : 1;
}

export async function analyticsCommand(args: readonly string[]): Promise<number> {
  const command = args.join(' ');
  if (command !== 'rebuild' && command !== 'check') throw new UsageError(USAGE);
  return await withInstallation(async ({ config, databaseUrl: url }) => {
    const own = { poolSize: 1, statementTimeoutMs: STATEMENT_TIMEOUT_MS };
    const db = openPlainDatabase({ ...config.database, ...own, url });
    try {
      return await (command === 'rebuild' ? rebuild(db) : check(db));
    } finally {
      await db.close();
    }
  });
}

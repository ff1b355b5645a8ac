import type { App } from '../core/app.ts';
import { type Checked, checkSummaries } from '../domain/analytics/summaries/check.ts';
import { rebuildSummaries } from '../domain/analytics/summaries/rebuild.ts';
import { UsageError } from './usage-error.ts';
import { withApp } from './with-app.ts';

// Makes the daily summaries again, or compares them with the meetings:
// latchkey analytics rebuild | check

const USAGE = 'Usage: latchkey analytics rebuild, or latchkey analytics check';

async function rebuild({ db, clock }: App): Promise<number> {
  const { days, months, waiting } = await rebuildSummaries({ db, clock });
  process.stdout.write(`Summarised ${days} days and ${months} months.\n`);
  if (waiting > 0)
    process.stdout.write(
      `${waiting} days wait for transactions that began before. The service summarises them when these have ended.\n`,
    );
  return 0;
}

/** Ends with 1 when something differs. */
async function check({ db }: App): Promise<number> {
  const { days, months, differences }: Checked = await checkSummaries(db.rows);
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
  return await withApp(command === 'rebuild' ? rebuild : check);
}

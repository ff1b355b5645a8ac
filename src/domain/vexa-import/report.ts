import type { ImportReport } from './options.ts';
import { DEFAULT_MAX_BOTS } from './source/shape.ts';
import { type ImportTally, type Note, readOf, TABLES } from './stage/tally.ts';

/** What an operator is shown at the end: a line per table, and below what he should know. */
export function formatReport(report: ImportReport): string {
  const { tally, dryRun, interrupted, refusal } = report;
  return [
    headline(report),
    formatCounts(tally),
    ...formatNotes(tally.notes),
    botLimit(report),
    ...(dryRun ? ['This was a dry run: nothing was written.'] : []),
    ...(refusal === null ? [] : [`${REFUSED}\n${refusal}`]),
    ...(interrupted && !dryRun
      ? ['Stopped before the end. Run the same command again to continue.']
      : []),
    '',
  ].join('\n\n');
}

const REFUSED =
  'Without --renumber, the import stops before it writes anything. The table above shows what it does with --renumber.';

/** How many rows of each table were written, where any were. */
export function formatWritten({ counts }: ImportTally): string {
  const written = TABLES.filter((table) => counts[table].written > 0);
  return written
    .map((table) => `${table} ${counts[table].written.toLocaleString('en')}`)
    .join(', ');
}

function headline({ form, name, resumed }: ImportReport): string {
  const since = resumed ? ', including the work of an earlier run that did not finish' : '';
  return `A Vexa database of the ${form} form, remembered as "${name}"${since}:`;
}

/** The setting is that of the service: a shell may have another one. */
function botLimit({ form, defaultMaxBots }: ImportReport): string {
  const there = DEFAULT_MAX_BOTS[form];
  const bots = there === 1 ? '1 bot' : `${there} bots`;
  return `A new user of this Vexa version may run ${bots} at once. To keep that, set DEFAULT_MAX_CONCURRENT_BOTS=${there} for the service; in this shell it is ${defaultMaxBots}.`;
}

const COLUMNS = ['read', 'written', 'unchanged', 'skipped'] as const;
const LABEL_WIDTH = 13;
const NUMBER_WIDTH = 13;

function formatCounts(tally: ImportTally): string {
  const lines = TABLES.map((table) => {
    const numbers = { read: readOf(tally, table), ...tally.counts[table] };
    return row(
      table,
      COLUMNS.map((column) => numbers[column].toLocaleString('en')),
    );
  });
  return [row('', COLUMNS), ...lines].join('\n');
}

function row(label: string, cells: readonly string[]): string {
  return `  ${label.padEnd(LABEL_WIDTH)}${cells.map((cell) => cell.padStart(NUMBER_WIDTH)).join('')}`;
}

function formatNotes(notes: readonly Note[]): readonly string[] {
  return [...new Set(notes.map(({ table }) => table))].map((table) => {
    const lines = notes.filter((note) => note.table === table).map(formatNote);
    return [`${table}:`, ...lines].join('\n');
  });
}

function formatNote({ text, count, examples }: Note): string {
  const more = count > examples.length && examples.length > 0 ? ', …' : '';
  const list = examples.length === 0 ? '' : `: ${examples.join(', ')}${more}`;
  return `  ${count.toLocaleString('en')} ${text}${list}`;
}

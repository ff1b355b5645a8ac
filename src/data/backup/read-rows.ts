import { join } from 'node:path';
import { Readable } from 'node:stream';
import { textLines } from '../../core/text-lines.ts';
import { checkFiles, readCompressed } from './files.ts';
import type { BackupManifest } from './manifest.ts';

type TextRow = Readonly<Record<string, string>>;

/**
 * The rows of a small table in a backup, each value in PostgreSQL's text form, nulls left out. None for a table that
 * the backup does not have.
 * @throws StartError for a file that is missing or damaged
 */
export async function readRows(
  folder: string,
  { tables }: Pick<BackupManifest, 'tables'>,
  name: string,
): Promise<readonly TextRow[]> {
  const table = tables.find((one) => one.name === name);
  if (table === undefined) return [];
  await checkFiles(folder, [table]);
  const rows: TextRow[] = [];
  const input = Readable.from(readCompressed(join(folder, table.file)));
  for await (const line of textLines(input)) {
    const values = line.split('\t');
    const given = table.columns.flatMap((column, place) => {
      const value = values[place] ?? NULL;
      return value === NULL ? [] : [[column, unescaped(value)] as const];
    });
    rows.push(Object.fromEntries(given));
  }
  return rows;
}

const NULL = '\\N';
const LETTERS: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};
const ESCAPED = /\\(.)/g;

function unescaped(value: string): string {
  return value.replace(ESCAPED, (_, character: string) => LETTERS[character] ?? character);
}

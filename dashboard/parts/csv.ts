import type { Column } from './table.tsx';

/** A table as CSV (RFC 4180): all of its rows, numbers and times as programs read them. */
export function csvOf<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const lines = [columns.map(({ name }) => name), ...rows.map((row) => cellsOf(columns, row))];
  return lines.map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('');
}

function cellsOf<Row>(columns: readonly Column<Row>[], row: Row): string[] {
  return columns.map(({ text, cell }) => {
    const value = text === undefined ? cell(row) : text(row);
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  });
}

/** What spreadsheets would run as a formula. */
const FORMULA = /^[=+\-@\t\r]/;
const NUMBER = /^-?\d+(\.\d+)?$/;
const SPECIAL = /[",\r\n]/;

function quoted(text: string): string {
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return SPECIAL.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function download(name: string, csv: string): void {
  // Spreadsheets take it for UTF-8 only with this mark.
  const url = URL.createObjectURL(new Blob(['\uFEFF', csv], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

import type { Column } from './column.ts';

/** A table as CSV (RFC 4180): all of its rows, numbers and times as programs read them. */
export function csvOf<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const lines = [
    columns.map(headOf),
    ...rows.map((row) => columns.map((column) => cellOf(column, row))),
  ];
  return lines.map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('');
}

function headOf<Row>(column: Column<Row>): string {
  return column.isNumber && column.unit ? `${column.name} (${column.unit})` : column.name;
}

function cellOf<Row>(column: Column<Row>, row: Row): string {
  const content = column.isNumber ? column.value(row) : (column.text ?? column.cell)(row);
  return typeof content === 'string' || typeof content === 'number' ? String(content) : '';
}

/** What spreadsheets would run as a formula. */
const FORMULA = /^[=+\-@\t\r]/;
const NUMBER = /^-?\d+(\.\d+)?$/;
/** Where a semicolon separates cells, what follows one begins a cell, in quotes or not. */
const FORMULA_WITHIN = /;(?=[=+\-@\t\r])/g;
const SPECIAL = /[",;\r\n]/;

function quoted(text: string): string {
  const first = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  const safe = first.replaceAll(FORMULA_WITHIN, ";'");
  return SPECIAL.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Saves rows as a file that is named after what they are: `audit-log.csv`. */
export function downloadCsv<Row>(
  title: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): void {
  const csv = csvOf(columns, rows);
  // Spreadsheets take it for UTF-8 only with this mark.
  const url = URL.createObjectURL(new Blob(['\uFEFF', csv], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${title.toLowerCase().replaceAll(' ', '-')}.csv`;
  link.click();
  URL.revokeObjectURL(url);
}

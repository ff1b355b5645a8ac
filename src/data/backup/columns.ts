import pg from 'pg';
import type { TableShape } from './tables.ts';

/** A table with its columns, as `copy` takes them. */
export function columnsOf({ name, columns }: TableShape): string {
  const list = columns.map((column) => pg.escapeIdentifier(column)).join(', ');
  return `${pg.escapeIdentifier(name)} (${list})`;
}

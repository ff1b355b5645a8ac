import type pg from 'pg';
import type { Sql } from 'sql-template-tag';
import type { Rows } from '../database.ts';

/** Statements on one connection, within the transaction that is open there. */
export function clientRows(client: pg.Client): Rows {
  return async <Row>({ text, values }: Sql) => (await client.query({ text, values })).rows as Row[];
}

import type pg from 'pg';
import type { Seeded } from './data.ts';

/** How many users and keys there are. */
export async function countRows(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    'select (select count(*) from users)::int + (select count(*) from api_tokens)::int as count',
  );
  return rows[0]?.count ?? 0;
}

/** Later measurements find the data as it was, and plans that were made for it. */
export async function forgetRows(client: pg.Client, { size }: Seeded): Promise<void> {
  await client.query('delete from api_tokens where id > $1', [size.tokens]);
  await client.query('delete from users where id > $1', [size.users]);
  await client.query('vacuum analyze users, api_tokens');
}

/** Whoever reads figures now is the first one. */
export async function forgetFigures(client: pg.Client): Promise<void> {
  await client.query('truncate meeting_figures');
}

import type pg from 'pg';

/** With these, a server can count statements; it does not until it is asked to. */
export const COUNTING = { shared_preload_libraries: 'pg_stat_statements' } as const;

type Statement = {
  readonly text: string;
  readonly calls: number;
  readonly rows: number;
  /** Bytes of the write-ahead log: what only reads writes next to nothing. */
  readonly wal: number;
};

export async function prepareCounting(client: pg.Client): Promise<void> {
  await client.query('create extension pg_stat_statements');
  await track(client, 'none');
}

/** The statements that run while something is done, those of all connections together. */
export async function countStatements(
  client: pg.Client,
  work: () => Promise<unknown>,
): Promise<Statement[]> {
  await track(client, 'top');
  await client.query('select pg_stat_statements_reset()');
  await work();
  const { rows } = await client.query<Statement>(
    `select regexp_replace(query, '\\s+', ' ', 'g') as text, calls::int, rows::int, wal_bytes::int as wal
     from pg_stat_statements where query not like '%pg_stat_%' order by calls desc`,
  );
  await track(client, 'none');
  return rows;
}

async function track(client: pg.Client, what: 'top' | 'none'): Promise<void> {
  await client.query(`alter system set pg_stat_statements.track = '${what}'`);
  await client.query('select pg_reload_conf()');
}

import sql, { raw } from 'sql-template-tag';
import { expect, it } from 'vitest';
import { openDatabase } from '../../src/data/connection/open-database.ts';
import { startServer } from '../support/server.ts';

it('a connection keeps no more than so many statements, however many there are', async () => {
  const server = await startServer();
  const db = openDatabase({
    url: server.databaseUrl,
    poolSize: 1,
    statementTimeoutMs: 5_000,
  });
  try {
    for (let column = 0; column < 1_200; column += 1) {
      const [row] = await db.rows<Record<string, number>>(
        sql`select 1 as ${raw(`column_${column}`)}`,
      );
      expect(row).toEqual({ [`column_${column}`]: 1 });
    }
    const [kept] = await db.rows<{ count: number }>(
      sql`select count(*)::int as count from pg_prepared_statements`,
    );
    // The names are those of the process: test files before this one may have used them up.
    expect(kept?.count).toBeLessThanOrEqual(1_000);
  } finally {
    await db.close();
    await server.stop();
  }
});

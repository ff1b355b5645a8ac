import type pg from 'pg';
import type { ConnectionSettings } from './session-settings.ts';

/** Runs one statement under the settings of its connection. */
export async function runWith(
  client: pg.Client,
  { begin, isPooled }: ConnectionSettings,
  query: pg.QueryConfig,
): Promise<pg.QueryResult> {
  if (!isPooled) return await client.query(query);
  await client.query(begin());
  try {
    const result = await client.query(query);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  }
}

import type pg from 'pg';

/**
 * Builds indexes while others write to their tables.
 * @param indexes what stands after `create`, by their names
 */
export async function buildIndexes(
  client: pg.Client,
  indexes: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [name, definition] of Object.entries(indexes)) {
    const { rows } = await client.query<{ readonly isValid: boolean }>(
      `select indisvalid as "isValid" from pg_index where indexrelid = to_regclass($1)`,
      [name],
    );
    const [index] = rows;
    if (index?.isValid === true) continue;
    // What an interrupted or refused build leaves behind serves nobody.
    if (index !== undefined) await client.query(`drop index concurrently ${name}`);
    await client.query(`create ${definition}`);
  }
}

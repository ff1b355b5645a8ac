import { join } from 'node:path';
import type pg from 'pg';
import type { Config } from '../../core/config/config.ts';
import { hasPepper, PEPPER_FILE } from '../../core/config/secrets.ts';
import { StartError } from '../../core/start-error.ts';

/**
 * A new pepper would fit nothing in a database that has met one, and the next start would find it there.
 * @returns what refuses such a database; undefined where the pepper is at hand
 */
export function missingPepperCheck(
  config: Config,
): ((client: pg.Client) => Promise<void>) | undefined {
  if (hasPepper(config)) return undefined;
  return async (client) => {
    if (await hasMetPepper(client)) throw missing(join(config.dataDir, PEPPER_FILE));
  };
}

async function hasMetPepper(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ readonly exists: boolean }>(
    `select to_regclass('peppers') is not null as exists`,
  );
  if (rows[0]?.exists !== true) return false;
  const { rowCount } = await client.query('select from peppers limit 1');
  return rowCount === 1;
}

function missing(file: string): StartError {
  return new StartError(
    `The file ${file} is missing, and TOKEN_PEPPER is not set: the keys were made and the secrets and the audit log in this database were sealed with that pepper, so no new one was generated. Put the file back from a backup, or set TOKEN_PEPPER to its content; if it is permanently lost, see \`latchkey pepper forget\`.`,
  );
}

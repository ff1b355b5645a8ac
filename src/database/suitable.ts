import type pg from 'pg';
import { StartError } from '../start-error.ts';

const OLDEST = 14;

/** @throws StartError when the database would fail later, or bend what is stored in it. */
export async function refuseUnsuitable(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ readonly version: number; readonly encoding: string }>(
    `select current_setting('server_version_num')::int / 10000 as version,
            current_setting('server_encoding') as encoding`,
  );
  const [server] = rows;
  if (server === undefined) return;
  if (server.version < OLDEST) {
    throw new StartError(
      `The database server is PostgreSQL ${server.version}. Use version ${OLDEST} or later.`,
    );
  }
  if (server.encoding !== 'UTF8') {
    throw new StartError(
      `The database is encoded in ${server.encoding}, which cannot hold every name. Create it ` +
        `with: create database … encoding 'UTF8' template template0.`,
    );
  }
}

import type pg from 'pg';
import { StartError } from '../../core/start-error.ts';

const OLDEST = 14;

type Server = {
  readonly version: number;
  readonly encoding: string;
  readonly pid: number;
  readonly isReadOnly: boolean;
  readonly role: string;
};

/** @throws StartError when the database would fail later, or bend what is stored in it. */
export async function refuseUnsuitable(client: pg.Client): Promise<void> {
  const { rows } = await client.query<Server>(
    `select current_setting('server_version_num')::int / 10000 as version,
            current_setting('server_encoding') as encoding, pg_backend_pid() as pid,
            current_setting('transaction_read_only') = 'on' as "isReadOnly",
            current_setting('session_replication_role') as role`,
  );
  const [server] = rows;
  if (server === undefined) return;
  if (server.version < OLDEST) {
    throw new StartError(
      `The database server is PostgreSQL ${server.version}. Use version ${OLDEST} or later.`,
    );
  }
  refusePooler(client, server);
  if (server.isReadOnly) {
    throw new StartError(
      'The database is read-only (a standby, or default_transaction_read_only is set). Point ' +
        'DATABASE_URL at the primary, or make this one writable, then start again.',
    );
  }
  if (server.role !== 'origin') {
    throw new StartError(
      `Triggers are disabled in the database (session_replication_role is ${server.role}). ` +
        'Reset it for the role and the database in DATABASE_URL, then start again.',
    );
  }
  if (server.encoding !== 'UTF8') {
    throw new StartError(
      `The encoding of the database is ${server.encoding}, which cannot store every name. ` +
        "Create it with: create database … encoding 'UTF8' template template0.",
    );
  }
}

/** A pooler gives each client a process number of its own. Unannounced, it would mix our sessions up. */
function refusePooler(client: pg.Client, { pid }: Server): void {
  const { processID } = client as unknown as { readonly processID: number };
  if (processID === pid) return;
  throw new StartError(
    'DATABASE_URL leads to a connection pooler. Add pgbouncer=true to its parameters, and set ' +
      'DATABASE_DIRECT_URL to the address of the database server itself.',
  );
}

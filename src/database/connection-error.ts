import { StartError } from '../start-error.ts';

const CAUSES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there: start the server, or mend host and port',
  ENOTFOUND: 'there is no such host: mend the name',
  EAI_AGAIN: 'the host name cannot be looked up: mend the name or the network',
  ETIMEDOUT: 'it does not answer: mend host and port, or open the firewall',
  ECONNRESET: 'it hung up: is it a PostgreSQL, and does it want TLS?',
  '28P01': 'it refuses the user name or the password',
  '28000': 'it refuses this user from here: see pg_hba.conf',
  '3D000': 'it has no such database: create it, or mend the name',
  '53300': 'it has no connection left: raise max_connections, or lower DATABASE_POOL_SIZE',
};

/** Says why a database cannot be used, and never with which password. */
export function explainConnectionError(url: string, error: unknown): StartError {
  const { code = '', message = '' } = (error ?? {}) as { code?: string; message?: string };
  const cause = CAUSES[code] ?? (message || code || 'it does not answer');
  return new StartError(`Cannot use the database at ${placeOf(url)} (DATABASE_URL): ${cause}`);
}

function placeOf(url: string): string {
  const parsed = URL.parse(url);
  return parsed === null ? 'an unreadable address' : `${parsed.hostname}:${parsed.port || '5432'}${parsed.pathname}`;
}

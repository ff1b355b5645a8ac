import pg from 'pg';
import { connectionSettings } from '../../src/data/connection/session-settings.ts';

/** A connection as the service has it, whatever the database or the role set for others. */
export async function connect(databaseUrl: string): Promise<pg.Client> {
  const { config, prepare } = connectionSettings(databaseUrl, 'latchkey test');
  const client = new pg.Client(config);
  // A test ends some of them.
  client.on('error', () => {});
  await client.connect();
  await prepare(client);
  return client;
}

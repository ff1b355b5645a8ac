import pg from 'pg';
import { createScratchDatabase, dropScratchDatabase } from '../database/scratch.ts';
import { type VexaForm, vexaSchema } from './vexa-schema.ts';

export type VexaDatabase = {
  readonly url: string;
  /** Connected as its superuser, in UTC. */
  readonly client: pg.Client;
  readonly drop: () => Promise<void>;
};

/**
 * An empty database of the form that this version of Vexa makes, on the scratch server. With a
 * `timezone`, everybody who connects without naming one lives in it.
 */
export async function createVexaDatabase(
  form: VexaForm,
  { timezone }: { readonly timezone?: string } = {},
): Promise<VexaDatabase> {
  const url = await createScratchDatabase();
  const client = new pg.Client({ connectionString: url, options: '-c timezone=UTC' });
  // The end of a test drops the database under it.
  client.on('error', () => {});
  await client.connect();
  await client.query(vexaSchema(form));
  if (timezone !== undefined) {
    const [name, zone] = [new URL(url).pathname.slice(1), client.escapeLiteral(timezone)];
    await client.query(`alter database ${name} set timezone = ${zone}`);
  }
  const drop = async () => {
    await client.end();
    await dropScratchDatabase(url);
  };
  return { url, client, drop };
}

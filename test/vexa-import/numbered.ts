import { importVexa } from '../../src/domain/vexa-import/import.ts';
import type { ImportOptions, ImportReport } from '../../src/domain/vexa-import/options.ts';
import { seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { createVexaDatabase, type VexaDatabase } from './source.ts';

export const KEY = `vxa_tx_${'KmPqRsTv'.repeat(5)}`;
export const OTHER_KEY = `vxa_tx_${'LmPqRsTv'.repeat(5)}`;

/** The table that a note is about, how many rows, and its examples. */
export const noteOf = ({ tally }: ImportReport, text: string) => {
  const found = tally.notes.find((note) => note.text.includes(text));
  return found && [found.table, found.count, ...found.examples];
};

export type Numbered = ReturnType<typeof numbered>;

/** A service, and a database with two users, who have one key and one meeting each. */
export async function startNumbered(): Promise<Numbered> {
  const server = await startServer();
  const source = await createVexaDatabase('0.12');
  await source.client.query(`
    insert into users (email) values ('vera@example.com'), ('walter@example.com');
    insert into api_tokens (token, user_id, scopes) values ('${KEY}', 1, '{tx}'), ('${OTHER_KEY}', 2, '{tx}');
    insert into meetings (user_id, platform, platform_specific_id, status) values (1, 'zoom', '1', 'completed'), (2, 'zoom', '2', 'completed')`);
  return numbered(server, source);
}

function numbered(server: TestServer, source: VexaDatabase) {
  function run(options: Partial<ImportOptions> = {}): Promise<ImportReport> {
    return importVexa(server.app, { from: source.url, ...options });
  }

  async function ownerOf(key: string): Promise<number | null> {
    const response = await server.fetch('/auth/me', { headers: { 'x-api-key': key } });
    return response.status === 200
      ? ((await response.json()) as { user_id: number }).user_id
      : null;
  }

  const userHere = (email: string) => server.db.prisma.user.findFirstOrThrow({ where: { email } });

  /** A user whose number is beyond this one: the next. */
  async function ownUserBeyond(number: number, email = 'ada@example.com') {
    await server.db.prisma.$executeRawUnsafe(`select setval('users_id_seq', ${number})`);
    return await seedUser(server, { email });
  }

  async function close(): Promise<void> {
    await source.drop();
    await server.stop();
  }

  return { server, source, close, run, ownerOf, userHere, ownUserBeyond };
}

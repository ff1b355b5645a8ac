import { migrate } from '../../src/data/migrations/migrate.ts';
import { createScratchDatabase } from '../database/scratch.ts';
import type { Ended } from '../start/process.ts';
import { runScript } from '../start/script.ts';
import { type ServerOptions, startServer, type TestServer } from '../support/server.ts';

export const OLD = 'the old pepper, which was 32 characters';
export const NEW = 'the new pepper, which is 32 characters too';
export const WRONG = 'a pepper that this database has never met';

/** A database that outlives the servers on it. */
export type Home = Pick<TestServer, 'databaseUrl'>;

export async function createHome(): Promise<Home> {
  const databaseUrl = await createScratchDatabase();
  await migrate({ connectionString: databaseUrl });
  return { databaseUrl };
}

export type Given = { readonly current: string; readonly previous?: string };

/** As they stand in the settings while the pepper changes. */
export const BOTH: Given = { current: NEW, previous: OLD };

const INTERNAL_SECRET = 'an-internal-secret-for-tests';

export function startUnder(
  home: Home,
  given: Given,
  options: Pick<ServerOptions, 'clock'> = {},
): Promise<TestServer> {
  const env = { ...settingsOf(given), INTERNAL_API_SECRET: INTERNAL_SECRET };
  return startServer({ ...options, beside: home, env });
}

/** A service from its start to its orderly end. */
export async function during<Result>(
  home: Home,
  given: Given,
  work: (server: TestServer) => Promise<Result>,
): Promise<Result> {
  const server = await startUnder(home, given);
  try {
    return await work(server);
  } finally {
    await server.stop();
  }
}

function settingsOf({ current, previous }: Given): Record<string, string> {
  return { TOKEN_PEPPER: current, ...(previous && { TOKEN_PEPPER_PREVIOUS: previous }) };
}

/** A command on the host, with the settings of a service that has these peppers. */
export function runUnder(
  { databaseUrl }: Home,
  given: Given,
  [name = '', ...args]: readonly string[],
): Promise<Ended> {
  const env = { ...settingsOf(given), DATABASE_URL: databaseUrl, ADMIN_API_TOKEN: 'k'.repeat(30) };
  return runScript(name, args, env);
}

/** The text of a named admin key. */
export async function createAdminKey(server: TestServer): Promise<string> {
  const { data } = await server.graphql<{ createAdminKey: { secret: string } }>(
    'mutation { createAdminKey(input: {name: "Ada"}) { ... on CreateAdminKeySuccess { secret } } }',
    { admin: server.adminKey },
  );
  return data.createAdminKey.secret;
}

export async function answerTo(server: TestServer, key: string): Promise<number> {
  return (await server.fetch('/auth/me', { headers: { 'x-api-key': key } })).status;
}

export async function answerToAdmin(server: TestServer, key: string): Promise<number> {
  return (await server.fetch('/admin/users', { headers: { 'x-admin-api-key': key } })).status;
}

/** What a gateway hears of a key. */
export async function validate(
  server: TestServer,
  token: string,
): Promise<Record<string, unknown>> {
  const response = await server.fetch('/internal/validate', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-internal-secret': INTERNAL_SECRET },
    body: JSON.stringify({ token }),
  });
  return { status: response.status, ...((await response.json()) as object) };
}

import type { Logger } from 'pino';
import type { App, OperatorKeys } from './app.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config/config.ts';
import { createDashboard } from './dashboard/handler.ts';
import { openDatabase } from './database/database.ts';
import { migrationsDirectory, readMigrations } from './database/migration-files.ts';
import { createGraphiQL } from './graphiql/handler.ts';
import { createGraphQL } from './graphql/handler.ts';
import { readiness } from './health/readiness.ts';
import type { Handler } from './http/exchange.ts';
import { frontDoor } from './http/front-door.ts';
import { listen } from './http/listen.ts';
import { meetingChanges } from './live/changes.ts';
import { createRest } from './rest/handle.ts';
import { keyVerifier } from './token/verify.ts';

export type ServiceOptions = {
  readonly config: Config;
  /** A database that has all migrations. */
  readonly databaseUrl: string;
  readonly operatorKeys: OperatorKeys;
  readonly pepper: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly onStatement?: (text: string) => void;
};

export type Service = {
  readonly app: App;
  readonly url: string;
  /** Lets running requests end, then lets the database go. */
  readonly stop: () => Promise<void>;
};

/** Puts the parts together and opens the port. */
export async function startService(options: ServiceOptions): Promise<Service> {
  const app = await createApp(options);
  const { config, log } = options;
  const handle = firstOf([
    createGraphiQL(config),
    createDashboard(),
    createGraphQL(app),
    createRest(app),
  ]);
  try {
    const server = await listen(frontDoor({ handle, log, trustProxy: config.trustProxy }), config);
    const stop = async () => {
      // Streams would keep the port busy until its patience ends.
      await app.changes.close();
      await server.close();
      await app.db.close();
    };
    return { app, url: server.url, stop };
  } catch (error) {
    await app.db.close();
    throw error;
  }
}

/** What every part of the service uses, without the port. */
export async function createApp({
  config,
  databaseUrl,
  operatorKeys,
  pepper,
  clock,
  log,
  onStatement,
}: ServiceOptions): Promise<App> {
  const db = openDatabase({
    ...config.database,
    url: databaseUrl,
    ...(onStatement && { onStatement }),
  });
  const migrations = await readMigrations(migrationsDirectory());
  const verifyKey = keyVerifier(db.rows, { clock, pepper });
  return {
    config,
    db,
    clock,
    log,
    pepper,
    operatorKeys,
    verifyKey,
    changes: meetingChanges({ databaseUrl, log }),
    isReady: readiness(
      db,
      migrations.map(({ name }) => name),
    ),
  };
}

/** Asks one door after the other. */
function firstOf(handlers: readonly Handler[]): Handler {
  return async (request) => {
    for (const handle of handlers) {
      const answer = await handle(request);
      if (answer !== null) return answer;
    }
    return null;
  };
}

import type { Logger } from 'pino';
import { createGraphQL } from '../api/graphql/handler.ts';
import { createSchemaFile } from '../api/graphql/schema-file.ts';
import { proxyCheck } from '../api/http/client-address.ts';
import type { ConnectionLimit } from '../api/http/connections.ts';
import { withDeadline } from '../api/http/deadline.ts';
import { listen } from '../api/http/listen.ts';
import { requestHandler } from '../api/http/request-handler.ts';
import { createDashboard } from '../api/pages/dashboard/handler.ts';
import { createGraphiQL } from '../api/pages/graphiql/handler.ts';
import { createStartPage } from '../api/pages/start/handler.ts';
import { createRest } from '../api/rest/handle.ts';
import type { App } from '../core/app.ts';
import type { Clock } from '../core/clock.ts';
import type { Config } from '../core/config/config.ts';
import type { Handler } from '../core/http/exchange.ts';
import type { Network } from '../domain/webhooks/network.ts';
import type { OperatorKeys } from '../security/authentication/authenticate.ts';
import type { PepperTexts } from '../security/keys/peppers.ts';
import { type Background, runInBackground } from './background-jobs.ts';
import { createApp } from './create-app.ts';

export type ServiceOptions = {
  readonly config: Config;
  /** A database that has all migrations. */
  readonly databaseUrl: string;
  readonly operatorKeys: OperatorKeys;
  readonly peppers: PepperTexts;
  readonly clock: Clock;
  readonly log: Logger;
  readonly onStatement?: (text: string) => void;
  /** How names are resolved and addresses asked; the real world, if left out. */
  readonly network?: Network;
  /** Start although there are keys whose pepper is not given. */
  readonly acceptLostPeppers?: true;
};

export type RunningService = {
  readonly app: App;
  readonly url: string;
  /** Lets running requests end and writes what they left to write, then lets the database go. */
  readonly stop: () => Promise<void>;
};

/** Puts the parts together and opens the port. */
export async function startService(options: ServiceOptions): Promise<RunningService> {
  const { config, log } = options;
  const { app, jobs, endStreams, close } = await createApp(options);
  const background = runInBackground(log, jobs);
  try {
    // The first query of Prisma blocks the process for tenths of a second: no request should wait for it.
    await app.db.prisma.sweep.findFirst({ select: { name: true } });
    const handlers = [
      createStartPage(config),
      createGraphiQL(config),
      createDashboard(),
      createGraphQL(app),
      createSchemaFile(app),
      createRest(app),
    ];
    const handle = withDeadline(firstOf(handlers), config.database.statementTimeoutMs);
    const server = await listen(requestHandler({ handle, log, ...config.traffic, ...config }), {
      host: config.host,
      port: config.port,
      connections: connectionLimit(config),
    });
    for (const warning of config.warnings) log.warn(warning);
    const stop = async () => {
      const begun = performance.now();
      await endStreams();
      await server.close();
      const left = STOP_MS - (performance.now() - begun);
      await end(background, close, Math.max(left, LAST_MS));
    };
    return { app, url: server.url, stop };
  } catch (error) {
    await end(background, close);
    throw error;
  }
}

function connectionLimit({ traffic, trustProxy }: Config): ConnectionLimit {
  return { perAddress: traffic.connectionsPerAddress, isProxy: proxyCheck(trustProxy) };
}

/** What a stop may take; the last writes get what the requests have left of it, or a little. */
const STOP_MS = 6_500;
const LAST_MS = 500;

async function end(
  background: Background,
  close: () => Promise<void>,
  patienceMs = STOP_MS,
): Promise<void> {
  await background.stop(patienceMs);
  await close();
}

/** Tries one handler after the other. */
function firstOf(handlers: readonly Handler[]): Handler {
  return async (request) => {
    for (const handle of handlers) {
      const answer = await handle(request);
      if (answer !== null) return answer;
    }
    return null;
  };
}

import type { Logger } from 'pino';
import { createGraphQL } from '../api/graphql/handler.ts';
import { createSchemaFile } from '../api/graphql/schema-file.ts';
import { withDeadline } from '../api/http/deadline.ts';
import { createDashboard } from '../api/pages/dashboard/handler.ts';
import { createGraphiQL } from '../api/pages/graphiql/handler.ts';
import { createStartPage } from '../api/pages/start/handler.ts';
import { createRest } from '../api/rest/handle.ts';
import { createSignIn } from '../api/sign-in/handler.ts';
import type { App } from '../core/app.ts';
import type { Clock } from '../core/clock.ts';
import type { Config } from '../core/config/config.ts';
import type { Handler } from '../core/http/exchange.ts';
import type { Metrics } from '../core/metrics.ts';
import type { Network } from '../domain/webhooks/network.ts';
import type { OperatorKeys } from '../security/authentication/authenticate.ts';
import type { PepperTexts } from '../security/keys/peppers.ts';
import { type Background, runInBackground } from './background-jobs.ts';
import { createApp } from './create-app.ts';
import { type Front, openFront } from './front.ts';
import { orderlyStop } from './orderly-stop.ts';
import { readStartFiles, type StartFiles } from './start-files.ts';
import type { Stoppable } from './stop-on-signal.ts';

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
  /** What a start reads, if it was read already. */
  readonly files?: StartFiles;
  /** The port, if it is open already. */
  readonly front?: Front;
  /** Where its figures are collected, if somebody reads them. */
  readonly metrics?: Metrics;
  /** Start although there are keys whose pepper is not given. */
  readonly acceptLostPeppers?: true;
};

export type RunningService = Stoppable & {
  readonly app: App;
  readonly url: string;
};

/** Puts the parts together and serves them. */
export async function startService(options: ServiceOptions): Promise<RunningService> {
  const { config, log } = options;
  const files = options.files ?? (await readStartFiles(config));
  const front = options.front ?? (await openFront({ config, log, files }));
  const { app, jobs, watchDatabase, endStreams, close } = await createApp({
    ...options,
    files,
    metrics: front.metrics,
  }).catch(async (error: unknown) => {
    await front.close();
    throw error;
  });
  const background = runInBackground(app, jobs);
  // Not waited for: the service has other callers than those with tokens of a provider.
  void app.providers.refresh();
  try {
    // The first query of Prisma blocks the process for tenths of a second: no request should wait for it.
    await app.db.prisma.sweep.findFirst({ select: { name: true } });
    watchDatabase();
    const handlers: readonly RoutedHandler[] = [
      ['/', createStartPage(config)],
      ['/graphql', createGraphiQL(config)],
      ['/dashboard', createDashboard(config)],
      [null, createSignIn(app)],
      ['/graphql', createGraphQL(app)],
      ['/schema.graphql', createSchemaFile(app)],
      [null, createRest(app)],
    ];
    const handle = withDeadline(firstOf(handlers), config.database.statementTimeoutMs);
    front.serve(handle);
    for (const warning of config.warnings) log.warn(warning);
    const stopping = orderlyStop({
      log,
      drainMs: config.traffic.drainMs,
      drain: front.drain,
      finish: async () => {
        const begun = performance.now();
        await endStreams();
        await front.close();
        const left = STOP_MS - (performance.now() - begun);
        await end(background, close, Math.max(left, LAST_MS));
      },
    });
    return { app, url: front.url, ...stopping };
  } catch (error) {
    await end(background, close);
    throw error;
  }
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

/** A handler, and the route that its answers count for; null where it names that itself. */
type RoutedHandler = readonly [route: string | null, handle: Handler];

/** Tries one handler after the other. */
function firstOf(handlers: readonly RoutedHandler[]): Handler {
  return async (request) => {
    for (const [route, handle] of handlers) {
      const answer = await handle(request);
      if (answer === null) continue;
      request.record.route ??= route;
      return answer;
    }
    return null;
  };
}

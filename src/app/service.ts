import { setTimeout as pause } from 'node:timers/promises';
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
  /** The port, if it is open already. */
  readonly front?: Front;
  /** Where its figures are collected, if somebody reads them. */
  readonly metrics?: Metrics;
  /** Start although there are keys whose pepper is not given. */
  readonly acceptLostPeppers?: true;
};

export type RunningService = {
  readonly app: App;
  readonly url: string;
  /** Lets running requests end and writes what they left to write, then lets the database go. */
  readonly stop: () => Promise<void>;
  /** Ends the time for balancers at the beginning of a stop. @returns whether it was running */
  readonly endDraining: () => boolean;
};

/** Puts the parts together and serves them. */
export async function startService(options: ServiceOptions): Promise<RunningService> {
  const { config, log } = options;
  const front = options.front ?? (await openFront(config, log));
  const { app, jobs, watchDatabase, endStreams, close } = await createApp({
    ...options,
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
    const draining = new AbortController();
    let isDraining = false;
    const stop = async () => {
      front.drain();
      isDraining = true;
      await drained(config.traffic.drainMs, log, draining.signal);
      isDraining = false;
      const begun = performance.now();
      await endStreams();
      await front.close();
      const left = STOP_MS - (performance.now() - begun);
      await end(background, close, Math.max(left, LAST_MS));
    };
    const endDraining = () => {
      const wasDraining = isDraining;
      draining.abort();
      return wasDraining;
    };
    return { app, url: front.url, stop, endDraining };
  } catch (error) {
    await end(background, close);
    throw error;
  }
}

/** Lets balancers see that no more requests should be sent. */
async function drained(ms: number, log: Logger, signal: AbortSignal): Promise<void> {
  if (ms === 0) return;
  log.info({ seconds: ms / 1_000 }, 'stopping: requests are answered until balancers have noticed');
  await pause(ms, undefined, { signal }).catch(() => {});
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

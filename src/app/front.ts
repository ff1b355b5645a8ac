import type { Logger } from 'pino';
import { warnOfEnd } from '../api/http/certificate.ts';
import { proxyCheck } from '../api/http/client-address.ts';
import { type Listening, listen } from '../api/http/listen.ts';
import { type CountRefused, countRefused } from '../api/http/refused-connections.ts';
import { requestHandler } from '../api/http/request-handler.ts';
import { requestLog } from '../api/http/request-log.ts';
import type { Config } from '../core/config/config.ts';
import { UnavailableError } from '../core/errors.ts';
import { type Answer, type Handler, type Incoming, jsonAnswer } from '../core/http/exchange.ts';
import type { AnsweredRequest } from '../core/http/record.ts';
import { createMetrics, type Metrics } from '../core/metrics.ts';
import { VERSION } from '../core/version.ts';
import { ALIVE } from '../domain/health/alive.ts';
import { renewOnHangup } from './renewed-certificate.ts';
import type { StartFiles } from './start-files.ts';
import { startTracing } from './tracing/tracing.ts';

/** The port, which is open before there is a service behind it and until the last request is answered. */
export type Front = {
  readonly url: string;
  readonly metrics: Metrics;
  /** Says what the start is busy with: `/health/ready` shows it, and other requests are told to come back. */
  readonly starting: (what: string) => void;
  /** Hands requests to the service. */
  readonly serve: (handler: Handler) => void;
  /** Turns `/health/ready` red. Requests are answered as before. */
  readonly drain: () => void;
  /** Takes no new connections, and answers what is under way. */
  readonly close: () => Promise<void>;
};

const LIVE = new Set(['/health', '/health/live']);
const HEALTH = '/health';
const READY = '/health/ready';
const METRICS = '/metrics';

type FrontOptions = {
  readonly config: Config;
  readonly log: Logger;
  readonly files: Pick<StartFiles, 'certificate'>;
  /** How many lines of the log were lost so far. */
  readonly linesDropped?: () => number;
};

/** @throws StartError when a port cannot be had */
export async function openFront({
  config,
  log,
  files: { certificate },
  linesDropped = () => 0,
}: FrontOptions): Promise<Front> {
  const metrics = createMetrics(VERSION);
  metrics.counter({
    name: 'latchkey_log_lines_dropped_total',
    help: 'Lines of the log that were dropped because nobody read the standard output.',
    read: linesDropped,
  });
  const onRefused = countRefused(metrics);
  let stage = 'starting';
  let isDraining = false;
  let service: Handler = async (request) => answerAtStart(request, stage);

  const handle: Handler = async (request) => {
    if (!isDraining || request.path !== READY) return await service(request);
    request.record.route = READY;
    return notReady('shutdown', 'draining');
  };
  const tracing = config.tracing && (await startTracing(config.tracing, log));
  metrics.counter({
    name: 'latchkey_spans_dropped_total',
    help: 'Spans of traces that were dropped because the collector did not take them.',
    read: () => tracing?.dropped() ?? 0,
  });
  const logRequest = requestLog(log, config.logRequests);
  const onAnswered = (request: AnsweredRequest) => {
    metrics.answered(request);
    const isTraced = tracing !== null && !request.record.route?.startsWith(HEALTH);
    logRequest(request, isTraced ? tracing.trace(request) : undefined);
  };
  const { traffic } = config;
  const isTraced = tracing !== null;
  const secrets = Object.values(config.keys).flat();
  const options = { handle, log, metrics, onAnswered, isTraced, secrets, ...traffic, ...config };
  const listener = requestHandler(options);
  if (certificate !== null) warnOfEnd(certificate, log);
  const where = {
    ...addressOf(config, config.port),
    basePath: config.basePath,
    certificate,
    onRefused,
  };
  const { url, renew, close } = await listen(listener, where);
  if (config.tls !== null) renewOnHangup(config.tls, log, renew);
  const apart = await openApart({ config, log, metrics, handle, onRefused }).catch(
    async (error: unknown) => {
      await close();
      throw error;
    },
  );
  return {
    url: url + config.basePath,
    metrics,
    starting: (what) => {
      stage = what;
      log.debug(what);
    },
    serve: (handler) => {
      service = handler;
    },
    drain: () => {
      isDraining = true;
    },
    close: async () => {
      await close();
      await apart?.close();
      await tracing?.stop();
    },
  };
}

type Apart = {
  readonly config: Config;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly handle: Handler;
  readonly onRefused: CountRefused;
};

/** A port for whoever watches the service: it has the metrics without a key, and the health checks. */
async function openApart({
  config,
  log,
  metrics,
  handle,
  onRefused,
}: Apart): Promise<Listening | null> {
  if (config.metricsPort === null) return null;
  const watched: Handler = async (request) => {
    if (request.method !== 'GET') return null;
    if (request.path !== METRICS) return isHealth(request) ? await handle(request) : null;
    const headers = { 'content-type': metrics.contentType };
    return { status: 200, headers, body: await metrics.text() };
  };
  const options = { handle: watched, log, ...config.traffic, ...config, basePath: '' };
  const listener = requestHandler(options);
  const listening = await listen(listener, {
    ...addressOf(config, config.metricsPort),
    setting: 'METRICS_PORT',
    onRefused,
  });
  log.info({ url: `${listening.url}${METRICS}` }, 'metrics are served');
  return listening;
}

function addressOf({ host, traffic, trustProxy }: Config, port: number) {
  const { connectionsPerAddress: perAddress, keepAliveMs } = traffic;
  return { host, port, keepAliveMs, connections: { perAddress, isProxy: proxyCheck(trustProxy) } };
}

function isHealth({ path }: Incoming): boolean {
  return LIVE.has(path) || path === READY;
}

/** @throws UnavailableError for everything but health checks */
function answerAtStart({ path, record }: Incoming, stage: string): Answer {
  if (LIVE.has(path) || path === READY) record.route = path;
  if (LIVE.has(path)) return jsonAnswer(200, ALIVE);
  if (path === READY) return notReady('start', stage);
  throw new UnavailableError('The service is starting. Try again shortly.');
}

function notReady(check: string, problem: string): Answer {
  return jsonAnswer(
    503,
    { status: 'not ready', checks: { [check]: problem } },
    { 'retry-after': '1' },
  );
}

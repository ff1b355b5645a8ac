import type { Logger } from 'pino';
import { proxyCheck } from '../api/http/client-address.ts';
import { listen } from '../api/http/listen.ts';
import { requestHandler } from '../api/http/request-handler.ts';
import type { Config } from '../core/config/config.ts';
import { UnavailableError } from '../core/errors.ts';
import { type Answer, type Handler, type Incoming, jsonAnswer } from '../core/http/exchange.ts';

/** The port, which is open before there is a service behind it and until the last request is answered. */
export type Front = {
  readonly url: string;
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
const READY = '/health/ready';
const OK = { status: 'ok', service: 'admin-api' };

/** @throws StartError when the port cannot be had */
export async function openFront(config: Config, log: Logger): Promise<Front> {
  const { host, port, traffic, trustProxy } = config;
  let stage = 'starting';
  let isDraining = false;
  let service: Handler = async (request) => answerAtStart(request, stage);

  const handle: Handler = async (request) =>
    isDraining && request.path === READY ? notReady('shutdown', 'draining') : service(request);
  const { url, close } = await listen(
    requestHandler({ handle, log, requestsAtOnce: traffic.requestsAtOnce, ...config }),
    {
      host,
      port,
      connections: { perAddress: traffic.connectionsPerAddress, isProxy: proxyCheck(trustProxy) },
      keepAliveMs: traffic.keepAliveMs,
    },
  );
  return {
    url,
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
    close,
  };
}

/** @throws UnavailableError for everything but health checks */
function answerAtStart({ path }: Incoming, stage: string): Answer {
  if (LIVE.has(path)) return jsonAnswer(200, OK);
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

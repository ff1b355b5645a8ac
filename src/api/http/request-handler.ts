import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { UnavailableError } from '../../core/errors.ts';
import { type Answer, type Handler, headerText } from '../../core/http/exchange.ts';
import { type AnsweredRequest, newRecord } from '../../core/http/record.ts';
import { Timings } from '../../core/http/timings.ts';
import { holdsKey, REMOVED_TEXT } from '../../core/input/key-forms.ts';
import type { Metrics } from '../../core/metrics.ts';
import { asExpected } from '../../data/errors.ts';
import { answerRequest, type Exchange, type Shared } from './answer-request.ts';
import { limitChunks } from './chunk-flood.ts';
import { type HttpRefusal, refusalAnswer } from './refusal.ts';
import { targetOf } from './request-head.ts';
import { requestIds } from './request-id.ts';
import { send } from './send.ts';
import { withServerTiming } from './server-timing.ts';
import { createSharedParts, type SharedPartsOptions, watchSharedParts } from './shared-parts.ts';

export type RequestHandlerOptions = SharedPartsOptions & {
  readonly handle: Handler;
  readonly log: Logger;
  /** What all paths begin with; empty or left out for none. */
  readonly basePath?: string;
  /** Told of each request once its answer is on its way. */
  readonly onAnswered?: (request: AnsweredRequest) => void;
  readonly metrics?: Pick<Metrics, 'gauge'>;
  /** Whether answers say what took their time. */
  readonly serverTiming?: boolean;
  /** Whether parts of requests are timed for somebody else. */
  readonly isTraced?: boolean;
  /** Those of the settings, which no id of a request may be. */
  readonly secrets?: readonly string[];
};

const BUG: HttpRefusal = { status: 500, message: 'Internal Server Error' };

/** What every request passes before GraphQL and REST alike see it. */
export function requestHandler({
  handle,
  log,
  basePath = '',
  trustProxy,
  requestsAtOnce,
  subscriptionsAtOnce,
  origins,
  onAnswered = () => {},
  metrics,
  serverTiming = false,
  isTraced = false,
  secrets = [],
}: RequestHandlerOptions): RequestListener {
  const requestIdOf = requestIds(secrets);
  const shared: Shared = {
    handle,
    log,
    basePath,
    ...createSharedParts({ trustProxy, requestsAtOnce, subscriptionsAtOnce, origins, log }),
  };
  if (metrics !== undefined) watchSharedParts(metrics, shared);
  return (request, response) => {
    const begun = performance.now();
    const exchange: Exchange = {
      request,
      response,
      ...targetOf(request.url ?? '/', basePath),
      accept: request.headers.accept,
      requestId: requestIdOf(request),
      record: newRecord(serverTiming || isTraced ? new Timings() : null),
    };
    // A socket that breaks is the client's affair; unheard, the event would end the process.
    response.on('error', () => {});
    limitChunks(request);
    answerRequest(shared, exchange)
      .catch((error: unknown) => failure(error, exchange, log))
      .then((answered) => {
        const { record } = exchange;
        const ready = serverTiming
          ? withServerTiming(answered, record, performance.now() - begun)
          : answered;
        closeAfterRefusedBody(request, response, ready);
        const bytes = send(response, shared.cors.readable(request, ready), exchange.requestId);
        const { requestId } = exchange;
        const { method = '', headers } = request;
        const { status } = ready;
        const ms = performance.now() - begun;
        const traceparent = headerText(headers['traceparent']);
        onAnswered({ requestId, method, record, status, begun, ms, bytes, traceparent });
        releaseHead(request);
      })
      .catch((error: unknown) => {
        log.error({ err: error, requestId: exchange.requestId }, 'response could not be sent');
        response.destroy();
      });
  };
}

function failure(error: unknown, exchange: Exchange, log: Logger): Answer {
  const cause = asExpected(error);
  if (cause instanceof UnavailableError)
    return refusalAnswer(exchange, { status: 503, message: cause.message });

  const { path, requestId } = exchange;
  log.error(
    { err: error, requestId, path: holdsKey(path) ? REMOVED_TEXT : path },
    'unexpected error',
  );
  return refusalAnswer(exchange, BUG);
}

/** A request outlives its answer, with an open stream or an idle connection: its head can have 16 KB. */
function releaseHead(request: IncomingMessage): void {
  request.url = '';
  request.rawHeaders = [];
  request.headers = {};
}

/** An unread rest of a body would be taken for the next request. */
function closeAfterRefusedBody(
  request: IncomingMessage,
  response: ServerResponse,
  { status }: Answer,
): void {
  if (request.complete || status < 400) return;
  response.setHeader('connection', 'close');
  response.once('finish', () => request.socket.destroySoon());
}

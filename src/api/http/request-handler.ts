import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { UnavailableError } from '../../core/errors.ts';
import { clientOf } from '../../core/http/client.ts';
import { type Answer, type Handler, headerText } from '../../core/http/exchange.ts';
import { hasKeyHeader } from '../../core/http/key-headers.ts';
import { type AnsweredRequest, newRecord, type RequestRecord } from '../../core/http/record.ts';
import { isScimPath } from '../../core/http/scim.ts';
import { Timings } from '../../core/http/timings.ts';
import type { Metrics } from '../../core/metrics.ts';
import { inSeparateTurn } from '../../core/own-turn.ts';
import { asExpected } from '../../data/errors.ts';
import { networkOf } from '../../security/limits/address.ts';
import { outside, withBase } from './base-path.ts';
import { decodeBody, hasBody, readBody } from './body.ts';
import { limitChunks } from './chunk-flood.ts';
import { QUICK_BYTES } from './limits.ts';
import { type HttpRefusal, isGraphQLPath, refusalAnswer } from './refusal.ts';
import {
  headProblem,
  isHealthCheck,
  type RequestTarget,
  requestIdOf,
  targetOf,
} from './request-head.ts';
import { send } from './send.ts';
import { withServerTiming } from './server-timing.ts';
import {
  createSharedParts,
  type SharedParts,
  type SharedPartsOptions,
  watchSharedParts,
} from './shared-parts.ts';

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
};

/** Where a provider says in a form that somebody signed out. It proves itself by a signature. */
export const LOGOUT_TOKEN_PATH = '/sign-out/back-channel';

const NOT_FOUND: HttpRefusal = { status: 404, message: 'Not Found' };
const BUG: HttpRefusal = { status: 500, message: 'Internal Server Error' };
const OVERLOADED: HttpRefusal = {
  status: 503,
  message: 'The server is handling too many requests. Try again shortly.',
};

type Shared = SharedParts & {
  readonly handle: Handler;
  readonly log: Logger;
  readonly basePath: string;
};

type Exchange = RequestTarget & {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly accept: string | undefined;
  readonly requestId: string;
  readonly record: RequestRecord;
};

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
}: RequestHandlerOptions): RequestListener {
  const shared: Shared = {
    handle,
    log,
    basePath,
    ...createSharedParts({ trustProxy, requestsAtOnce, subscriptionsAtOnce, origins }),
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
    answer(shared, exchange)
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
      })
      .catch((error: unknown) => {
        log.error({ err: error, requestId: exchange.requestId }, 'response could not be sent');
        response.destroy();
      });
  };
}

async function answer(shared: Shared, exchange: Exchange): Promise<Answer> {
  const { request, path } = exchange;
  const refusal = headProblem(request);
  if (refusal !== null) return refusalAnswer(exchange, refusal);

  const { headers, socket } = request;
  const ip = shared.addressOf(socket.remoteAddress, headerText(headers['x-forwarded-for']));
  // Health is told whatever else goes on, and to probes that know nothing of a prefix.
  if (isHealthCheck(request, path)) return await handled(shared, exchange, { ip, bytes: null });
  if (exchange.isOutside) return refusalAnswer(exchange, outside(shared.basePath));
  const holder = holderOf(path, ip);
  if (!hasBody(request)) return await admitted(shared, exchange, { ip, holder, bytes: null });

  let held = 0;
  const mayHold = (bytes: number) => {
    if (!shared.bytes.take(holder, bytes)) return false;
    held += bytes;
    return true;
  };
  try {
    // Only a program can send a key header: nobody's form is read as JSON.
    const isJsonUnsaid = !isGraphQLPath(path) && hasKeyHeader(headers);
    const body = await readBody(request, {
      mayHold,
      isJsonUnsaid,
      isScim: isScimPath(path),
      isForm: path === LOGOUT_TOKEN_PATH,
    });
    if ('refusal' in body) return refusalAnswer(exchange, body.refusal);
    return await admitted(shared, exchange, { ip, holder, bytes: body.bytes });
  } finally {
    shared.bytes.give(holder, held);
  }
}

/**
 * Who is counted for a request whose key is not known yet: its address. What the platform's services ask
 * has a share of its own, so that requests which come through a gateway never hold up the gateway's
 * own questions.
 */
function holderOf(path: string, ip: string): string {
  const network = networkOf(ip);
  return path.startsWith('/internal/') ? `${network} internal` : network;
}

type Raw = { readonly ip: string; readonly bytes: Buffer | null };

type Accountable = Raw & {
  /** Who is counted for it. */
  readonly holder: string;
};

/** Has it handled when it may be worked on. */
async function admitted(shared: Shared, exchange: Exchange, raw: Accountable): Promise<Answer> {
  const { holder } = raw;
  const entered = shared.admission.enter(holder);
  if (entered !== true && !(await entered)) return refusalAnswer(exchange, OVERLOADED);
  try {
    const { request, response } = exchange;
    const ready = shared.cors.preflight(request) ?? (await handled(shared, exchange, raw));
    return shared.streams.admit(holder, ready, response) &&
      shared.unsent.hold(holder, ready, response)
      ? await shared.compress(request, holder, ready)
      : withheld(exchange);
  } finally {
    shared.admission.leave(holder);
  }
}

/** Closes the connection of a request that may have changed something: a refusal would claim that it did not. */
function withheld(exchange: Exchange): Answer {
  const { request, response } = exchange;
  if (request.method !== 'GET' && request.method !== 'HEAD') response.destroy();
  return refusalAnswer(exchange, OVERLOADED);
}

async function handled(shared: Shared, exchange: Exchange, { ip, bytes }: Raw): Promise<Answer> {
  const { request, response, path, hasSlash, search, requestId, record } = exchange;
  if (bytes !== null && bytes.length > QUICK_BYTES) await inSeparateTurn();
  const body = decodeBody(bytes);
  if ('refusal' in body) return refusalAnswer(exchange, body.refusal);

  const ready = await shared.handle({
    // Of the answer to HEAD, the library sends everything but the body.
    method: request.method === 'HEAD' ? 'GET' : (request.method ?? 'GET'),
    path,
    hasSlash,
    search,
    headers: request.headers,
    body: body.text,
    requestId,
    record,
    ip,
    client: clientOf(response),
  });
  return ready === null ? refusalAnswer(exchange, NOT_FOUND) : withBase(ready, shared.basePath);
}

function failure(error: unknown, exchange: Exchange, log: Logger): Answer {
  const cause = asExpected(error);
  if (cause instanceof UnavailableError)
    return refusalAnswer(exchange, { status: 503, message: cause.message });

  const { path, requestId } = exchange;
  log.error({ err: error, requestId, path }, 'unexpected error');
  return refusalAnswer(exchange, BUG);
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

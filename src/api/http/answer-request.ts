import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { clientOf } from '../../core/http/client.ts';
import { type Answer, type Handler, headerText } from '../../core/http/exchange.ts';
import { hasKeyHeader } from '../../core/http/key-headers.ts';
import type { RequestRecord } from '../../core/http/record.ts';
import { isScimPath } from '../../core/http/scim.ts';
import { inSeparateTurn } from '../../core/own-turn.ts';
import { networkOf } from '../../security/limits/address.ts';
import { LINK_PATH } from '../../security/sessions/links.ts';
import { outside, withBase } from './base-path.ts';
import { decodeBody, hasBody, readBody } from './body.ts';
import { QUICK_BYTES } from './limits.ts';
import { type HttpRefusal, isGraphQLPath, refusalAnswer } from './refusal.ts';
import { headProblem, isHealthCheck, type RequestTarget } from './request-head.ts';
import type { SharedParts } from './shared-parts.ts';

/** Where a provider says in a form that somebody signed out. It proves itself by a signature. */
export const LOGOUT_TOKEN_PATH = '/sign-out/back-channel';

const NOT_FOUND: HttpRefusal = { status: 404, message: 'Not Found' };
const OVERLOADED: HttpRefusal = {
  status: 503,
  message: 'The server is handling too many requests. Try again shortly.',
};

export type Shared = SharedParts & {
  readonly handle: Handler;
  readonly log: Logger;
  readonly basePath: string;
};

export type Exchange = RequestTarget & {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly accept: string | undefined;
  readonly requestId: string;
  readonly record: RequestRecord;
};

/** Reads a request, and has it handled when it may be worked on. */
export async function answerRequest(shared: Shared, exchange: Exchange): Promise<Answer> {
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
      isForm: path === LOGOUT_TOKEN_PATH || path === LINK_PATH,
    });
    if (!('refusal' in body))
      return await admitted(shared, exchange, { ip, holder, bytes: body.bytes });
    return isOfContent(body.refusal) && isOfProvider(exchange)
      ? await admitted(shared, exchange, { ip, holder, bytes: null, refusal: body.refusal })
      : refusalAnswer(exchange, body.refusal);
  } finally {
    shared.bytes.give(holder, held);
  }
}

/** Its size or its type; whoever broke off waits for no answer. */
function isOfContent({ status }: HttpRefusal): boolean {
  return status === 413 || status === 415;
}

/**
 * Whether a request is refused for its body only once its key is known: those of identity providers are in
 * the audit log. It costs what each request with a key does; without one, it is refused at once.
 */
function isOfProvider({ path, request }: Exchange): boolean {
  return isScimPath(path) && hasKeyHeader(request.headers);
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

type Raw = {
  readonly ip: string;
  readonly bytes: Buffer | null;
  /** What is wrong with the body, where the sender is to be known first. */
  readonly refusal?: HttpRefusal;
};

type Accountable = Raw & {
  /** Who is counted for it. */
  readonly holder: string;
};

/** Has it handled when it may be worked on. */
async function admitted(shared: Shared, exchange: Exchange, raw: Accountable): Promise<Answer> {
  const { holder } = raw;
  const entered = shared.admission.enter(holder, clientOf(exchange.response));
  const place = entered instanceof Promise ? await entered : entered;
  if (place === null) {
    exchange.record.isTurnedAway = true;
    return refusalAnswer(exchange, OVERLOADED);
  }
  try {
    const { request, response } = exchange;
    const ready = shared.cors.preflight(request) ?? (await handled(shared, exchange, raw));
    return shared.streams.admit(holder, ready, response) &&
      shared.unsent.hold(holder, ready, response)
      ? await shared.compress(request, holder, ready)
      : withheld(exchange);
  } finally {
    shared.admission.leave(place);
  }
}

/** Closes the connection of a request that may have changed something: a refusal would claim that it did not. */
function withheld(exchange: Exchange): Answer {
  if (mayHaveChanged(exchange)) exchange.response.destroy();
  return refusalAnswer(exchange, OVERLOADED);
}

/** Queries of GraphQL come by POST, too. Of a document that was refused before it ran, no operation is known. */
function mayHaveChanged({ request: { method }, path, record }: Exchange): boolean {
  if (isGraphQLPath(path)) return record.operation?.type === 'mutation';
  return method !== 'GET' && method !== 'HEAD';
}

async function handled(shared: Shared, exchange: Exchange, raw: Raw): Promise<Answer> {
  const { ip, bytes } = raw;
  const { request, response, path, hasSlash, search, requestId, record } = exchange;
  if (bytes !== null && bytes.length > QUICK_BYTES) await inSeparateTurn();
  const decoded = decodeBody(bytes);
  const refusal = raw.refusal ?? ('refusal' in decoded ? decoded.refusal : undefined);
  if (refusal !== undefined && !isOfProvider(exchange)) return refusalAnswer(exchange, refusal);

  const ready = await shared.handle({
    // Of the answer to HEAD, the library sends everything but the body.
    method: request.method === 'HEAD' ? 'GET' : (request.method ?? 'GET'),
    path,
    hasSlash,
    search,
    headers: request.headers,
    body: 'text' in decoded ? decoded.text : null,
    refusedBody: refusal,
    requestId,
    record,
    ip,
    client: clientOf(response),
  });
  return ready === null ? refusalAnswer(exchange, NOT_FOUND) : withBase(ready, shared.basePath);
}

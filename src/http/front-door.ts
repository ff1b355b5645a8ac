import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import { asExpected } from '../database/errors.ts';
import { UnavailableError } from '../errors.ts';
import { readBody } from './body.ts';
import { clientOf } from './client.ts';
import type { Answer, Handler, Incoming } from './exchange.ts';
import { MAX_ACCEPT_LENGTH, MAX_URL_LENGTH } from './limits.ts';
import { type Refusal, refusalAnswer } from './refusal.ts';
import { send } from './send.ts';

export type FrontDoorOptions = {
  readonly handle: Handler;
  readonly log: Logger;
  /** Take the client's address from X-Forwarded-For: only behind a proxy that sets it. */
  readonly trustProxy: boolean;
};

const NOT_FOUND: Refusal = { status: 404, message: 'Not Found' };
const BUG: Refusal = { status: 500, message: 'Internal Server Error' };
const LONG_URL: Refusal = {
  status: 414,
  message: `The URL is longer than ${MAX_URL_LENGTH} characters`,
};
const LONG_ACCEPT: Refusal = {
  status: 400,
  message: `The Accept header is longer than ${MAX_ACCEPT_LENGTH} characters; name fewer types`,
};

/** What every request passes before GraphQL and REST alike see it. */
export function frontDoor(options: FrontDoorOptions): RequestListener {
  return (request, response) => {
    const requestId = requestIdOf(request);
    const path = pathOf(request.url ?? '/');
    // A socket that breaks is the client's affair; unheard, the event would end the process.
    response.on('error', () => {});
    answer({ request, response }, requestId, options)
      .catch((error: unknown) => failure(error, { path, requestId, log: options.log }))
      .then((ready) => {
        closeAfterRefusedBody(request, response, ready);
        send(response, ready, requestId);
      })
      .catch((error: unknown) => {
        options.log.error({ err: error, requestId }, 'answer could not be sent');
        response.destroy();
      });
  };
}

type Exchange = { readonly request: IncomingMessage; readonly response: ServerResponse };

async function answer(
  { request, response }: Exchange,
  requestId: string,
  options: FrontDoorOptions,
): Promise<Answer> {
  const url = request.url ?? '/';
  const path = pathOf(url);
  const refusal = headProblem(request, url);
  if (refusal !== null) return refusalAnswer(path, refusal);

  const body = await readBody(request);
  if ('refusal' in body) return refusalAnswer(path, body.refusal);

  const incoming: Incoming = {
    method: request.method ?? 'GET',
    path,
    search: url.slice(path.length),
    headers: request.headers,
    body: body.text,
    requestId,
    ip: addressOf(request, options.trustProxy),
    client: clientOf(response),
  };
  return (await options.handle(incoming)) ?? refusalAnswer(path, NOT_FOUND);
}

function headProblem({ headers }: IncomingMessage, url: string): Refusal | null {
  if (url.length > MAX_URL_LENGTH) return LONG_URL;
  return (headers.accept?.length ?? 0) > MAX_ACCEPT_LENGTH ? LONG_ACCEPT : null;
}

type Failure = { readonly path: string; readonly requestId: string; readonly log: Logger };

function failure(error: unknown, { path, requestId, log }: Failure): Answer {
  const cause = asExpected(error);
  if (cause instanceof UnavailableError)
    return refusalAnswer(path, { status: 503, message: cause.message });

  log.error({ err: error, requestId, path }, 'unexpected error');
  return refusalAnswer(path, BUG);
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

function pathOf(url: string): string {
  const query = url.indexOf('?');
  return query === -1 ? url : url.slice(0, query);
}

const GIVEN_ID = /^[\w.-]{1,64}$/;

function requestIdOf({ headers }: IncomingMessage): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && GIVEN_ID.test(given) ? given : randomUUID();
}

function addressOf({ headers, socket }: IncomingMessage, trustProxy: boolean): string {
  const forwarded = trustProxy ? headers['x-forwarded-for'] : undefined;
  const nearest = typeof forwarded === 'string' ? forwarded.split(',').at(-1)?.trim() : undefined;
  return nearest || (socket.remoteAddress ?? '');
}

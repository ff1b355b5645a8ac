import { randomUUID } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket, Server as TcpServer } from 'node:net';
import { canonicalAddress, networkOf } from '../../security/limits/address.ts';
import { MAX_PIPELINED } from './limits.ts';
import { refusalAnswer } from './refusal.ts';
import type { CountRefused } from './refused-connections.ts';
import { targetOf } from './request-head.ts';
import { send } from './send.ts';

export type ConnectionLimit = {
  /** 0 is no limit. */
  readonly perAddress: number;
  /** Behind a proxy all connections come from one address. */
  readonly isProxy: (address: string) => boolean;
};

const DETAIL = JSON.stringify({ detail: 'Too many connections from this address' });
const REFUSED = [
  'HTTP/1.1 503 Service Unavailable',
  'content-type: application/json',
  `content-length: ${DETAIL.length}`,
  'retry-after: 1',
  'connection: close',
  '',
  DETAIL,
].join('\r\n');

/** Hangs up on connections beyond what one address may have, without TLS with the reason. */
export function limitConnections(
  server: TcpServer,
  { perAddress, isProxy }: ConnectionLimit,
  onRefused: CountRefused,
): void {
  if (perAddress === 0) return;
  const open = new Map<string, number>();
  server.on('connection', (socket: Socket) => {
    const address = canonicalAddress(socket.remoteAddress ?? '');
    if (address === null || isProxy(address)) return;
    const network = networkOf(address);
    const count = (open.get(network) ?? 0) + 1;
    if (count > perAddress) {
      onRefused('address_limit');
      if (!('setSecureContext' in server)) socket.write(REFUSED);
      socket.destroy();
      return;
    }
    open.set(network, count);
    socket.once('close', () => {
      const left = (open.get(network) ?? 0) - 1;
      if (left > 0) open.set(network, left);
      else open.delete(network);
    });
  });
}

const PIPELINED = {
  status: 429,
  message: `More than ${MAX_PIPELINED} requests are pending on this connection; read their responses first`,
};

/** The requests of one connection that have no answer yet. */
type Pipeline = { last: ServerResponse; before: ServerResponse[]; isOver: boolean };

/**
 * Refuses a request that was sent while too many before it on its connection have no answer yet, and
 * takes no more from that connection. Costs nothing where clients wait for their answers.
 */
export function limitPipelining(
  listener: RequestListener,
  basePath: string,
  onRefused: CountRefused,
): RequestListener {
  const pipelines = new WeakMap<Socket, Pipeline>();
  return (request, response) => {
    const pipeline = pipelines.get(request.socket);
    if (pipeline === undefined)
      pipelines.set(request.socket, { last: response, before: [], isOver: false });
    else if (!admit(pipeline, response)) {
      if (!pipeline.isOver) {
        onRefused('pipelining');
        refuse(request, response, basePath);
      }
      // Whatever else came with it gets no answer: the connection ends with the refusal.
      pipeline.isOver = true;
      return;
    }
    listener(request, response);
  };
}

function admit(pipeline: Pipeline, response: ServerResponse): boolean {
  if (pipeline.isOver) return false;
  const { before, last } = pipeline;
  if (!last.writableFinished) before.push(last);
  else if (before.length > 0) before.length = 0;
  pipeline.last = response;
  if (before.length < MAX_PIPELINED) return true;
  pipeline.before = before.filter(({ writableFinished }) => !writableFinished);
  return pipeline.before.length < MAX_PIPELINED;
}

function refuse(request: IncomingMessage, response: ServerResponse, basePath: string): void {
  request.socket.pause();
  response.shouldKeepAlive = false;
  const { path } = targetOf(request.url ?? '/', basePath);
  const head = { path, accept: request.headers.accept };
  send(response, refusalAnswer(head, PIPELINED), randomUUID());
}

import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import type { AddressInfo, Socket, Server as TcpServer } from 'node:net';
import { bindError, type PortSetting } from './bind-error.ts';
import type { Certificate } from './certificate.ts';
import { type ConnectionLimit, limitConnections, limitPipelining } from './connections.ts';
import * as limits from './limits.ts';
import { closed, openPort } from './ports.ts';
import type { CountRefused } from './refused-connections.ts';

export type Listening = {
  readonly url: string;
  readonly port: number;
  /** Shows another certificate to clients that connect from now on. */
  readonly renew: (certificate: Certificate) => void;
  /** Takes no new connections, answers what is under way, and hangs up on each client after its answer. */
  readonly close: () => Promise<void>;
};

export type ListenOptions = {
  readonly host: string;
  readonly port: number;
  /** Where the port comes from, if not from `PORT`. */
  readonly setting?: PortSetting;
  /** What all paths begin with. */
  readonly basePath?: string;
  readonly connections: ConnectionLimit;
  /** How long an idle connection stays open. */
  readonly keepAliveMs: number;
  /** With it, the port speaks TLS only. */
  readonly certificate?: Certificate | null;
  readonly onRefused?: CountRefused;
};

type AnyServer = Server | TlsServer;

/** @throws StartError when the port cannot be had */
export async function listen(
  listener: RequestListener,
  {
    host,
    port,
    setting = 'PORT',
    basePath = '',
    connections: limit,
    keepAliveMs,
    certificate = null,
    onRefused = () => {},
  }: ListenOptions,
): Promise<Listening> {
  const options = {
    headersTimeout: limits.HEADERS_TIMEOUT_MS,
    requestTimeout: limits.REQUEST_TIMEOUT_MS,
    keepAliveTimeout: keepAliveMs,
    connectionsCheckingInterval: limits.CHECK_INTERVAL_MS,
    maxHeaderSize: limits.MAX_HEADER_BYTES,
  };
  const pipelined = limitPipelining(listener, basePath, onRefused);
  const server =
    certificate === null
      ? createServer(options, pipelined)
      : createTlsServer({ ...options, ...certificate, ...TLS }, pipelined);
  limitConnections(server, limit, onRefused);
  // Ends clients that neither send nor read.
  server.setTimeout(limits.IDLE_TIMEOUT_MS);
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    // Before the end of a handshake nothing can be said. Node reports its end here, too.
    if (error.code === 'ERR_TLS_HANDSHAKE_TIMEOUT') return;
    if (refuseConnection(error, socket)) onRefused('unreadable');
  });
  server.on('tlsClientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (error.code !== 'ECONNRESET') onRefused('tls');
    socket.destroy();
  });
  const connections = endingConnections(server);
  const sockets = await openPort(server, host, port).catch((error: NodeJS.ErrnoException) => {
    throw bindError(error, { host, port, setting });
  });

  const { port: bound } = server.address() as AddressInfo;
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host;
  return {
    url: `${certificate === null ? 'http' : 'https'}://${name.includes(':') ? `[${name}]` : name}:${bound}`,
    port: bound,
    renew: (next) => {
      if ('setSecureContext' in server) server.setSecureContext({ ...next, ...TLS });
    },
    close: () => close(server, sockets, connections),
  };
}

/** What connections with TLS have in common. A client that does not complete its handshake is hung up on. */
const TLS = { handshakeTimeout: limits.TLS_HANDSHAKE_MS, minVersion: 'TLSv1.2' } as const;

const PARSE_STATUS: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/**
 * What cannot be read as HTTP has no request to answer: say so on the bare connection, and end it.
 * @returns false for a client that has gone by itself
 */
function refuseConnection(error: NodeJS.ErrnoException, socket: Socket): boolean {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return false;
  }
  const status = PARSE_STATUS[error.code ?? ''] ?? '400 Bad Request';
  const body = JSON.stringify({ detail: status.slice(4) });
  socket.end(
    `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
  );
  return true;
}

/** How long a connection may be idle after a stop began: its next request may be on its way already. */
const IDLE_MS = 500;
const GRACE_MS = 6_000;

type Stopping = { readonly begin: () => void; readonly sweep: () => void };

/** Knows the last answer on each connection, so that a stop can end it with that. */
function endingConnections(server: AnyServer): Stopping {
  const last = new Map<Socket, ServerResponse | null>();
  let hasBegun = false;
  // With TLS, requests come from the socket within; until there is one, the handshake has its own time limit.
  server.on('setSecureContext' in server ? 'secureConnection' : 'connection', (socket) => {
    last.set(socket, null);
    socket.once('close', () => last.delete(socket));
  });
  server.on('request', (request, response) => {
    last.set(request.socket, response);
    if (hasBegun) response.shouldKeepAlive = false;
  });
  const begin = () => {
    hasBegun = true;
    for (const response of last.values()) if (response !== null) response.shouldKeepAlive = false;
  };
  const sweep = () => {
    server.closeIdleConnections();
    // To HTTP a new connection is not idle. Half a header is the beginning of a request, and stays.
    for (const [socket, response] of last)
      if (response === null && socket.bytesRead === 0) socket.destroy();
  };
  return { begin, sweep };
}

/** No port is closed in a turn that took longer: connections will have come in it. */
const BRIEF_MS = 0.15;

/**
 * A client may be connected, and have sent, before its connection is taken here; Node takes one in
 * each turn, and closing the port resets the rest. So: only after a brief turn in which none came.
 * What connects between that and the closing itself is still reset; no program can see those.
 */
function untilNoneWaits(server: AnyServer, patience: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let hasTaken = true;
  let since = 0;
  const onTaken = () => {
    hasTaken = true;
  };
  const look = () => {
    const now = performance.now();
    if ((!hasTaken && now - since < BRIEF_MS) || now > patience) {
      server.off('connection', onTaken);
      resolve();
      return;
    }
    hasTaken = false;
    since = now;
    setImmediate(look);
  };
  server.on('connection', onTaken);
  setImmediate(look);
  return promise;
}

async function close(
  server: AnyServer,
  sockets: readonly TcpServer[],
  connections: Stopping,
): Promise<void> {
  const patience = performance.now() + IDLE_MS;
  const ended: Promise<void>[] = [];
  for (const socket of sockets) {
    await untilNoneWaits(server, patience);
    ended.push(closed(socket));
  }
  // Not before: clients that were hung up on would connect again, to a port that is about to close.
  connections.begin();
  // After what the sockets have brought was read: a process that was held up has timers due before that.
  const sweep = setInterval(() => setImmediate(connections.sweep), IDLE_MS);
  const cut = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  await Promise.all(ended);
  clearInterval(sweep);
  clearTimeout(cut);
  // Nothing is open any more: this ends what HTTP still watches connections with.
  server.close();
}

import { type AddressInfo, createServer, type ListenOptions, Server as TcpServer } from 'node:net';
import { BACKLOG } from './limits.ts';

/**
 * Node takes one connection from each listening socket in a turn of its loop. Under load a turn takes
 * milliseconds, and thousands of new connections would wait for seconds behind one another: so the
 * port is opened several times, and the system spreads the connections.
 */
const SOCKETS = 16;

/** Opens a port for a server; returns its sockets, each of which has to be closed. */
export async function openPort(
  server: TcpServer,
  host: string,
  port: number,
): Promise<readonly TcpServer[]> {
  const where = { host, backlog: BACKLOG };
  const sockets: TcpServer[] = [server];
  if (process.platform === 'linux') {
    if (port !== 0) await tryPort({ ...where, port });
    await bind(server, { ...where, port, reusePort: true });
    await openMore(server, sockets, where);
  } else await bind(server, { ...where, port });
  return sockets.toReversed();
}

/**
 * What may be opened several times, another process could open as well: only once is exclusive. So this
 * opens a port for a moment, and fails when it cannot be had.
 */
export async function tryPort(where: ListenOptions): Promise<void> {
  const probe = createServer();
  await bind(probe, where);
  await closed(probe);
}

async function openMore(
  server: TcpServer,
  sockets: TcpServer[],
  where: ListenOptions,
): Promise<void> {
  const { port } = server.address() as AddressInfo;
  while (sockets.length < SOCKETS) {
    // As HTTP opens its own.
    const more = createServer({ allowHalfOpen: true, noDelay: true });
    more.on('connection', (socket) => server.emit('connection', socket));
    await bind(more, { ...where, port, reusePort: true });
    sockets.push(more);
  }
}

function bind(server: TcpServer, options: ListenOptions): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(options, () => {
    server.off('error', reject);
    resolve();
  });
  return promise;
}

/** Takes no new connections from here on; done when those that were taken have ended. */
export function closed(server: TcpServer): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  // Not the method of HTTP: it hangs up on idle connections at once, whatever is on its way there.
  TcpServer.prototype.close.call(server, () => resolve());
  return promise;
}

import { createServer, Socket } from 'node:net';
import { onTestFinished, vi } from 'vitest';

/** What a server may refuse a connection with, likely or not. */
export const SQL_STATES = [
  ...['08004', '08P01', '0A000', '22023', '23505', '25006', '28000', '28P01', '3D000', '40001'],
  ...['42501', '42704', '42P01', '53000', '53100', '53200', '53300', '53400', '54000', '55000'],
  ...['55P02', '57014', '57P01', '57P03', '57P05', '58000', '58030', '58P01', 'F0000', 'P0001'],
  ...['XX000', 'XX001'],
];

/** A server that refuses every connection with a SQLSTATE, in the words of PostgreSQL's protocol. */
export async function refusingServer(sqlState: string): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.end(errorResponse(sqlState)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it listens on no port');
  return `postgres://nobody@127.0.0.1:${address.port}/nothing`;
}

function errorResponse(sqlState: string): Buffer {
  const fields = ['SFATAL', 'VFATAL', `C${sqlState}`, 'Mrefused'];
  const body = Buffer.from(`${fields.map((field) => `${field}\0`).join('')}\0`);
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

/** From now on, this process opens no connection to this address: each fails with the system's code. */
export function failToConnect(url: string, code: string): { readonly end: () => void } {
  const { port } = new URL(url);
  const connect = Socket.prototype.connect;
  const spy = vi.spyOn(Socket.prototype, 'connect').mockImplementation(function (
    this: Socket,
    ...given: unknown[]
  ) {
    if (String(given[0]) !== port) return Reflect.apply(connect, this, given) as Socket;
    process.nextTick(() => this.destroy(Object.assign(new Error('no way'), { code })));
    return this;
  });
  const end = () => void spy.mockRestore();
  onTestFinished(end);
  return { end };
}

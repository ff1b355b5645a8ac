import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds from the moment when a request was due until its answer was there, by status. */
export type Outcome = {
  readonly times: ReadonlyMap<number, readonly number[]>;
  readonly broken: number;
  readonly connections: number;
};

type Order = {
  readonly port: number;
  /** Raw text of one request. */
  readonly next: () => string;
  readonly perSecond: number;
  readonly seconds: number;
  readonly mostConnections: number;
};

type Connection = { readonly socket: Socket; dueAt: number; answer: string };

/**
 * Sends requests at a fixed rate, whether or not those before were answered, over as many connections
 * as that takes. On bare sockets: a client library needs more of the machine than the refusals do.
 */
export async function openLoop(order: Order): Promise<Outcome> {
  const times = new Map<number, number[]>();
  const idle: Connection[] = [];
  const backlog: number[] = [];
  const open = new Set<Socket>();
  let broken = 0;
  let done = 0;

  const send = (connection: Connection, dueAt: number) => {
    Object.assign(connection, { dueAt, answer: '' });
    connection.socket.write(order.next());
  };
  const take = (connection: Connection) => {
    const status = statusOf(connection.answer);
    if (status === null) return;
    done += 1;
    const own = times.get(status) ?? [];
    times.set(status, own);
    own.push(performance.now() - connection.dueAt);
    connection.dueAt = 0;
    const late = backlog.shift();
    if (late === undefined) idle.push(connection);
    else send(connection, late);
  };
  const dial = (dueAt: number) => {
    const connection = { socket: connect(order.port, '127.0.0.1'), dueAt: 0, answer: '' };
    const { socket } = connection;
    open.add(socket);
    socket.setNoDelay().on('error', () => {});
    socket.on('data', (chunk) => {
      connection.answer += chunk.toString('latin1');
      take(connection);
    });
    socket.on('close', () => {
      open.delete(socket);
      if (idle.includes(connection)) idle.splice(idle.indexOf(connection), 1);
      if (connection.dueAt === 0) return;
      broken += 1;
      done += 1;
    });
    send(connection, dueAt);
  };

  const begun = performance.now();
  const total = Math.round(order.perSecond * order.seconds);
  let sent = 0;
  let most = 0;
  while (done < total && performance.now() - begun < order.seconds * 1_000 + 20_000) {
    const passed = performance.now() - begun;
    const due = Math.min(total, 1 + Math.floor((passed * order.perSecond) / 1_000));
    for (; sent < due; sent += 1) {
      const dueAt = begun + (sent * 1_000) / order.perSecond;
      const free = idle.pop();
      if (free !== undefined) send(free, dueAt);
      else if (open.size < order.mostConnections) dial(dueAt);
      else backlog.push(dueAt);
    }
    most = Math.max(most, open.size);
    await sleep(1);
  }
  for (const socket of open) socket.destroy();
  return { times, broken: broken + total - done, connections: most };
}

/** The status of an answer that is whole; null while something of it is missing. */
function statusOf(answer: string): number | null {
  const end = answer.indexOf('\r\n\r\n');
  if (end === -1) return null;
  const length = /\r\ncontent-length: (\d+)/i.exec(answer.slice(0, end))?.[1] ?? '0';
  return answer.length >= end + 4 + Number(length) ? Number(answer.slice(9, 12)) : null;
}

import { connect, createServer, type Socket } from 'node:net';

/** The way to a database, which can be cut, or fall silent, and be mended. */
export type Wire = {
  /** The address of the database, by this way. */
  readonly url: string;
  /** The ports from which the latest connections came to the database, open or not. */
  readonly ports: readonly number[];
  readonly cut: () => Promise<void>;
  readonly silence: () => void;
  /** Falls silent with the next this many pieces sent to the database; after that time, all of it arrives. */
  readonly stallAfter: (pieces: number, ms: number) => void;
  /** Ends the silence: what was sent meanwhile arrives. */
  readonly resume: () => void;
  /** @param elsewhere the database's new address, if it has moved */
  readonly mend: (elsewhere?: string) => Promise<void>;
  /** Where new connections lead from now on; those that there are stay where they are. */
  readonly redirect: (elsewhere: string) => void;
};

const MOST_PORTS = 64;

export async function openWire(databaseUrl: string): Promise<Wire> {
  let target = new URL(databaseUrl);
  /** Each with the one that it leads to. */
  const sockets = new Map<Socket, Socket>();
  const ports: number[] = [];
  let isSilent = false;
  let stall: { pieces: number; readonly ms: number } | null = null;
  const server = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    far.on('connect', () => {
      ports.push(far.localPort ?? 0);
      // In the end the system gives them to others.
      if (ports.length > MOST_PORTS) ports.shift();
    });
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      one.on('error', () => {});
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
      if (isSilent) one.unpipe(other).pause();
      sockets.set(one, other);
    }
    near.on('data', () => {
      if (stall === null) return;
      stall.pieces -= 1;
      if (stall.pieces > 0) return;
      setTimeout(speak, stall.ms);
      stall = null;
      silence();
    });
  });
  const silence = () => {
    isSilent = true;
    for (const socket of sockets.keys()) socket.unpipe().pause();
  };
  const speak = () => {
    isSilent = false;
    for (const [one, other] of sockets) one.pipe(other);
  };
  const open = (on: number) =>
    new Promise<void>((resolve) => {
      server.listen(on, '127.0.0.1', resolve);
    });
  const endAll = () => {
    for (const socket of sockets.keys()) socket.destroy();
    sockets.clear();
  };
  await open(0);
  const own = server.address();
  if (own === null || typeof own === 'string') throw new Error('it listens on no port');
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String(own.port);
  return {
    url: url.href,
    ports,
    cut: () => {
      endAll();
      return new Promise((resolve) => {
        server.close(() => resolve());
      });
    },
    silence,
    stallAfter: (pieces, ms) => {
      stall = { pieces, ms };
    },
    resume: speak,
    redirect: (elsewhere) => {
      target = new URL(elsewhere);
    },
    mend: async (elsewhere = target.href) => {
      target = new URL(elsewhere);
      isSilent = false;
      endAll();
      if (!server.listening) await open(own.port);
    },
  };
}

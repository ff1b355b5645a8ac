import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, statSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { serverAccount } from './account.ts';
import { programsFor } from './binaries.ts';
import { type Cluster, clusterFolder, makeDataDir, openCluster } from './cluster.ts';
import { explainFolderError } from './failure.ts';
import { lockFolder } from './lock.ts';
import { stopOrphan } from './orphan.ts';
import { childrenOf, resume, waitForEnd } from './processes.ts';
import { isOver, waitUntilReady } from './ready.ts';
import { DATABASE_NAME, prepareDatabase, SERVICE_ROLE, SUPERUSER } from './roles.ts';

export type EmbeddedPostgres = {
  /** For the service: its role owns the database `latchkey`, and has no other rights. */
  readonly url: string;
  /** For tests and benchmarks that make databases of their own. */
  readonly superuserUrl: string;
  /** What the operator should know about the account that the server runs as; null for its own. */
  readonly note: string | null;
  /** True when the data folder was made by this start. */
  readonly created: boolean;
  /** Stops the server and waits for it to be gone. May be called again. */
  readonly stop: () => Promise<void>;
  /** Resolves when the server ended without being asked to. */
  readonly died: Promise<void>;
};

export type EmbeddedOptions = {
  readonly dataDir: string;
  readonly settings?: Readonly<Record<string, string>>;
  /** Other programs than those that came with the package. */
  readonly binDir?: string;
  /** Gives up the start: its reason is thrown, and the next start uses the folder. */
  readonly signal?: AbortSignal;
};

const STOP_MS = 15_000;
const QUIT_MS = 6_000;
const MAX_LOG_BYTES = 5_000_000;

/**
 * Runs a PostgreSQL server of our own on a data folder.
 * @throws StartError with the cause and the remedy in one line
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  try {
    return await startIn(options);
  } catch (error) {
    throw explainFolderError(options.dataDir, error);
  }
}

async function startIn({
  dataDir,
  settings = {},
  binDir,
  signal: stopSignal,
}: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const account = serverAccount();
  makeDataDir(dataDir, account);
  const unlock = lockFolder(dataDir);
  try {
    const programs = binDir ?? programsFor(account);
    await stopOrphan(clusterFolder(dataDir, account));
    const cluster = await openCluster(dataDir, { binDir: programs, account, signal: stopSignal });
    const running = await run({ cluster, programs, settings }, stopSignal);
    return {
      ...running,
      note: account?.note ?? null,
      created: cluster.created,
      stop: () => running.stop().finally(unlock),
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

type Run = {
  readonly cluster: Cluster;
  readonly programs: string;
  readonly settings: Readonly<Record<string, string>>;
};

type Server = Pick<EmbeddedPostgres, 'url' | 'superuserUrl' | 'stop' | 'died'>;

async function run(
  { cluster, programs, settings }: Run,
  stopSignal: AbortSignal | undefined,
): Promise<Server> {
  const port = await freePort();
  const logBegin = logLength(cluster);
  const child = spawnServer({
    cluster,
    programs,
    settings: { ...defaults(port), ...settings },
  });
  const ended = Promise.withResolvers<void>();
  let isStopping = false;
  const died = Promise.withResolvers<void>();
  child.once('error', ended.resolve as () => void);
  child.once('exit', () => {
    ended.resolve();
    if (!isStopping) died.resolve();
  });
  // However this process ends, short of being killed, the server ends with it.
  const stopToo = () => signal(child, 'SIGINT');
  process.on('exit', stopToo);
  const stop = async () => {
    isStopping = true;
    await stopServer(child, ended.promise);
    process.off('exit', stopToo);
  };
  const address = `127.0.0.1:${port}`;
  const superuser = `postgres://${SUPERUSER}:${cluster.password}@${address}`;
  try {
    const { folder } = cluster;
    const started = { child, folder, logBegin, signal: stopSignal };
    await waitUntilReady(`${superuser}/postgres`, started);
    await prepareDatabase(superuser, cluster.servicePassword);
    return {
      url: `postgres://${SERVICE_ROLE}:${cluster.servicePassword}@${address}/${DATABASE_NAME}`,
      superuserUrl: `${superuser}/${DATABASE_NAME}`,
      stop,
      died: died.promise,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function defaults(port: number): Record<string, string> {
  return {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    max_connections: '100',
    shared_buffers: '128MB',
  };
}

function spawnServer({ cluster, programs, settings }: Run): ChildProcess {
  const log = openSync(logFile(cluster), logLength(cluster) === 0 ? 'w' : 'a', 0o600);
  const given = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(join(programs, 'postgres'), ['-D', cluster.folder, ...given], {
    ...cluster.account,
    cwd: '/',
    stdio: ['ignore', log, log],
    // Out of the terminal's reach: Ctrl-C is for us, and we stop it in order.
    detached: true,
  });
  closeSync(log);
  return child;
}

function logFile({ folder }: Cluster): string {
  return `${folder}.log`;
}

/** Where its next log begins: a long one is begun again. */
function logLength(cluster: Cluster): number {
  const size = statSync(logFile(cluster), { throwIfNoEntry: false })?.size ?? 0;
  return size > MAX_LOG_BYTES ? 0 : size;
}

async function stopServer(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (isOver(child) || child.pid === undefined) return;
  signal(child, 'SIGINT');
  if (!(await waitForEnd(child.pid, STOP_MS))) signal(child, 'SIGQUIT');
  if (!(await waitForEnd(child.pid, QUIT_MS))) signal(child, 'SIGKILL');
  await ended;
}

/** A server that somebody has stopped (SIGSTOP) hears nothing before it goes on, its parts included. */
function signal(child: ChildProcess, name: NodeJS.Signals): void {
  if (isOver(child) || child.pid === undefined) return;
  for (const pid of [child.pid, ...childrenOf(child.pid)]) resume(pid);
  child.kill(name);
}

function freePort(): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const server = createServer();
  server.listen(0, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo;
    server.close(() => resolve(port));
  });
  return promise;
}

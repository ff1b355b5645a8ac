import { type ChildProcess, spawn } from 'node:child_process';

export const ADMIN_KEY = 'bench-admin-key-of-many-characters';
export const INTERNAL_SECRET = 'bench-internal-secret-of-many-characters';
export const PEPPER = 'a pepper for measurements, never for anything else';

export type Running = {
  readonly url: string;
  readonly pid: number;
  /** Settles once it has ended, whatever ended it. */
  readonly ended: Promise<void>;
  readonly stop: () => Promise<void>;
};

/** Runs the built service in a process of its own, as `npm start` does. */
export function startServer(
  databaseUrl: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<Running> {
  return start(['dist/main.js'], /"url":"([^"]+)","msg":"ready"/, databaseUrl, {
    HOST: '127.0.0.1',
    PORT: '0',
    INTERNAL_API_SECRET: INTERNAL_SECRET,
    // All load comes from one address, and from few keys: far more than either may send in a minute.
    RATE_LIMIT_KEY: '0',
    RATE_LIMIT_ADDRESS: '0',
    ...settings,
  });
}

/** Runs a peer in a process of its own, with as many database connections as the service has. */
export function startPeer(name: string, databaseUrl: string): Promise<Running> {
  return start([`bench/peers/${name}.mjs`], /listening on (\S+)/, databaseUrl, { POOL_SIZE: '10' });
}

async function start(
  command: readonly string[],
  ready: RegExp,
  databaseUrl: string,
  settings: Record<string, string>,
): Promise<Running> {
  const child = spawn(process.execPath, [...command], {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      DATABASE_URL: databaseUrl,
      ADMIN_API_TOKEN: ADMIN_KEY,
      TOKEN_PEPPER: PEPPER,
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // Whatever goes wrong here, no server is left behind.
  process.once('exit', () => child.kill('SIGKILL'));
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let said = '';
  const listen = (chunk: Buffer) => {
    said += chunk;
    const url = ready.exec(said)?.[1];
    if (url === undefined) return;
    resolve(url);
    // A line for each request follows: they are read as a collector of logs would.
    child.stdout.off('data', listen);
    child.stdout.resume();
  };
  child.stdout.on('data', listen);
  child.on('exit', () => reject(new Error(`${command.join(' ')} ended`)));
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  return { url: await promise, pid: child.pid ?? 0, ended, stop: () => stop(child) };
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  child.once('exit', () => resolve());
  child.kill('SIGTERM');
  // A peer that waits for idle connections is not waited for.
  const late = setTimeout(() => child.kill('SIGKILL'), 3_000);
  await promise;
  clearTimeout(late);
}

import { spawn } from 'node:child_process';

export const ADMIN_KEY = 'bench-admin-key-of-many-characters';
export const PEPPER = 'a pepper for measurements, never for anything else';

/** Runs the built service in a process of its own. */
export async function startServer(
  databaseUrl: string,
): Promise<{ url: string; pid: number; stop: () => void }> {
  const child = spawn(process.execPath, ['dist/main.js'], {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: '0',
      LOG_LEVEL: 'warn',
      DATABASE_URL: databaseUrl,
      ADMIN_API_TOKEN: ADMIN_KEY,
      TOKEN_PEPPER: PEPPER,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  child.stdout.on('data', (chunk) => {
    const url = /Graphi?QL +(\S+)\/graphql/.exec(String(chunk))?.[1];
    if (url !== undefined) resolve(url);
  });
  child.on('exit', () => reject(new Error('the service ended')));
  return { url: await promise, pid: child.pid ?? 0, stop: () => child.kill('SIGTERM') };
}

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readPassword, SERVICE_PASSWORD_FILE } from './cluster.ts';
import { isAlive } from './processes.ts';
import { DATABASE_NAME, SERVICE_ROLE } from './roles.ts';

/** Where the embedded server of a data folder listens at the moment; null when it does not run. */
export function runningAddress(dataDir: string): string | null {
  const pointer = join(dataDir, 'postgres-location');
  const folder = existsSync(pointer)
    ? readFileSync(pointer, 'utf8').trim()
    : join(dataDir, 'postgres');
  const file = join(folder, 'postmaster.pid');
  if (!existsSync(file)) return null;
  // Its process, its folder, its start, and then its port, a line each.
  const [pid, , , port] = readFileSync(file, 'utf8').split('\n');
  if (!isAlive(Number(pid))) return null;
  const password = readPassword(
    join(dataDir, SERVICE_PASSWORD_FILE),
    'restart the service, which writes a new one',
  );
  return `postgres://${SERVICE_ROLE}:${password}@127.0.0.1:${port}/${DATABASE_NAME}`;
}

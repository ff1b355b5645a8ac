import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parseConfig } from '../core/config/parse-config.ts';
import { writeBackup } from '../data/backup/write.ts';
import { migrationsDirectory } from '../data/migrations/migration-files.ts';
import { neededPeppers, shortOf } from '../domain/backup/peppers.ts';
import { sizeText } from './backup/size-text.ts';
import { UsageError } from './usage-error.ts';
import { verifyBackup } from './verify-backup.ts';
import { withDatabase } from './with-app.ts';

// Writes a backup of the running installation, or shows that one can be restored:
// latchkey backup [--to DIR] | verify BACKUP [--without-pepper]

const USAGE =
  'Usage: latchkey backup [--to FOLDER], or latchkey backup verify BACKUP [--without-pepper]';

type Order =
  | { readonly command: 'write'; readonly to: string | null }
  | { readonly command: 'verify'; readonly folder: string; readonly withPepper: boolean };

function readOrder(args: readonly string[]): Order {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { to: { type: 'string' }, 'without-pepper': { type: 'boolean' } },
      allowPositionals: true,
    });
    const { to = null, 'without-pepper': withoutPepper = false } = values;
    const [command, folder, ...others] = positionals;
    if (command === undefined && !withoutPepper && to !== '') return { command: 'write', to };
    if (command === 'verify' && folder && others.length === 0 && to === null)
      return { command, folder, withPepper: !withoutPepper };
  } catch {
    // An option that there is not: the same remedy.
  }
  throw new UsageError(USAGE);
}

async function write(to: string | null): Promise<number> {
  const config = parseConfig(process.env);
  const folder = to === null ? (config.backup.dir ?? join(config.dataDir, 'backups')) : resolve(to);
  const written = await withDatabase(config, (databaseUrl) =>
    writeBackup({
      url: config.database.directUrl ?? databaseUrl,
      folder,
      migrations: migrationsDirectory(),
      peppersOf: neededPeppers,
    }),
  );
  if (written === null) throw new Error('a backup without a lock was refused');
  const { path, manifest } = written;
  process.stdout.write(
    `${path}\n${sizeText(manifest)} It needs the pepper with fingerprint ${manifest.peppers.map(shortOf).join(' and ')}, which it does not contain.\n`,
  );
  return 0;
}

export async function backupCommand(args: readonly string[]): Promise<number> {
  const order = readOrder(args);
  return order.command === 'write' ? await write(order.to) : await verifyBackup(order);
}

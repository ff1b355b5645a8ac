import { randomBytes } from 'node:crypto';
import { chmod, link, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { folderRemedy, makeFolder, systemCodeOf } from '../folder.ts';
import { withoutEnd } from '../input/trim.ts';
import { StartError } from '../start-error.ts';

export type StoredSecret = { readonly value: string; readonly created: boolean };

/**
 * Reads a secret from its file, or makes one and keeps it there. Of two processes that start at
 * once, both end up with the same.
 * @throws StartError when the folder does not allow it.
 */
export async function loadOrCreateSecret(file: string, make: () => string): Promise<StoredSecret> {
  const known = await readSecret(file);
  if (known !== null) return { value: known, created: false };

  const value = make();
  const created = await createWhole(file, value).catch((error: unknown) => {
    throw unusable(file, 'written', error);
  });
  if (created) return { value, created };
  // Another process was first: its secret counts.
  return { value: (await readSecret(file)) ?? value, created: false };
}

/**
 * The secret in a file; null before one was made.
 * @throws StartError when the file cannot be read
 */
export async function readSecret(file: string): Promise<string | null> {
  try {
    return withoutEnd(await readFile(file, 'utf8'), '\r\n');
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') return null;
    throw unusable(file, 'read', error);
  }
}

/**
 * The file appears under its name with all its content or not at all: a link to a finished file
 * fails when the name is taken, and a crash leaves no half of a secret.
 */
async function createWhole(file: string, text: string): Promise<boolean> {
  await createFolder(dirname(file));
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    await writeSynced(draft, `${text}\n`);
    await link(draft, file);
    await syncFolder(dirname(file));
    return true;
  } catch (error) {
    if (systemCodeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function createFolder(folder: string): Promise<void> {
  const isNew = makeFolder(folder, 0o700);
  // The embedded server does not run as root, and has to pass through to its own folder below.
  if (isNew && process.getuid?.() === 0) await chmod(folder, 0o711);
}

async function writeSynced(file: string, text: string): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Without it, a power cut may take the new name back. Windows has no such call and no such need. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function unusable(file: string, verb: 'read' | 'written', error: unknown): StartError {
  return new StartError(
    `${file} cannot be ${verb} (${systemCodeOf(error)}): ${folderRemedy(error, 'DATA_DIR')}.`,
    { cause: error },
  );
}

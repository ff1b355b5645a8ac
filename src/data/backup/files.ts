import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createGunzip, createGzip } from 'node:zlib';
import { StartError } from '../../core/start-error.ts';
import type { BackedUpTable } from './manifest.ts';

type Written = Pick<BackedUpTable, 'bytes' | 'sha256'>;

/** Compresses into a new file that only this account can read, and waits until it is on the disk. */
export async function writeCompressed(
  path: string,
  source: Readable,
  signal: AbortSignal | undefined,
): Promise<Written> {
  const hash = createHash('sha256');
  let bytes = 0;
  const counted = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true });
  const gzip = createGzip({ level: constants.Z_BEST_SPEED });
  await pipeline(source, gzip, counted, file, { ...(signal && { signal }) });
  return { bytes, sha256: hash.digest('hex') };
}

/** The content of such a file. */
export function readCompressed(path: string): AsyncIterable<Buffer> {
  const unpacked = createGunzip();
  // What goes wrong with the file shows where its content is read.
  pipeline(createReadStream(path), unpacked).catch(() => {});
  return unpacked;
}

/** @throws StartError for the first file that is missing, has another length or another digest */
export async function checkFiles(folder: string, tables: readonly BackedUpTable[]): Promise<void> {
  for (const { file, bytes, sha256 } of tables) {
    const path = join(folder, file);
    const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
      throw new StartError(
        error.code === 'ENOENT'
          ? `${path} is missing: use another copy of this backup.`
          : `${path} cannot be read (${error.code}).`,
      );
    });
    if (found.size !== bytes)
      throw new StartError(
        `${path} has ${found.size} bytes instead of ${bytes}: use another copy of this backup.`,
      );
    if ((await digestOfFile(path)) !== sha256)
      throw new StartError(
        `${path} is damaged: its SHA-256 is not the one in the manifest. Use another copy of this backup.`,
      );
  }
}

async function digestOfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), hash);
  } catch (error) {
    throw new StartError(`${path} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
  return hash.digest('hex');
}

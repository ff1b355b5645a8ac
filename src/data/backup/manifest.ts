import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { StartError } from '../../core/start-error.ts';

/** Of the file below. A later form gets the next number. */
const FORMAT = 1;
export const MANIFEST = 'manifest.json';

const digest = z.string().regex(/^[0-9a-f]{64}$/);

const TABLE = z.object({
  name: z.string(),
  columns: z.array(z.string()).min(1),
  rows: z.number().int().min(0),
  /** In the folder of the backup: the rows in PostgreSQL's text format, compressed with gzip. */
  file: z.string().regex(/^[\w-]+\.copy\.gz$/),
  bytes: z.number().int().min(0),
  sha256: digest,
});

const BODY = z.object({
  format: z.literal(FORMAT),
  /** Of the program that wrote it. */
  version: z.string(),
  /** Everything that was committed by then is in the backup. */
  createdAt: z.iso.datetime(),
  /** Of the server that the rows come from. */
  postgres: z.string(),
  /** What the database had applied, in their order. */
  migrations: z.array(z.string()).min(1),
  /** Fingerprints of the peppers that its keys and secrets need. */
  peppers: z.array(digest),
  /** The end of the sealed audit log, as `latchkey audit verify --head` takes it. */
  auditHead: z.string().nullable(),
  tables: z.array(TABLE).min(1),
  /** The last number that each sequence gave out; null where it gave none. */
  sequences: z.record(z.string(), z.string().regex(/^\d+$/).nullable()),
});

export type BackupManifest = z.output<typeof BODY>;
export type BackedUpTable = z.output<typeof TABLE>;

/** With a digest of its own, so that a damaged one is recognised. */
export function manifestText(manifest: BackupManifest): string {
  return `${JSON.stringify({ ...manifest, sha256: digestOf(manifest) }, null, 2)}\n`;
}

/** @throws StartError when the folder holds no backup, or one that is damaged or of a later program */
export async function readBackupManifest(folder: string): Promise<BackupManifest> {
  const path = join(folder, MANIFEST);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new StartError(
      `${folder} is not a complete backup: ${MANIFEST} cannot be read (${error.code}).`,
    );
  });
  const { sha256, ...body } = parseObject(path, text);
  if (sha256 !== digestOf(body)) throw damaged(path);
  if (body['format'] !== FORMAT)
    throw new StartError(
      `${path} has format ${String(body['format'])}, which this version cannot read: use the version that wrote it, ${String(body['version'])}, or a later one.`,
    );
  const parsed = BODY.safeParse(body);
  if (!parsed.success) throw damaged(path);
  return parsed.data;
}

function parseObject(path: string, text: string): Readonly<Record<string, unknown>> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch {
    throw damaged(path);
  }
}

function damaged(path: string): StartError {
  return new StartError(`${path} is damaged: use another backup, or another copy of this one.`);
}

/** Which backup it is. */
export function digestOfManifest(manifest: BackupManifest): string {
  return digestOf(manifest);
}

function digestOf(body: object): string {
  return createHash('sha256').update(JSON.stringify(body)).digest('hex');
}

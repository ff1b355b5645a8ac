import type { Rows } from '../../data/database.ts';
import type { Sealed } from './findings.ts';
import { readChain } from './walk.ts';

/** The sealed events after a position, a line of JSON for each. */
export async function* exportAuditLog(rows: Rows, after: bigint): AsyncGenerator<string> {
  for await (const event of readChain(rows, after)) yield `${lineOf(event)}\n`;
}

function lineOf({ before, after, erasedMac, ...event }: Sealed): string {
  const proof = erasedMac === null ? {} : { erasedMac };
  const head = JSON.stringify({ ...event, ...proof }, (_name, value: unknown) => plain(value));
  // As PostgreSQL wrote them: that is what the hash is over.
  return `${head.slice(0, -1)},"before":${before ?? 'null'},"after":${after ?? 'null'}}`;
}

/** Buffers turn into objects before they get here. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  const { type, data } = (value ?? {}) as { readonly type?: unknown; readonly data?: unknown };
  return type === 'Buffer' && Array.isArray(data) ? Buffer.from(data).toString('hex') : value;
}

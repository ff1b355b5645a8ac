import { z } from 'zod';
import type { Sealed } from '../audit/findings.ts';

const hex = z.string().regex(/^(?:[0-9a-f]{64})?$/);
const fields = z.record(z.string(), z.unknown()).nullable();
const number = z.number().int();
const text = z.string().nullable();
/** Exports of earlier versions lack what came later. */
const laterText = text.default(null);
const laterNumber = number.nullable().default(null);

const LINE = z.object({
  position: number.min(1),
  hash: hex,
  previous: hex,
  keyId: number,
  id: number,
  at: z.iso.datetime(),
  actorKind: z.string(),
  actorId: number.nullable(),
  actorName: text,
  actorUserId: number.nullable(),
  action: z.string(),
  targetType: text,
  targetId: number.nullable(),
  ip: text,
  requestId: text,
  writer: laterText,
  number: laterNumber,
  part: laterNumber,
  parts: laterNumber,
  mac: laterText,
  erasedMac: laterText,
  before: fields,
  after: fields,
});

export type ExportedEvent = z.output<typeof LINE>;

/** @throws what is wrong with a line that is none of an export */
export function parseLine(line: string): ExportedEvent {
  return LINE.parse(JSON.parse(line));
}

const BEFORE = ',"before":';
const AFTER = ',"after":';

/**
 * The event as it was sealed. Its hash is over `before` and `after` as PostgreSQL wrote them, and the export has
 * them so: with blanks after commas and colons, so that these marks stand nowhere in them.
 */
export function sealedOf(line: string, event: ExportedEvent): Sealed {
  const begin = line.indexOf(BEFORE);
  const middle = line.indexOf(AFTER, begin);
  const before = line.slice(begin + BEFORE.length, middle);
  const after = line.slice(middle + AFTER.length, -1);
  return {
    ...event,
    position: BigInt(event.position),
    id: BigInt(event.id),
    at: new Date(event.at),
    actorId: bigOf(event.actorId),
    actorUserId: bigOf(event.actorUserId),
    targetId: bigOf(event.targetId),
    number: bigOf(event.number),
    hash: Buffer.from(event.hash, 'hex'),
    previous: Buffer.from(event.previous, 'hex'),
    mac: bytesOf(event.mac),
    erasedMac: bytesOf(event.erasedMac),
    before: before === 'null' ? null : before,
    after: after === 'null' ? null : after,
  };
}

function bigOf(value: number | null): bigint | null {
  return value === null ? null : BigInt(value);
}

function bytesOf(value: string | null): Uint8Array | null {
  return value === null ? null : Buffer.from(value, 'hex');
}

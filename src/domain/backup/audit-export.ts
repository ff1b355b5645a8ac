import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { StartError } from '../../core/start-error.ts';
import { positionsOf } from '../audit/dropped.ts';
import { type DroppedPrefix, prefixOf } from '../audit/dropped-prefix.ts';

const hex = z.string().regex(/^(?:[0-9a-f]{64})?$/);
const fields = z.record(z.string(), z.unknown()).nullable();

const LINE = z.object({
  position: z.number().int().min(1),
  hash: hex,
  previous: hex,
  at: z.iso.datetime(),
  action: z.string(),
  targetId: z.number().int().nullable(),
  before: fields,
  after: fields,
});

export type ExportedEvent = z.output<typeof LINE>;

export type LaterEvents = {
  readonly events: readonly ExportedEvent[];
  /** The time of the last event in the file; null for an empty one. */
  readonly end: string | null;
  /** That event, as `POSITION:HASH`. */
  readonly head: string | null;
};

/**
 * Reads what `latchkey audit export` printed, and returns what happened after the end of another audit log.
 * @param head that end, as `POSITION:HASH`; null for an empty log
 * @throws StartError for a file that is no export, has gaps, or is of another installation
 */
export async function readLaterEvents(file: string, head: string | null): Promise<LaterEvents> {
  const [position = '0', hash = ''] = (head ?? '').split(':');
  const end = { position: Number(position), hash };
  const events: ExportedEvent[] = [];
  const missing = new Set<number>();
  let last: ExportedEvent | null = null;
  for await (const event of readLines(file)) {
    if (last === null) checkBegin(file, event, end);
    checkPlace(file, event, { before: last ?? end, end });
    if (last !== null) addMissing(file, missing, { from: last.position, to: event.position });
    forgetDropped(file, missing, { event, end });
    if (event.position > end.position) events.push(event);
    last = event;
  }
  if (missing.size > 0) throw withGaps(file, missing);
  return {
    events,
    end: last?.at ?? null,
    head: last === null ? null : `${last.position}:${last.hash}`,
  };
}

type Place = Pick<ExportedEvent, 'position' | 'hash'>;

function checkBegin(file: string, event: ExportedEvent, end: Place): void {
  if (event.position <= end.position + 1) return;
  throw new StartError(
    `${file} begins with event ${event.position}, after the end of the backup's audit log (${end.position}): export from event ${end.position} or earlier. If those events were dropped (AUDIT_RETENTION_DAYS), use a later backup, or put the parts of earlier exports before this one.`,
  );
}

type Places = { readonly before: Place; readonly end: Place };

/** More than any installation drops between two events that stay: nobody's file fills the memory. */
const MOST_MISSING = 10_000_000;

type Gap = { readonly from: number; readonly to: number };

function addMissing(file: string, missing: Set<number>, { from, to }: Gap): void {
  if (to <= from) throw notInOrder(file);
  if (missing.size + to - from > MOST_MISSING) throw withGaps(file, missing.add(from + 1));
  for (let position = from + 1; position < to; position += 1) missing.add(position);
}

type After = { readonly event: ExportedEvent; readonly end: Place };

/**
 * Refused requests, and the beginning of the log, are dropped after a time: an event names the places. What
 * happened after the backup must be there all the same.
 */
function forgetDropped(file: string, missing: Set<number>, { event, end }: After): void {
  const { action, before } = event;
  const prefix = action === 'EVENTS_DROPPED' ? prefixOf(event) : null;
  for (const position of prefix === null ? [] : goneWith(prefix, missing)) {
    if (position > end.position) throw dropped(file, position);
    missing.delete(position);
  }
  if (action !== 'REFUSALS_DROPPED') return;
  for (const { position } of positionsOf(String(before?.['places'])))
    missing.delete(Number(position));
}

function goneWith({ through, kept }: DroppedPrefix, missing: ReadonlySet<number>): number[] {
  const stay = new Set(kept.map(({ position }) => Number(position)));
  return [...missing].filter((position) => position <= through && !stay.has(position));
}

function checkPlace(file: string, event: ExportedEvent, { before, end }: Places): void {
  const { position, hash, previous } = event;
  const isOther = position === end.position && hash !== end.hash;
  const isUnlinked = position === before.position + 1 && previous !== before.hash;
  if (isOther || isUnlinked) throw ofAnotherLog(file);
}

async function* readLines(file: string): AsyncGenerator<ExportedEvent> {
  const input = createReadStream(file);
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }))
      if (line !== '') yield parse(file, line);
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError(`${file} cannot be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}

function parse(file: string, line: string): ExportedEvent {
  try {
    return LINE.parse(JSON.parse(line));
  } catch {
    throw notAnExport(file);
  }
}

function notAnExport(file: string): StartError {
  return new StartError(
    `${file} is not an export of the audit log, or it is damaged: use a file that \`latchkey audit export\` wrote.`,
  );
}

function withGaps(file: string, missing: ReadonlySet<number>): StartError {
  const [first] = missing;
  return new StartError(
    `${file} lacks events of the audit log, from event ${first} on: export it again, or put all parts of it together in their order.`,
  );
}

function dropped(file: string, position: number): StartError {
  return new StartError(
    `${file} lacks events that happened after the backup, from event ${position} on: they were dropped (AUDIT_RETENTION_DAYS), and a key could have been revoked there. Use a later backup, or put the parts of earlier exports before this one.`,
  );
}

function notInOrder(file: string): StartError {
  return new StartError(
    `${file} repeats events of the audit log or has them out of order: put the parts of an export together in their order.`,
  );
}

function ofAnotherLog(file: string): StartError {
  return new StartError(
    `${file} does not continue the audit log of this backup: it is of another installation, or it was altered.`,
  );
}

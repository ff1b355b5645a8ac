import { createReadStream } from 'node:fs';
import { StartError } from '../../core/start-error.ts';
import { textLines } from '../../core/text-lines.ts';
import type { Vault } from '../../security/vault/data-keys.ts';
import { hashState } from '../audit/walk.ts';
import { type ExportedEvent, parseLine, sealedOf } from './export-line.ts';
import { ExportPlaces } from './export-places.ts';
import { altered, type ExportLine, isEmpty, notAnExport } from './export-refusals.ts';

export type LaterEvents = {
  readonly events: readonly ExportedEvent[];
  /** The time of the last event in the file. */
  readonly end: string;
  /** That event, as `POSITION:HASH`. */
  readonly head: string;
  /** How many events are sealed with keys that are not at hand: their content cannot be verified. */
  readonly unverified: number;
};

/** What an export has to continue, and what it is verified with. */
export type ExportBase = {
  /** The end of the audit log in the backup, as `POSITION:HASH`; null for an empty log. */
  readonly head: string | null;
  readonly vault: Pick<Vault, 'mac'>;
};

/**
 * Reads what `latchkey audit export` printed, and returns what happened after the end of another audit log.
 * @throws StartError for a file that is no export, is empty, has gaps, was altered, does not contain that end, or
 *   is of another installation
 */
export async function readLaterEvents(
  file: string,
  { head, vault }: ExportBase,
): Promise<LaterEvents> {
  const [place = '0', hash = ''] = (head ?? '').split(':');
  const end = { position: Number(place), hash };
  const places = new ExportPlaces(end);
  const events: ExportedEvent[] = [];
  let unverified = 0;
  let last: { readonly event: ExportedEvent; readonly at: ExportLine } | null = null;
  for await (const { text, at } of readLines(file)) {
    const event = parse(text, at);
    places.follow(event, at);
    const state = hashState(vault, sealedOf(text, event));
    if (state === 'CHANGED') throw altered(at, event.position);
    if (state === 'UNCHECKABLE') unverified += 1;
    if (event.position > end.position) events.push(event);
    last = { event, at };
  }
  if (last === null) throw isEmpty(file);
  places.finish(last.at);
  const { event } = last;
  return { events, end: event.at, head: `${event.position}:${event.hash}`, unverified };
}

type TextLine = { readonly text: string; readonly at: ExportLine };

async function* readLines(file: string): AsyncGenerator<TextLine> {
  const input = createReadStream(file);
  let line = 0;
  try {
    for await (const text of textLines(input)) {
      line += 1;
      if (text !== '') yield { text, at: { file, line } };
    }
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError(
      `${file} cannot be read (${(error as NodeJS.ErrnoException).code}): name a file that \`latchkey audit export\` wrote, which this account can read.`,
    );
  }
}

function parse(text: string, at: ExportLine): ExportedEvent {
  try {
    return parseLine(text);
  } catch {
    throw notAnExport(at);
  }
}

import { type HashedPosition, positionsOf } from '../audit/dropped.ts';
import { prefixOf } from '../audit/dropped-prefix.ts';
import type { ExportedEvent } from './export-line.ts';
import {
  beginsAfter,
  dropped,
  type ExportLine,
  endsBefore,
  notInOrder,
  ofAnotherLog,
  withGaps,
} from './export-refusals.ts';

/** An event, or the end of the audit log of a backup. */
type Place = Pick<ExportedEvent, 'position' | 'hash'>;

/** More than any installation drops between two events that stay: nobody's file fills the memory. */
const MOST_MISSING = 10_000_000;

type Gap = { readonly hash: string | null; readonly line: number };

/** Follows the places of the chain through an export, from or before the end of a backup's audit log. */
export class ExportPlaces {
  /** Places without an event, with the hash of it where the next event has it. */
  readonly #missing = new Map<number, Gap>();
  readonly #end: Place;
  #last: Place | null = null;
  /** Whether the end of the backup's audit log was seen, by its hash. */
  #hasEnd: boolean;

  constructor(end: Place) {
    this.#end = end;
    this.#hasEnd = end.position === 0;
  }

  /** @throws StartError for an event that does not follow those before it, or the backup */
  follow(event: ExportedEvent, at: ExportLine): void {
    const { position, previous } = event;
    const last = this.#last ?? this.#before(event, at);
    if (position <= last.position) throw notInOrder(at);
    if (position === last.position + 1 && previous !== last.hash) throw ofAnotherLog(at);
    this.#addMissing(last.position, event, at);
    this.#checkEnd(event, at);
    this.#forgetDropped(event, at);
    this.#last = event;
  }

  /** @throws StartError for an export with gaps, or one that does not reach the backup */
  finish({ file, line }: ExportLine): void {
    const [first] = this.#missing;
    if (first !== undefined) throw withGaps({ file, line: first[1].line }, first[0]);
    if (!this.#hasEnd) throw endsBefore(file, line, this.#end.position);
  }

  /** What the first event of the file follows: of what is before the end of the backup, anything. */
  #before({ position, previous }: ExportedEvent, { file }: ExportLine): Place {
    const end = this.#end;
    if (position > end.position + 1) throw beginsAfter(file, position, end.position);
    return position === end.position + 1 ? end : { position: position - 1, hash: previous };
  }

  #addMissing(from: number, { position: to, previous }: ExportedEvent, at: ExportLine): void {
    if (this.#missing.size + to - from > MOST_MISSING) throw withGaps(at, from + 1);
    for (let position = from + 1; position < to; position += 1)
      this.#missing.set(position, { hash: position === to - 1 ? previous : null, line: at.line });
  }

  #checkEnd({ position, hash, previous }: ExportedEvent, at: ExportLine): void {
    const end = this.#end;
    const found = [
      ...(position === end.position ? [hash] : []),
      ...(position === end.position + 1 ? [previous] : []),
    ];
    for (const one of found) this.#accept(end.hash, one, at);
  }

  #accept(expected: string, found: string, at: ExportLine): void {
    if (!expected.startsWith(found) || (found === '') !== (expected === '')) throw ofAnotherLog(at);
    this.#hasEnd = true;
  }

  /**
   * Refused requests, and the beginning of the log, are dropped after a time: an event names the places. What
   * happened after the backup must be there all the same.
   */
  #forgetDropped(event: ExportedEvent, at: ExportLine): void {
    if (event.action === 'EVENTS_DROPPED') this.#forgetPrefix(event, at);
    if (event.action !== 'REFUSALS_DROPPED') return;
    for (const place of positionsOf(String(event.before?.['places']))) this.#forget(place, at);
  }

  #forget({ position, hash }: HashedPosition, at: ExportLine): void {
    const place = Number(position);
    const gap = this.#missing.get(place);
    if (gap === undefined) return;
    if (gap.hash !== null && !gap.hash.startsWith(hash)) throw ofAnotherLog(at);
    if (place === this.#end.position) this.#accept(this.#end.hash, hash, at);
    this.#missing.delete(place);
  }

  #forgetPrefix(event: ExportedEvent, at: ExportLine): void {
    const prefix = prefixOf(event);
    if (prefix === null) return;
    const { through, hash, kept } = prefix;
    if (Number(through) === this.#end.position) this.#accept(this.#end.hash, hash, at);
    const stay = new Set(kept.map(({ position }) => Number(position)));
    for (const position of this.#missing.keys()) {
      if (position > through || stay.has(position)) continue;
      if (position > this.#end.position) throw dropped(at, position);
      this.#missing.delete(position);
    }
  }
}

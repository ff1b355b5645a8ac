import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { fileURLToPath } from 'node:url';

/** A place in the source that is on the stack when a statement is run, the innermost first. */
export type Frame = {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** It runs the statements of others. */
  readonly passesOn: boolean;
};

export type Recorded = { readonly text: string; readonly frames: readonly Frame[] };

const CHANNEL = 'latchkey:statement';
const PASSES_ON =
  /\/src\/(?:core|data\/(?:coalescing|connection\/(?!row-limit)|database)|security\/audit\/signed-database)/;
const NOT_A_CALLER =
  /\/src\/(?:core|data\/(?:connection\/(?!row-limit)|database)|security\/audit\/signed-database)/;
const SOURCE = fileURLToPath(new URL('../../src/', import.meta.url));
const PLACE = /\(?((?:file:\/\/)?\/[^():]+):(\d+):(\d+)\)?$/;

/** Notes every statement that this thread runs, and from where: once for each text and place. */
export function recordStatements(): { readonly stop: () => readonly Recorded[] } {
  const found = new Map<string, Recorded>();
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 30;
  const note = (message: unknown) => {
    const { text } = message as { readonly text: string };
    const frames = framesOf(new Error('here').stack ?? '');
    // The statements of the tests themselves are not the service's.
    if (frames.every(({ file }) => NOT_A_CALLER.test(file))) return;
    const key = `${text} ${frames.map(({ file, line }) => `${file}:${line}`).join(' ')}`;
    found.set(key, { text, frames });
  };
  subscribe(CHANNEL, note);
  return {
    stop: () => {
      unsubscribe(CHANNEL, note);
      Error.stackTraceLimit = limit;
      return [...found.values()];
    },
  };
}

function framesOf(stack: string): Frame[] {
  return stack.split('\n').flatMap((text) => {
    const [, place = '', line, column] = PLACE.exec(text) ?? [];
    const file = place.startsWith('file:') ? fileURLToPath(place) : place;
    if (!file.startsWith(SOURCE)) return [];
    return [{ file, line: Number(line), column: Number(column), passesOn: passesOn(file) }];
  });
}

export function passesOn(file: string): boolean {
  return PASSES_ON.test(file);
}

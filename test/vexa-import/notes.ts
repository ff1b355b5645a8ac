import type { ImportReport } from '../../src/domain/vexa-import/options.ts';

/** How many rows a note of an import is about, and its examples. */
export function noteIn({ tally }: ImportReport, text: string) {
  const found = tally.notes.find((note) => note.text.includes(text));
  return found && [found.count, ...found.examples];
}

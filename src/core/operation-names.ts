import { ownText } from './own-text.ts';

/** Callers name their operations as they like, and each name costs memory here and at whoever reads the metrics. */
const MOST_NAMES = 100;
const MOST_CHARACTERS = 64;

/** @returns the name to count an operation under: its own, `anonymous`, or `other` beyond the first hundred */
export function operationNames(): (name: string | null) => string {
  const known = new Map<string, string>();
  return (name) => {
    if (name === null) return 'anonymous';
    const found = known.get(name);
    if (found !== undefined) return found;
    if (known.size >= MOST_NAMES || name.length > MOST_CHARACTERS) return 'other';
    // As it stands in a document, it would keep the document.
    const own = ownText(name);
    known.set(own, own);
    return own;
  };
}

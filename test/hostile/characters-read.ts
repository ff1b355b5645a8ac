import { vi } from 'vitest';

const exec = RegExp.prototype.exec;

/**
 * How many characters expressions are given to look at while `work` is done. How many they do look at
 * cannot be counted; that each is linear, `expressions.test.ts` shows.
 */
export function charactersRead(work: () => void): number {
  let characters = 0;
  // All other methods call this one.
  const spy = vi.spyOn(RegExp.prototype, 'exec').mockImplementation(function (
    this: RegExp,
    text: string,
  ) {
    const from = this.global || this.sticky ? this.lastIndex : 0;
    const found = exec.call(this, text);
    characters += (found === null ? endOfSearch(this, text, from) : endOf(found)) - from;
    return found;
  });
  try {
    work();
  } finally {
    spy.mockRestore();
  }
  return characters;
}

/** What matches only at one place is given up there. */
function endOfSearch({ sticky }: RegExp, text: string, from: number): number {
  return sticky ? from : text.length;
}

function endOf({ 0: found, index }: RegExpExecArray): number {
  return index + found.length;
}

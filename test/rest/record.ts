import { readFileSync } from 'node:fs';
import { expect } from 'vitest';

// Requests that were recorded from the service which this one takes the place of.

export type Exchange = {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly body: string | undefined;
  readonly status: number;
  readonly answer: string;
};

/** @param name of a file among the fixtures */
export function readExchanges(name: string): Exchange[] {
  return readFileSync(new URL(`../fixtures/${name}`, import.meta.url), 'utf8')
    .split(/^--- /m)
    .slice(1)
    .map(readExchange);
}

function readExchange(text: string): Exchange {
  const [head = '', ...rest] = text.split('\n');
  const [, name = '', method = '', path = '', body] =
    /^(\S+) :: (\w+) (\S+) ?(?:BODY=(.*))?$/.exec(head) ?? [];
  const status = Number(/^\[(\d+)\]$/m.exec(text)?.[1]);
  // Where headers were recorded, too, the body stands after the first blank line.
  const answer = rest
    .join('\n')
    .replace(/\[\d+\]\s*$/, '')
    .replace(/^HTTP[\s\S]*?\r?\n\r?\n/, '')
    .trim();
  return { name, method, path, body, status, answer };
}

/** Compares two bodies by what `normalise` makes of each. */
export function isEqual(
  received: string,
  recorded: string,
  normalise: (text: string) => unknown,
): boolean {
  try {
    expect(normalise(received)).toEqual(normalise(recorded));
    return true;
  } catch {
    return false;
  }
}

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { omitSecrets } from '../../src/core/input/omit-secrets.ts';
import { PER_CHARACTER } from '../../src/core/input/search-effort.ts';
import { NAME_IN_TEXT } from '../../src/core/input/secret-names.ts';
import { excerptOf } from '../../src/kit/rest/excerpt.ts';
import { charactersRead } from './characters-read.ts';

// Texts of all that the search for secrets looks for, again and again: what stands before a name, the
// name, and what stands behind it. What is counted are characters that expressions are given.

/** What needs more than the share of its own length has this much more. */
const SPARE = 20_000;
/** Nor does it pay all for expressions that go through a text once. */
const ONCE = 12;
const MOST = PER_CHARACTER + ONCE;
const SIZE = 2_000;

const WORDS = NAME_IN_TEXT.split('|').map((word) => word.replaceAll('[._:-]?', ''));
const BEFORE = [
  ...['', ' ', '/', '?', '&', '<', '<a:', '>', '--', '-D', '(ab:', '(ab:'.repeat(12)],
  ...['a="', 'name="', 'name: ', 'key=', '<param value="" name="', 'ab:cd&', 'https://a/?', '\n'],
];
const AFTER = [
  ...['', ' ', '=x', '=', ': ', ':\n ', ':\n  - ', ' is ', '" value="', '" x="', '">', '>', '/>'],
  ...['</a><b>', '\\\\"', `=${' '.repeat(99)}`, '(ab:'.repeat(12), `=x${'(ab:'.repeat(6)}`],
];

const repeated = (unit: string, size: number) => unit.repeat(size / unit.length);

function* unitsOf(word: string): Generator<string> {
  for (const name of [word, `hook_${word}`])
    for (const before of BEFORE) for (const after of AFTER) yield `${before}${name}${after}`;
  for (const before of BEFORE)
    for (const after of AFTER) yield `${before}${word}=x`.repeat(2) + after;
}

/** What the search is given, for each character of a text of this unit. */
function readPerCharacter(unit: string): number {
  const text = repeated(unit, SIZE);
  const found = { isSecret: false };
  const read = charactersRead(() => {
    found.isSecret = omitSecrets({ text }).paths.length > 0;
  });
  return Math.max(0, read - SPARE) / text.length;
}

function costlyUnits(word: string): string[] {
  return [...unitsOf(word)]
    .map((unit) => ({ unit, read: readPerCharacter(unit) }))
    .filter(({ read }) => read > MOST)
    .map(({ unit, read }) => `${unit}: ${read.toFixed()}`);
}

describe('the search for secrets looks at no text more often than it may', () => {
  it.each(WORDS)('whatever stands around "%s"', (word) => {
    expect(costlyUnits(word)).toEqual([]);
  });

  it('nor of an input that is refused, however much of it there is', () => {
    for (const before of BEFORE) {
      const text = repeated(`${before}token=x`, 900);
      const texts = Array.from({ length: 98 }, () => text);
      const asNames = Object.fromEntries(texts.map((one, place) => [one + place, one]));
      for (const input of [texts, [texts], asNames, text.repeat(11)])
        expect(
          charactersRead(() => void excerptOf('mode', input)),
          before,
        ).toBeLessThan(100_000);
    }
  });

  it('as the documentation says', () => {
    const [, documented] =
      /limited: (\d+) steps of work for each character/.exec(
        readFileSync('docs/keys.md', 'utf8'),
      ) ?? [];
    expect(Number(documented)).toBe(PER_CHARACTER);
  });
});

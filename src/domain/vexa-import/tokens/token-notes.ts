import { isScope } from '../../../core/scopes.ts';
import type { Key } from '../keys/key.ts';
import type { ImportContext } from '../stage/stage.ts';
import { note, noteMany } from '../stage/tally.ts';

/** What is not quite as it was there. */
export function noteKeyProblems({ tally }: ImportContext, keys: readonly Key[]): void {
  for (const [text, isOdd] of KEY_PROBLEMS) {
    note(
      tally,
      'keys',
      text,
      keys.filter(isOdd).map(({ id }) => id),
    );
  }
  const future = keys.filter(({ scopes }) => !scopes.every(isScope));
  noteMany(tally, {
    table: 'keys',
    text: 'have scopes that are not known here; these are kept but grant nothing',
    count: future.length,
    examples: [
      ...new Set(future.flatMap(({ scopes }) => scopes.filter((scope) => !isScope(scope)))),
    ],
  });
}

const KEY_PROBLEMS: readonly (readonly [string, (key: Key) => boolean])[] = [
  ['have a text in an unknown format, and still work', ({ isOddForm }) => isOddForm],
  ['have a text that is easy to guess, and still work: replace them', ({ isWeak }) => isWeak],
  [
    'do not work here: their text is not a header value of 8 to 255 visible characters, or is a new key of this service with a typo',
    ({ isUsable }) => !isUsable,
  ],
  [
    'have no scopes there, or those of an older version: they get the scopes that match their permissions there',
    ({ hasOldScopes }) => hasOldScopes,
  ],
  [
    'have no usable date there: the date of last use is used, else today',
    ({ createdAt }) => createdAt === null,
  ],
  [
    'have a name of more than 255 characters, which is truncated',
    ({ name }) => [...(name ?? '')].length > 255,
  ],
];

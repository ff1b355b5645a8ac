import fc from 'fast-check';

export type Person = {
  readonly id: string;
  readonly userName: string;
  readonly externalId?: string;
  readonly displayName?: string;
  readonly name?: { readonly givenName?: string };
  readonly active: boolean;
  readonly emails: readonly { readonly value: string; readonly type: string }[];
};

/** A filter as text, and who fulfils it: written a second time, over what was answered before. */
type Random = { readonly text: string; readonly holds: (person: Person) => boolean };

export const fold = (text: string) => text.normalize('NFD').toLowerCase().normalize('NFC');

type TextOf = (person: Person) => string | undefined;

const TEXTS: readonly (readonly [names: readonly string[], of: TextOf, isExact?: true])[] = [
  [
    ['userName', 'USERNAME', 'urn:ietf:params:scim:schemas:core:2.0:User:userName'],
    (one) => one.userName,
  ],
  [['displayName', 'displayname'], (one) => one.displayName],
  [['externalId', 'ExternalID'], (one) => one.externalId, true],
  [['name.givenName', 'NAME.GIVENNAME'], (one) => one.name?.givenName],
  [['emails.value', 'emails'], (one) => one.emails[0]?.value],
  [['id', 'ID'], (one) => one.id, true],
];

const COMPARE: Readonly<Record<string, (one: string, other: string) => boolean>> = {
  co: (one, other) => one.includes(other),
  sw: (one, other) => one.startsWith(other),
  ew: (one, other) => one.endsWith(other),
  gt: (one, other) => one > other,
  ge: (one, other) => one >= other,
  lt: (one, other) => one < other,
  le: (one, other) => one <= other,
};

export const WORDS = [
  'a',
  'Ab',
  'ABC',
  'é',
  'x"y',
  'back\\slash',
  '%',
  '_',
  '',
  'a b',
  "o'clock",
  '1',
  '2',
];

const word = fc.constantFrom(...WORDS);

const anyCase = (text: string) => fc.constantFrom(text, text.toUpperCase());

const comparison: fc.Arbitrary<Random> = fc
  .tuple(
    fc.constantFrom(...TEXTS),
    fc.nat(),
    fc.constantFrom('eq', 'ne', ...Object.keys(COMPARE)),
    word,
  )
  .map(([[names, of, isExact], place, operator, wanted]) => {
    const like = isExact ? (text: string) => text : fold;
    const isIt = (one: Person) => {
      const value = of(one);
      if (operator === 'eq' || operator === 'ne')
        return (value !== undefined && like(value) === like(wanted)) === (operator === 'eq');
      return value !== undefined && (COMPARE[operator]?.(like(value), like(wanted)) ?? false);
    };
    const name = names[place % names.length];
    return { text: `${name} ${operator} ${JSON.stringify(wanted)}`, holds: isIt };
  });

const other: fc.Arbitrary<Random> = fc.constantFrom<Random>(
  { text: 'active eq true', holds: ({ active }) => active },
  { text: 'active eq "False"', holds: ({ active }) => !active },
  { text: 'displayName pr', holds: ({ displayName }) => displayName !== undefined },
  { text: 'externalId eq null', holds: ({ externalId }) => externalId === undefined },
  { text: 'name.givenName ne null', holds: ({ name }) => name?.givenName !== undefined },
  {
    text: 'emails[type eq "WORK" and value co "a"]',
    holds: ({ emails }) => emails.some(({ value }) => fold(value).includes('a')),
  },
  { text: 'emails[type eq "home"]', holds: () => false },
  {
    text: 'emails[type eq "work"].value sw "b"',
    holds: ({ emails }) => emails.some(({ value }) => fold(value).startsWith('b')),
  },
  { text: 'meta.created gt "2011-05-13T04:42:34Z"', holds: () => true },
  { text: 'meta.lastModified lt "2011-05-13T04:42:34+02:00"', holds: () => false },
);

export const { filter } = fc.letrec<{ filter: Random }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { arbitrary: comparison, weight: 4 },
    { arbitrary: other, weight: 2 },
    {
      arbitrary: fc.tuple(tie('filter'), anyCase('and'), tie('filter')).map(([one, and, two]) => ({
        text: `(${one.text}) ${and} (${two.text})`,
        holds: (person: Person) => one.holds(person) && two.holds(person),
      })),
      weight: 2,
    },
    {
      arbitrary: fc.tuple(tie('filter'), anyCase('or'), tie('filter')).map(([one, or, two]) => ({
        text: `(${one.text}) ${or} (${two.text})`,
        holds: (person: Person) => one.holds(person) || two.holds(person),
      })),
      weight: 2,
    },
    {
      arbitrary: fc.tuple(anyCase('not'), tie('filter')).map(([not, one]) => ({
        text: `${not} (${one.text})`,
        holds: (person: Person) => !one.holds(person),
      })),
      weight: 1,
    },
  ),
}));

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ScimError } from '../../src/core/scim-error.ts';
import { parseFilter } from '../../src/domain/provisioning/scim/filter.ts';
import { readTarget } from '../../src/domain/provisioning/scim/operations.ts';
import { type Body, type Provisioned, seedProvisioned, startProvisioned } from './scim.ts';

const SEED = 20_261_128;

type Person = {
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

const fold = (text: string) => text.normalize('NFD').toLowerCase().normalize('NFC');

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

const WORDS = [
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

const { filter } = fc.letrec<{ filter: Random }>((tie) => ({
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

describe('a filter', () => {
  let scim: Provisioned;
  let people: readonly Person[];

  beforeAll(async () => {
    scim = await startProvisioned();
    for (const [place, text] of WORDS.entries())
      await seedProvisioned(scim, {
        ...(place % 2 === 0 && { displayName: text }),
        ...(place % 3 === 0 && { externalId: text }),
        ...(place % 4 < 2 && { name: { givenName: text.toUpperCase() } }),
        active: place % 5 !== 0,
        emails: [{ value: `${'abé'.charAt(place % 3)}${place}@example.com` }],
      });
    people = ((await scim.get('/Users?count=200')).body.Resources ??
      []) as readonly Body[] as readonly Person[];
  });
  afterAll(() => scim.server.stop());

  it('finds whom it describes, however it is put together', async () => {
    await fc.assert(
      fc.asyncProperty(filter, async ({ text, holds }) => {
        const { status, body } = await scim.find('Users', text, '&count=200&attributes=id');
        expect([text, status]).toEqual([text, 200]);
        const found = body.Resources?.map(({ id }) => id);
        expect([text, found]).toEqual([text, people.filter(holds).map(({ id }) => id)]);
        expect(body.totalResults).toBe(found?.length);
      }),
      { seed: SEED, numRuns: 150 },
    );
  });

  it('binds `and` before `or`, and sends no text of it to the database', async () => {
    scim.server.statements.length = 0;
    const text = 'externalId eq "zz-canary" or active eq true and displayName eq "Ab"';
    const { body } = await scim.find('Users', text);
    const meant = people.filter(
      ({ active, displayName }) => active && fold(displayName ?? '') === 'ab',
    );
    expect(body.totalResults).toBe(meant.length);
    expect(scim.server.statements.join()).not.toContain('canary');
  });

  it('reads few rows where it is by userName, externalId or address', async () => {
    await scim.server.db.prisma.$executeRawUnsafe(`
      insert into users (email) select 'plan' || n || '@example.com' from generate_series(1, 3000) n`);
    await scim.server.db.prisma.$executeRawUnsafe(`
      insert into provisioned_users (user_id, user_name, user_name_folded, external_id)
      select id, email, email_folded, 'x' || id from users where email like 'plan%' and id % 2 = 0`);
    await scim.server.db.prisma.$executeRawUnsafe('analyze users, provisioned_users');
    for (const text of [
      'userName eq "plan7@example.com"',
      'externalId eq "x7"',
      'emails.value eq "plan7@example.com"',
    ]) {
      scim.server.statements.length = 0;
      await scim.find('Users', text);
      const [statement = ''] = scim.server.statements.filter((one) => /order by u\.id/.test(one));
      const plan = await scim.server.db.prisma.$queryRawUnsafe<Record<string, string>[]>(
        `explain ${statement.replace(/\$\d+/g, "'plan7@example.com'")}`,
      );
      const lines = plan.map((row) => Object.values(row).join()).join('\n');
      expect([text, lines]).toEqual([
        text,
        expect.not.stringMatching(/Seq Scan on (?:users|provisioned_users)/),
      ]);
    }
  });
});

describe('any text', () => {
  const pieces = fc.constantFrom(
    ...[
      'userName',
      'emails',
      '.value',
      'eq',
      'co',
      'pr',
      'and',
      'or',
      'not',
      '(',
      ')',
      '[',
      ']',
      ' ',
      '"',
      '\\',
    ],
    ...[
      '"x"',
      'true',
      'null',
      '7',
      '\t',
      '\u0000',
      'urn:a:b:c',
      '.',
      ':',
      '-',
      'é',
      '😀',
      '__proto__',
    ],
  );
  const texts = fc.oneof(
    fc.array(pieces, { maxLength: 60 }).map((all) => all.join('')),
    fc.array(pieces, { maxLength: 60 }).map((all) => all.join(' ')),
    fc.string({ unit: 'binary', maxLength: 200 }),
  );

  it.each([
    ['a filter', parseFilter],
    ['a path', readTarget],
  ])('is read as %s or refused as one', (_what, read) => {
    fc.assert(
      fc.property(texts, (text) => {
        try {
          read(text);
        } catch (error) {
          expect(error).toBeInstanceOf(ScimError);
          expect((error as ScimError).message).not.toContain('__proto__');
        }
      }),
      { seed: SEED, numRuns: 3_000 },
    );
  });
});

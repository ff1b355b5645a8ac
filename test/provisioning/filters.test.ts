import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ScimError } from '../../src/core/scim-error.ts';
import { parseFilter } from '../../src/domain/provisioning/scim/filter.ts';
import { readTarget } from '../../src/domain/provisioning/scim/operations.ts';
import { filter, fold, type Person, WORDS } from './random-filter.ts';
import { type Body, type Provisioned, seedProvisioned, startProvisioned } from './scim.ts';

const SEED = 20_261_128;

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

import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrate } from '../../src/data/migrations/migrate.ts';
import { folded, randomFrom } from '../support/folded.ts';
import { createScratchDatabase, dropScratchDatabase } from './scratch.ts';

// The folding of the database is Unicode's, for every character that has one.

let url: string;
let client: pg.Client;

beforeAll(async () => {
  url = await createScratchDatabase();
  await migrate({ connectionString: url });
  client = new pg.Client({ connectionString: url });
  await client.connect();
});

afterAll(async () => {
  await client.end();
  await dropScratchDatabase(url);
});

async function fold(texts: readonly string[], by = 'folded_text(t)'): Promise<string[]> {
  const { rows } = await client.query<{ readonly folded: string }>(
    `select ${by} as folded from unnest($1::text[]) with ordinality as u(t, place) order by place`,
    [texts],
  );
  return rows.map((row) => row.folded);
}

/** Every character that case or composition could change, but of the many Hangul syllables some. */
const CHARACTERS = Array.from({ length: 0x11_0000 }, (_, code) => code)
  .filter((code) => code > 0 && (code < 0xd800 || code > 0xdfff))
  .filter((code) => code < 0xac00 || code > 0xd7a3 || code % 200 === 0)
  .map((code) => String.fromCodePoint(code))
  .filter(
    (character) =>
      character.normalize('NFD') !== character ||
      character.toLowerCase() !== character ||
      character.toUpperCase() !== character,
  );

/** They decompose since Unicode 15 and 16, which older servers do not know. */
const YOUNG = /[\u{105c0}-\u{105ff}\u{11380}-\u{113ff}\u{16100}-\u{1613f}\u{16d40}-\u{16d7f}]/u;

function randomTexts(): string[] {
  const random = randomFrom(3);
  const known = CHARACTERS.filter((character) => !YOUNG.test(character));
  const marks = ['\u0345', '\u0301', '\u0323', 'ß', 'Σ', ''];
  return Array.from({ length: 1_000 }, () =>
    Array.from(
      { length: 4 },
      () => (known[random(known.length)] ?? '') + (marks[random(marks.length)] ?? ''),
    ).join(''),
  );
}

it('is that of Unicode for every character', async () => {
  expect(CHARACTERS.length).toBeGreaterThan(4_000);
  expect(await fold(CHARACTERS)).toEqual(CHARACTERS.map(folded));
});

it('is the same for both Unicode forms and both cases, and does not change what is folded', async () => {
  const texts = randomTexts();
  const expected = texts.map(folded);
  expect(await fold(texts)).toEqual(expected);
  expect(await fold(texts.map((text) => text.normalize('NFD')))).toEqual(expected);
  expect(await fold(texts.map((text) => text.normalize('NFC')))).toEqual(expected);
  expect(await fold(expected)).toEqual(expected);
});

it("agrees with PostgreSQL's own, where it has one", async () => {
  const { rows } = await client.query<{ readonly version: number }>(
    `select current_setting('server_version_num')::int / 10000 as version`,
  );
  const itsOwn =
    Number(rows[0]?.version) >= 18
      ? `normalize(casefold(normalize(t, NFD) collate "pg_unicode_fast"), NFC)`
      : `folded_text(t)`;
  // Of Unicode 16: what came later has no folding there.
  const known = CHARACTERS.filter(
    (character) => !/[\u{a7ce}-\u{a7d5}\u{16ea0}-\u{16ed3}]/u.test(character),
  );
  expect(await fold(known, itsOwn)).toEqual(known.map(folded));
});

it.each([
  ['Straße@Straße.DE', 'strasse@straße.de'],
  ['miK@corp.example.com', 'mik@corp.example.com'],
  ['ΑΣ@ΑΣ.gr', 'ας@ασ.gr'.replace('ς', 'σ')],
  ['ı@x.com', 'ı@x.com'],
  ['I@x.com', 'i@x.com'],
  ['İ@x.com', 'i̇@x.com'],
  ['no address, É', 'no address, é'],
  ['a@É@É', 'a@é@é'],
  ['', ''],
])('folds the address %s', async (address, expected) => {
  expect(await fold([address], 'folded_address(t)')).toEqual([expected]);
});

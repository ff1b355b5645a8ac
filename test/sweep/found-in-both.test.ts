import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  MAY_HOLD_SECRET_IN_POSTGRES,
  mayHoldSecret,
  secretPaths,
} from '../../src/core/input/omit-secrets.ts';
import { NAME_IN_TEXT } from '../../src/core/input/secret-names.ts';
import { hiddenIn } from '../hostile/secret-places.ts';
import { startServer, type TestServer } from '../support/server.ts';

// Which rows are read, PostgreSQL decides with an expression of its own: whatever is found here, it has
// to find as well.

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());

const SECRET = 'left-7261';
/** Each is one sign, which JSON writes as two or more. */
const SIGNS = [...'\b\f\n\r\t"\\/_ -'];
const WORDS = NAME_IN_TEXT.split('|').map((word) => word.replaceAll('[._:-]?', ''));

/** Names with a sign before, between and behind all letters. */
const NAMES = WORDS.flatMap((word) =>
  SIGNS.flatMap((sign) => [
    `hook_${sign}${word}`,
    [...`hook_${word}`].join(sign),
    [...`hook_${word}`].join(sign.repeat(3)),
    `hook_${[...word].join(`${sign}n`)}`,
  ]),
);
const TEXTS = [
  ...NAMES.flatMap((name) => [{ [name]: SECRET }, { t: `${name}=x` }, { t: [name, 't'] }]),
  ...hiddenIn(SECRET),
  ...SIGNS.map((sign) => ({ t: sign.repeat(100) })),
].map((data) => JSON.stringify(data));

describe('a text in which a secret may stand', () => {
  it('is found by PostgreSQL as well', async () => {
    const rows = await server.db.rows<{ text: string; isFound: boolean }>(sql`
      select t.text, t.text collate "C" ~* ${MAY_HOLD_SECRET_IN_POSTGRES} as "isFound"
      from unnest(${TEXTS}::text[]) as t(text)`);
    expect(rows).toHaveLength(TEXTS.length);
    const missed = rows.filter(({ text, isFound }) => mayHoldSecret(text) && !isFound);
    expect(missed).toEqual([]);
  });

  it('is read wherever there is one', () => {
    const secrets = TEXTS.filter((text) => secretPaths(JSON.parse(text)).length > 0);
    expect(secrets.length).toBeGreaterThan(NAMES.length);
    expect(secrets.filter((text) => !mayHoldSecret(text))).toEqual([]);
  });
});

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { noteIn } from './notes.ts';
import { idOf, MALLORY, openBoth, type Powers } from './powers.ts';
import type { VexaDatabase } from './source.ts';

// Which texts of keys are taken over, and when a key gets another one.

let source: VexaDatabase;
let run: Powers['run'];
let opens: Powers['opens'];
let update: Powers['update'];
let refusals: Powers['refusals'];
let close: Powers['close'];

async function open(): Promise<void> {
  ({ source, run, opens, update, refusals, close } = await openBoth());
}

describe('a key that is easy to guess', () => {
  beforeAll(async () => {
    await open();
    await source.client.query(`
      insert into users (id, email) values (7, 'ada@example.com');
      insert into api_tokens (id, token, user_id, scopes)
      select place, token, 7, '{bot}' from unnest(array['${[...WEAK, ...STRONG].join("','")}'])
        with ordinality as t(token, place)`);
  });
  afterAll(() => close());

  const WEAK = [
    'password',
    'nineteen-characters',
    'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
    'ababababababababababababab',
    `vxa_bot_${'0'.repeat(40)}`,
    'x'.repeat(40),
  ];
  const STRONG = [
    'q7Wm2Zr9Lk4Tb8Yx6Vn3',
    'the-key-of-the-customer_prod',
    `vxa_tx_${'aB3dE6gH'.repeat(4)}`,
  ];

  it('is refused, until the operator says otherwise, and then listed', async () => {
    const report = await run();
    expect(noteIn(report, 'refused: their text is easy to guess')).toEqual([
      WEAK.length,
      ...WEAK.map((_, place) => String(place + 1)),
    ]);
    for (const text of WEAK) expect(await opens(text)).toBe('nothing');
    for (const text of STRONG) expect(await opens(text)).toBe('user 7');
    const accepted = await run({ acceptWeakKeys: true });
    expect(noteIn(accepted, 'easy to guess, and still work')?.[0]).toBe(WEAK.length);
    for (const text of WEAK) expect(await opens(text)).toBe('user 7');
  });
});

describe('a key that got another text there', () => {
  afterEach(() => close());

  const OTHER = 'q7Wm2Zr9Lk4Tb8Yx6Vn3';
  const change = (text: string) =>
    source.client.query(`update api_tokens set token = '${text}', name = 'renamed' where id = 3`);

  beforeEach(async () => {
    await open();
    await source.client.query(`
      insert into users (id, email) values (7, 'ada@example.com'), (8, 'bob@example.com');
      insert into api_tokens (id, token, user_id, scopes) values (3, '${MALLORY}', 7, '{bot}')`);
    await run();
  });

  it('is refused while that text is easy to guess', async () => {
    await change('password');
    for (let turn = 1; turn <= 2; turn += 1) {
      const report = await run();
      expect(noteIn(report, 'refused: their text is easy to guess')).toEqual([1, '3']);
      expect(report.tally.counts.keys).toEqual({ written: 0, unchanged: 0, skipped: 1 });
      expect(await refusals()).toHaveLength(turn);
      expect([await opens('password'), await opens(MALLORY)]).toEqual(['nothing', 'user 7']);
    }
    await run({ acceptWeakKeys: true });
    expect([await opens('password'), await opens(MALLORY)]).toEqual(['user 7', 'nothing']);
    // Its text stays what the operator has accepted: what else changes is taken.
    await source.client.query(`update api_tokens set name = 'once more' where id = 3`);
    expect((await run()).tally.counts.keys).toEqual({ written: 1, unchanged: 0, skipped: 0 });
  });

  it('is refused while its user here administrates', async () => {
    await update(idOf('User', 7), 'role: ADMIN');
    await change(OTHER);
    const report = await run();
    expect(noteIn(report, 'their user is an administrator here')).toEqual([1, '3']);
    expect([await opens(OTHER), await opens(MALLORY)]).toEqual(['nothing', 'user 7']);
    await run({ mergeAdmins: true });
    expect([await opens(OTHER), await opens(MALLORY)]).toEqual(['user 7', 'nothing']);
  });

  it('is refused for good if it is of another user there, too', async () => {
    await change(OTHER);
    await source.client.query('update api_tokens set user_id = 8 where id = 3');
    for (const options of [{}, { mergeAdmins: true }, { acceptWeakKeys: true }]) {
      const report = await run(options);
      expect(noteIn(report, 'another text and another user there')).toEqual([1, '3']);
      expect([await opens(OTHER), await opens(MALLORY)]).toEqual(['nothing', 'user 7']);
    }
  });

  it('is taken else', async () => {
    await change(OTHER);
    expect((await run()).tally.counts.keys).toEqual({ written: 1, unchanged: 0, skipped: 0 });
    expect([await opens(OTHER), await opens(MALLORY)]).toEqual(['user 7', 'nothing']);
  });
});

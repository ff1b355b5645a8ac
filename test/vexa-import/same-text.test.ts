import { afterAll, beforeAll, expect, it } from 'vitest';
import { importVexa } from '../../src/domain/vexa-import/import.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { createVexaDatabase, type VexaDatabase } from './source.ts';

// Texts of keys that move from one key to another there, between two imports.

const SKIPPED = 'skipped: their new text belongs to another key here';
const TEXTS = ['A', 'B', 'C', 'D'].map((letter) => `vxa_tx_${`${letter}bCdEfGh`.repeat(4)}`);

let server: TestServer;
let source: VexaDatabase;
beforeAll(async () => {
  server = await startServer();
  source = await createVexaDatabase('0.12');
  await source.client.query(`insert into users (id, email) values (901, 'a@example.com')`);
});
afterAll(async () => {
  await source.drop();
  await server.stop();
});

async function setTexts(texts: readonly (string | undefined)[]): Promise<void> {
  await source.client.query('delete from api_tokens');
  for (const [place, text] of texts.entries())
    await source.client.query(
      `insert into api_tokens (id, token, user_id, scopes, created_at) values ($1, $2, 901, '{tx}', '2026-01-01')`,
      [9_001 + place, text],
    );
}

async function runImport() {
  const { tally } = await importVexa(server.app, { from: source.url });
  const skipped = tally.notes.find(({ text }) => text === SKIPPED)?.count ?? 0;
  return { skipped, written: tally.counts.keys.written };
}

async function opens(text: string | undefined): Promise<boolean> {
  const response = await server.fetch('/auth/me', { headers: { 'x-api-key': text ?? '' } });
  return response.status === 200;
}

it('a text that another key has here is skipped, and the others are taken over', async () => {
  const [a, b, c, d] = TEXTS;
  await setTexts([a, b, c]);
  expect(await runImport()).toEqual({ skipped: 0, written: 3 });
  // The first gets the text of the second, which gets a new one; the last stays.
  await setTexts([b, d, c]);
  expect(await runImport()).toEqual({ skipped: 1, written: 1 });
  expect(await Promise.all([a, b, c, d].map(opens))).toEqual([true, false, true, true]);
  // By now the text is free.
  expect(await runImport()).toEqual({ skipped: 0, written: 1 });
  expect(await Promise.all([a, b, c, d].map(opens))).toEqual([false, true, true, true]);
  // Two that change places stay as they are.
  await setTexts([d, b, c]);
  expect(await runImport()).toEqual({ skipped: 2, written: 0 });
  expect(await Promise.all([a, b, c, d].map(opens))).toEqual([false, true, true, true]);
});

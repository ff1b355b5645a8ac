import sql from 'sql-template-tag';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSource } from '../../src/domain/vexa-import/source/source.ts';
import { createVexaDatabase, type VexaDatabase } from './source.ts';

let vexa: VexaDatabase;

beforeAll(async () => {
  vexa = await createVexaDatabase('0.12');
});
afterAll(() => vexa.drop());

it('the database that is imported from refuses every write, even if its address would allow one', async () => {
  const allow = encodeURIComponent('-c default_transaction_read_only=off');
  const source = await openSource(`${vexa.url}?options=${allow}`);
  const write = source.snapshot((ask) =>
    ask(sql`insert into users (email) values ('intruder@example.com')`),
  );
  await expect(write).rejects.toThrow('is read-only');
  await source.close();
});

it('sees one moment, whatever is written there meanwhile', async () => {
  const source = await openSource(vexa.url);
  const counts = await source.snapshot(async (ask) => {
    const count = async () => {
      const [row] = await ask<{ n: number }>(sql`select count(*)::int as n from users`);
      return row?.n;
    };
    const before = await count();
    await vexa.client.query(`insert into users (email) values ('meanwhile@example.com')`);
    return [before, await count()];
  });
  expect(counts).toEqual([0, 0]);
  await source.close();
});

import sql from 'sql-template-tag';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Rows } from '../../src/data/database.ts';
import { refuseLostPeppers } from '../../src/security/keys/lost-peppers.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { plantKeys } from './load.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
  await plantKeys(server, 20_000);
});
afterAll(() => server.stop());

it.each([
  ['one pepper', null],
  ['two peppers', 3],
])('a start under %s does not read all keys to find those that are lost', async (_how, id) => {
  const { current } = server.app.peppers;
  const lines: string[] = [];
  const explain: Rows = async (statement) => {
    const plan = await server.db.rows<{ 'QUERY PLAN': string }>(sql`explain ${statement}`);
    lines.push(...plan.map((line) => line['QUERY PLAN']));
    return [];
  };
  const previous = id === null ? null : { id, text: 'another' };
  await refuseLostPeppers(explain, { current, previous }, server.app.clock);
  const plan = lines.join('\n');
  expect(plan).toContain('api_tokens_pepper_id_idx');
  expect(plan).not.toContain('Seq Scan on api_tokens');
});

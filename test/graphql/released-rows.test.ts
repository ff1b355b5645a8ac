import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { writeAnswer } from '../../src/api/graphql/json-rows/write-answer.ts';
import { JsonText } from '../../src/kit/graphql/json-rows.ts';
import { seedMeetings, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

// What is written as JSON lets go of its rows and texts: promises that waited for them stay in memory
// until a full collection, and would keep them.

let server: TestServer;

beforeAll(async () => {
  server = await startServer({ env: { SHORT_CUTS: 'true' } });
  const user = await seedUser(server);
  await seedMeetings(server, user.databaseId, 3);
});
afterAll(() => server.stop());

/** The first times, the library answers. */
const UNTIL_COMPILED = 3;

it.each([
  ['users', 'edges { cursor node { email data } }'],
  ['users', 'nodes { id name }'],
  ['meetings', 'edges { cursor node { id data user { email } } }'],
  ['meetings', 'nodes { nativeMeetingId }'],
])('a page of %s with %s is written, and its rows are let go of', async (list, rows) => {
  const read: (readonly unknown[])[] = [];
  const { textRows } = server.app.db;
  const spy = vi.spyOn(server.app.db, 'textRows').mockImplementation(async (statement) => {
    const found = await textRows<never>(statement);
    expect(found).not.toEqual([]);
    read.push(found);
    return found;
  });
  const query = `{ ${list}(first: 2) { ${rows} pageInfo { startCursor endCursor hasNextPage } } }`;
  const answers: unknown[] = [];
  for (let sent = 0; sent <= UNTIL_COMPILED; sent += 1) {
    const { data, errors } = await server.graphql(query, { admin: server.adminKey });
    expect(errors).toBeUndefined();
    answers.push(data);
  }
  spy.mockRestore();
  expect(read.length).toBeGreaterThan(0);
  expect(read.flat()).toEqual([]);
  for (const answer of answers) expect(answer).toEqual(answers[0]);
});

it('a text that was put into an answer is held no more', () => {
  const text = new JsonText('[1, 2]');
  expect(writeAnswer({ data: { nodes: text } })).toBe('{"data":{"nodes":[1, 2]}}');
  expect(() => text.take()).toThrow('taken before');
});

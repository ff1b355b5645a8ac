import sql from 'sql-template-tag';
import { expect, it } from 'vitest';
import { findIn } from '../support/canaries.ts';
import { type SeededUser, seedUser } from '../support/seed.ts';
import { startServer } from '../support/server.ts';
import { erase } from './erasing.ts';

// PostgreSQL keeps values of each column in its statistics, once a table has several rows.

const CANARIES = {
  address: 'sampled.canary@example.com',
  name: 'Sampled Canary',
  subject: 'canary-subject-of-samples',
  reason: 'canary left at once',
};

it('an erasure leaves no value of the person in the statistics of any table', async () => {
  const server = await startServer();
  const { rows } = server.db;
  const person = await seedUser(server, { email: CANARIES.address, name: CANARIES.name });
  const other = await seedUser(server);
  for (const [user, texts] of [
    [person, CANARIES],
    [other, { address: 'b@example.com', name: 'Bo', subject: 'bo', reason: 'left at once' }],
  ] as const)
    await seedRows(user, texts);
  await rows(sql`analyze`);
  expect(await sampled()).toEqual(
    expect.arrayContaining(['provisioned_users', 'sign_in_sessions', 'past_meetings']),
  );
  expect((await erase(server, person, CANARIES.address)).__typename).toBe('EraseUserSuccess');
  expect(await sampled()).toEqual([]);

  async function seedRows({ databaseId: id }: SeededUser, texts: typeof CANARIES): Promise<void> {
    const { address, name, subject, reason } = texts;
    await rows(sql`
      insert into provisioned_users (user_id, user_name, user_name_folded, given_name)
      values (${id}, ${address}, ${address}, ${name})`);
    await rows(sql`
      insert into sign_in_sessions (user_id, digest, provider, subject, id_subject, sealed, renew_at, created_at, used_at, ends_at)
      values (${id}, ${Buffer.from(address)}, 'okta', ${subject}, ${subject}, '', now(), now(), now(), now() + interval '1 hour')`);
    await rows(sql`
      insert into past_meetings (user_id, platform, status, completion_reason, created_at)
      values (${id}, 'zoom', 'completed', ${reason}, '2026-03-02T10:00:00Z')`);
  }

  /** In the statistics of which tables something of the person is. */
  async function sampled(): Promise<string[]> {
    const samples = await rows<{ name: string; text: string }>(sql`
      select tablename::text as name, s::text as text from pg_stats s where schemaname = current_schema()`);
    const found = samples.filter(({ text }) => findIn(text, CANARIES).length > 0);
    return [...new Set(found.map(({ name }) => name))];
  }
});

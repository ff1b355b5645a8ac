import { expect, it } from 'vitest';
import { importVexa } from '../../src/domain/vexa-import/import.ts';
import { ownKeys } from '../hostile/own-keys.ts';
import { allRows } from '../platform/request.ts';
import { startServer } from '../support/server.ts';
import { createVexaDatabase } from './source.ts';

it('a key in a text is imported as [removed], with the rest of its row', async () => {
  const server = await startServer();
  const source = await createVexaDatabase('0.12');
  try {
    const keys = (await ownKeys()).map(([, key]) => key);
    for (const [place, key] of keys.entries()) {
      const id = place + 1;
      const said = `of ${key}`;
      const statements: readonly (readonly [text: string, values: readonly unknown[]])[] = [
        [
          'insert into users (id, email, name, image_url) values ($1, $2, $3, $4)',
          [id, `u${id}@example.com`, said, `https://a.example.com/?k=${key}`],
        ],
        [
          `insert into api_tokens (id, token, user_id, scopes, name) values ($1::int, $2, $1::int, '{bot}', $3)`,
          [
            id,
            `vxa_bot_${String(id).padStart(4, 'aB3d')}${'q7Wm2Zr9'.repeat(4)}`.slice(0, 40),
            said,
          ],
        ],
        [
          `insert into meetings (id, user_id, platform, platform_specific_id, status, bot_container_id, data)
           values ($1, $1, $2::text, $2::text, 'completed', $2::text, $3)`,
          [id, said, { completion_reason: said, failure_stage: said }],
        ],
        [
          `insert into meeting_sessions (id, meeting_id, session_uid) values ($1, $1, $2)`,
          [id, said],
        ],
        [
          `insert into transcriptions (id, meeting_id, start_time, end_time, text, speaker, session_uid, segment_id)
           values ($1, $1, 0, 1, $2::text, $2::text, $2::text, $2::text)`,
          [id, said],
        ],
      ];
      for (const [text, values] of statements) await source.client.query(text, [...values]);
    }
    const { tally } = await importVexa(server.app, { from: source.url });
    for (const table of ['users', 'meetings', 'sessions', 'segments'] as const)
      expect([table, tally.counts[table].written]).toEqual([table, keys.length]);
    const rows = await allRows(server);
    expect(keys.filter((key) => rows.includes(key))).toEqual([]);
    expect(rows).toContain('of [removed]');
    const noted = tally.notes.filter(({ text }) => text.includes('API key in a text'));
    expect(noted.map(({ table, count }) => [table, count])).toEqual(
      ['users', 'keys', 'meetings', 'sessions', 'segments'].map((table) => [table, keys.length]),
    );
    const again = await importVexa(server.app, { from: source.url });
    for (const table of ['users', 'meetings', 'sessions', 'segments'] as const)
      expect([table, again.tally.counts[table].written]).toEqual([table, 0]);
  } finally {
    await source.drop();
  }
});

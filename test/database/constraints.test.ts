import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { migrate } from '../../src/data/migrations/migrate.ts';
import { createScratchDatabase, dropScratchDatabase, query } from './scratch.ts';

let url = '';
beforeEach(async () => {
  url = await createScratchDatabase();
});
afterEach(() => dropScratchDatabase(url));

describe('what the migrations guard', () => {
  const user = (columns: string, values: string) =>
    query(url, `insert into users (${columns}) values (${values})`);
  const token = (columns: string, values: string) =>
    query(url, `insert into api_tokens (user_id, hint, ${columns}) values (1, 'h', ${values})`);
  const digest = (letter: string) => `decode(repeat('${letter}', 64), 'hex')`;

  beforeEach(async () => {
    await migrate({ connectionString: url });
    await user('email', `'Jane@example.com'`);
  });

  test('an address is taken whatever its case, until its account is deleted', async () => {
    await expect(user('email', `'jANE@EXAMPLE.com'`)).rejects.toMatchObject({
      constraint: 'users_email_folded_key',
    });
    await query(url, 'update users set deleted_at = now()');
    await user('email', `'jANE@EXAMPLE.com'`);
  });

  test('a segment with an id is kept once per meeting', async () => {
    await query(url, `insert into meetings (user_id, platform) values (1, 'zoom'), (1, 'zoom')`);
    const segment = (meeting: number, id: string) =>
      query(
        url,
        `insert into transcript_segments (meeting_id, user_id, segment_id, start_offset, end_offset, text) values (${meeting}, 1, ${id}, 0, 1, 'x')`,
      );
    await segment(1, `'s'`);
    await expect(segment(1, `'s'`)).rejects.toMatchObject({
      constraint: 'transcript_segments_meeting_id_segment_id_key',
    });
    await segment(2, `'s'`);
    await segment(1, 'null');
    await segment(1, 'null');
  });

  test.each([
    ['users_role_check', 'role', `'owner'`],
    ['users_max_concurrent_bots_check', 'max_concurrent_bots', '-1'],
    ['users_data_check', 'data', `'[]'`],
    ['users_name_check', 'name', `repeat('n', 101)`],
  ])('%s', async (constraint, column, value) => {
    await expect(user(`email, ${column}`, `'other@example.com', ${value}`)).rejects.toMatchObject({
      constraint,
    });
  });

  test('users_email_check', async () => {
    await expect(user('email', `repeat('e', 321)`)).rejects.toMatchObject({
      constraint: 'users_email_check',
    });
  });

  test.each([
    ['api_tokens_digest_check', 'digest', `'\\x00'`],
    ['api_tokens_generation_check', 'digest, generation', `${digest('a')}, 0`],
    ['api_tokens_name_check', 'digest, name', `${digest('a')}, repeat('n', 256)`],
  ])('%s', async (constraint, columns, values) => {
    await expect(token(columns, values)).rejects.toMatchObject({ constraint });
  });

  test('admin keys, meetings and usage', async () => {
    await expect(
      query(
        url,
        `insert into admin_keys (name, hint, digest, access) values ('n', 'h', ${digest('a')}, 'root')`,
      ),
    ).rejects.toMatchObject({ constraint: 'admin_keys_access_check' });
    await expect(
      query(url, `insert into meetings (user_id, platform, data) values (1, 'zoom', '1')`),
    ).rejects.toMatchObject({ constraint: 'meetings_data_check' });
    await token('digest', digest('b'));
    await expect(
      query(
        url,
        `insert into token_usage_days (token_id, day, user_id, requests, first_at, last_at) values (1, now(), 1, -1, now(), now())`,
      ),
    ).rejects.toMatchObject({ constraint: 'token_usage_days_requests_check' });
    await expect(
      query(
        url,
        `insert into token_usage (token_id, requests, first_at, last_at) values (1, -1, now(), now())`,
      ),
    ).rejects.toMatchObject({ constraint: 'token_usage_requests_check' });
  });
});

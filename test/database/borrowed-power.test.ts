import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { migrate } from '../../src/data/migrations/migrate.ts';
import { migrationsDirectory } from '../../src/data/migrations/migration-files.ts';
import { createScratchDatabase, dropScratchDatabase } from './scratch.ts';

// What is known of the keys of a database that is older: their lineages, which were imported, and by
// whose role an admin key was made.

const NAME = '20261126160000_borrowed_power';

/** What an earlier version left. */
const OLDER = `
  insert into users (email, role) values ('ada@example.com', 'admin'), ('bob@example.com', 'user');
  insert into api_tokens (user_id, digest, hint, scopes, replaces_id)
    select 1, sha256(n::text::bytea), '', '{bot}', replaces
    from (values (1, null), (2, 1), (3, 2), (4, null), (5, 4), (6, null)) t(n, replaces);
  insert into import_sources (name, schema_form) values ('vexa', '0.12');
  -- The last one was minted here, and an import found it here.
  insert into imported_rows (source_id, kind, foreign_id, local_id, state)
    values (1, 'token', 9, 4, ''), (1, 'token', 10, 6, ''), (1, 'user', 1, 1, '');
  insert into admin_keys (name, digest, hint, access, replaces_id)
    select 'key ' || n, sha256(n::text::bytea), '', 'admin', replaces
    from (values (1, null), (2, null), (3, 2), (4, null), (5, 1)) t(n, replaces);
  insert into audit_events (actor_kind, actor_id, actor_user_id, action, target_type, target_id) values
    ('ADMIN_KEY', null, null, 'TOKEN_MINTED', 'ApiToken', 6),
    ('ADMIN_KEY', null, null, 'ADMIN_KEY_CREATED', 'AdminKey', 1),
    ('USER_KEY', 6, 1, 'ADMIN_KEY_CREATED', 'AdminKey', 2),
    ('ADMIN_KEY', null, null, 'ADMIN_KEY_ROTATED', 'AdminKey', 3),
    ('ADMIN_KEY', 3, null, 'ADMIN_KEY_CREATED', 'AdminKey', 4),
    ('ADMIN_KEY', 1, null, 'ADMIN_KEY_ROTATED', 'AdminKey', 5)`;

let url: string;
let client: pg.Client;
let earlier: string;
beforeAll(async () => {
  url = await createScratchDatabase();
  earlier = mkdtempSync(join(tmpdir(), 'latchkey-migrations-'));
  const directory = migrationsDirectory();
  for (const name of readdirSync(directory))
    if (name < NAME || !/^\d/.test(name))
      cpSync(join(directory, name), join(earlier, name), { recursive: true });
  await migrate({ connectionString: url }, { directory: earlier });
  client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(OLDER);
  expect((await migrate({ connectionString: url })).applied).toContain(NAME);
});
afterAll(async () => {
  await client.end();
  await dropScratchDatabase(url);
  rmSync(earlier, { recursive: true });
});

it('fills in lineages, imported keys and makers of admin keys', async () => {
  const tokens = await client.query(`
    select array_agg(coalesce(root_id, 0)::int order by id) as roots, array_agg(is_imported order by id) as imported
    from api_tokens where digest <> sha256('late')`);
  expect(tokens.rows[0]).toEqual({
    roots: [0, 1, 1, 0, 4, 0],
    imported: [false, false, false, true, true, false],
  });
  const keys = await client.query(`
    select id::int, root_id::int as root, depends_on_user_ids::int[] as users, created_by_token_id::int as token,
      created_by_key_id::int as key from admin_keys where name <> 'late' order by id`);
  expect(keys.rows).toEqual([
    { id: 1, root: null, users: [], token: null, key: null },
    { id: 2, root: null, users: [1], token: 6, key: null },
    { id: 3, root: 2, users: [1], token: null, key: null },
    { id: 4, root: null, users: [1], token: null, key: 3 },
    { id: 5, root: 1, users: [], token: null, key: 1 },
  ]);
});

it('gives a successor what its predecessor has, whoever writes it', async () => {
  await client.query(`
    insert into api_tokens (user_id, digest, hint, scopes, replaces_id) values (1, sha256('late'), '', '{bot}', 5);
    insert into admin_keys (name, digest, hint, access, replaces_id, depends_on_user_ids)
      values ('late', sha256('late'), '', 'admin', 3, '{2}')`);
  const token = await client.query(
    'select root_id::int, is_imported from api_tokens order by id desc limit 1',
  );
  expect(token.rows).toEqual([{ root_id: 4, is_imported: true }]);
  const key = await client.query(
    'select root_id::int, depends_on_user_ids::int[] as users from admin_keys order by id desc limit 1',
  );
  expect(key.rows).toEqual([{ root_id: 2, users: [1, 2] }]);
});

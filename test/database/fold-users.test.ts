import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from '../../src/data/migrations/migrate.ts';
import { copyOfMigrations, createScratchDatabase, dropScratchDatabase, query } from './scratch.ts';

// A database of the version that told addresses apart by `lower`, and what becomes of it.

const FOLDED = '20261126224500_folded_text';
const ORDER = '20261126225000_one_text_order';

let url: string;

beforeEach(async () => {
  url = await createScratchDatabase();
  using folder = copyOfMigrations();
  folder.remove(FOLDED);
  folder.remove(ORDER);
  await migrate({ connectionString: url }, { directory: folder.path });
});

afterEach(async () => {
  await dropScratchDatabase(url);
});

const upgrade = (log?: (line: string) => void) =>
  migrate({ connectionString: url }, log ? { log } : {});

const insert = (...emails: string[]) =>
  query(
    url,
    `insert into users (email, name) select e, 'Ärger' from json_array_elements_text('${JSON.stringify(emails)}') e`,
  );

describe('a database with users', () => {
  it('gets them folded in batches, and their addresses in one form', async () => {
    await insert('ÉA@example.com', 'a@xn--bcher-kva.example', 'u\u0308@example.com', 'no address');
    await query(
      url,
      `insert into users (email) select 'user' || i || '@example.com' from generate_series(1, 2500) i`,
    );
    const lines: string[] = [];
    await upgrade((line) => lines.push(line));
    expect(lines[1]).toMatch(/Normalised 2 e-mail addresses/);
    expect(
      await query(url, 'select email, email_folded, name_folded from users order by id limit 5'),
    ).toEqual([
      { email: 'ÉA@example.com', email_folded: 'éa@example.com', name_folded: 'ärger' },
      { email: 'a@bücher.example', email_folded: 'a@bücher.example', name_folded: 'ärger' },
      { email: '\u00fc@example.com', email_folded: '\u00fc@example.com', name_folded: 'ärger' },
      { email: 'no address', email_folded: 'no address', name_folded: 'ärger' },
      { email: 'user1@example.com', email_folded: 'user1@example.com', name_folded: '' },
    ]);
    expect(await query(url, `select 1 from users where email_folded = ''`)).toEqual([]);
  });

  it('with two users of one address stops before it changes any, and names them', async () => {
    await insert(
      'ßb@example.com',
      'ssb@example.com',
      'c@xn--bcher-kva.example',
      'c@bücher.example',
    );
    const refused = upgrade();
    await expect(refused).rejects.toThrow('2 e-mail addresses belong to several users each');
    await expect(refused).rejects.toThrow('users 1 (ßb@example.com), 2 (ssb@example.com)');
    await expect(refused).rejects.toThrow(
      'users 3 (c@xn--bcher-kva.example), 4 (c@bücher.example)',
    );
    await expect(upgrade()).rejects.toThrow('2 e-mail addresses');
    await query(url, `update users set email = 'd' || id || '@example.com' where id in (2, 4)`);
    expect((await upgrade()).applied).toEqual([ORDER]);
    expect(await query(url, 'select email from users where id = 3')).toEqual([
      { email: 'c@bücher.example' },
    ]);
  });

  it('keeps an address that the previous version changes while it is upgraded', async () => {
    using folder = copyOfMigrations();
    folder.remove(ORDER);
    await migrate({ connectionString: url }, { directory: folder.path });
    // Folded already, so that the first to wait is what rewrites the addresses that were read.
    await insert('a@xn--bcher-kva.example', 'b@xn--bcher-kva.example');
    const previous = new pg.Client({ connectionString: url });
    await previous.connect();
    await previous.query(`begin; update users set email = 'new@example.com' where id = 1`);
    const upgraded = upgrade();
    const waiting = `select from pg_stat_activity where datname = current_database()
      and wait_event_type = 'Lock' and query like 'update users u set email%'`;
    while ((await query(url, waiting)).length === 0) await sleep(10);
    await previous.query('commit');
    await previous.end();
    await upgraded;
    expect(await query(url, 'select email, email_folded from users order by id')).toEqual([
      { email: 'new@example.com', email_folded: 'new@example.com' },
      { email: 'b@bücher.example', email_folded: 'b@bücher.example' },
    ]);
  });

  it('may be upgraded by several processes at once, and after an index build was cut short', async () => {
    await insert('one@example.com', 'two@example.com');
    await expect(Promise.all([upgrade(), upgrade(), upgrade()])).resolves.toHaveLength(3);
    await query(
      url,
      `delete from _prisma_migrations where migration_name = '${ORDER}';
       create unique index users_email_key on users (lower(email)) where deleted_at is null;
       create index audit_events_actor_name_at_id_idx on audit_events (at);
       update pg_index set indisvalid = false where indexrelid = 'users_email_folded_key'::regclass`,
    );
    expect((await upgrade()).applied).toEqual([ORDER]);
    expect(
      await query(
        url,
        `select indisvalid, indisunique from pg_index where indexrelid = 'users_email_folded_key'::regclass`,
      ),
    ).toEqual([{ indisvalid: true, indisunique: true }]);
  });

  it('keeps its rules for the previous version, which knows no folded columns', async () => {
    await upgrade();
    await insert('ßb@example.com');
    await query(url, `insert into users (email) values ('SSB@example.com') on conflict do nothing`);
    await query(url, `update users set email = 'Ç@example.com'`);
    expect(await query(url, 'select email_folded from users')).toEqual([
      { email_folded: 'ç@example.com' },
    ]);
    expect(
      await query(url, `select 1 as found from users where lower(email) = lower('Ç@example.com')`),
    ).toEqual([{ found: 1 }]);
  });
});

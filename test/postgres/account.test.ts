import { spawnSync } from 'node:child_process';
import { chmodSync, lchownSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { serverAccount } from '../../src/data/embedded/account.ts';
import { programsFor } from '../../src/data/embedded/binaries.ts';
import { type EmbeddedPostgres, startEmbedded } from '../../src/data/embedded/embedded.ts';
import { initialise } from '../../src/data/embedded/initialise.ts';
import { systemAccount } from '../../src/data/embedded/own-account.ts';
import { migrate } from '../../src/data/migrations/migrate.ts';

const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;
if (!isRoot) process.stdout.write("NOT RUN: the embedded server's own account, which takes root\n");

let dataDir: string;
let folder: string;
let running: EmbeddedPostgres | null = null;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'latchkey-account-'));
  chmodSync(dataDir, 0o711);
  folder = join(dataDir, 'postgres');
});
afterEach(async () => {
  await stop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(): Promise<EmbeddedPostgres> {
  running = await startEmbedded({ dataDir });
  return running;
}

async function stop(): Promise<void> {
  await running?.stop();
  running = null;
}

async function query<Row extends pg.QueryResultRow>(url: string, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

function everyFile(): string[] {
  return [
    folder,
    ...readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  ];
}

function owners(): number[] {
  const uids = everyFile().map((path) => statSync(path, { throwIfNoEntry: false })?.uid);
  return [...new Set(uids.filter((uid) => uid !== undefined))];
}

function canAsNobody(what: '-r' | '-w', path: string): boolean {
  const { status } = spawnSync('/bin/sh', ['-c', `test ${what} "$0"`, path], {
    uid: NOBODY,
    gid: NOBODY,
    cwd: '/',
  });
  return status === 0;
}

describe.runIf(isRoot)('the account of the embedded server, started by root', () => {
  it('owns its files and its processes alone', async () => {
    const { note } = await start();
    const account = serverAccount();
    expect([0, NOBODY]).not.toContain(account?.uid);
    expect(owners()).toEqual([account?.uid]);
    expect(note).toContain('latchkey-db');
    for (const name of ['pg_hba.conf', 'postgresql.conf', 'global'])
      expect([
        canAsNobody('-r', join(folder, name)),
        canAsNobody('-w', join(folder, name)),
      ]).toEqual([false, false]);
    const [postmaster = ''] = spawnSync('head', ['-1', join(folder, 'postmaster.pid')], {
      encoding: 'utf8',
    }).stdout.split('\n');
    expect(statSync(`/proc/${postmaster}`).uid).toBe(account?.uid);
  });

  it('takes over what an earlier version gave to nobody', async () => {
    await start();
    await stop();
    for (const path of everyFile()) lchownSync(path, NOBODY, NOBODY);
    const { url } = await start();
    expect(owners()).toEqual([serverAccount()?.uid]);
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('is a user id that nothing else has, where no account can be created', async () => {
    // No tool creates a name that long.
    const account = systemAccount('x'.repeat(70));
    expect(account.hasName).toBe(false);
    expect(account.note).toContain(String(account.uid));
    expect(spawnSync('id', ['-nu', String(account.uid)]).status).toBe(1);

    await initialise({ folder, password: 'scratch', binDir: programsFor(account), account });
    expect(owners()).toEqual([account.uid]);
    expect(readdirSync(dataDir)).toEqual(['postgres']);
  });
});

describe("the service's role in the embedded server", () => {
  it('owns its database, and has no right beyond it', async () => {
    const { url } = await start();
    const [role] = await query(
      url,
      `select rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls,
         (select count(*)::int from pg_auth_members where member = r.oid) as memberships
       from pg_roles r where rolname = current_user`,
    );
    expect(role).toEqual({
      rolsuper: false,
      rolcreatedb: false,
      rolcreaterole: false,
      rolreplication: false,
      rolbypassrls: false,
      memberships: 0,
    });
    await migrate({ connectionString: url });
    for (const forbidden of [
      `copy (select 1) to program 'true'`,
      `select pg_read_file('pg_hba.conf')`,
      `alter system set log_statement = 'all'`,
      `create role intruder superuser`,
      `create database intruder`,
    ])
      await expect(query(url, forbidden)).rejects.toMatchObject({ code: '42501' });
  });

  it('is given what an earlier version made as the superuser', async () => {
    const first = await start();
    await query(first.superuserUrl, `drop database if exists scratch`);
    await migrate({ connectionString: first.superuserUrl });
    await query(first.superuserUrl, `alter database latchkey owner to latchkey`);
    await query(first.superuserUrl, `drop role latchkey_service`);
    await stop();

    const { url } = await start();
    await query(url, `insert into users (email) values ('before@example.com')`);
    await query(url, `alter table users add column later int`);
    const foreign = await query(
      url,
      `select c.relname from pg_class c where c.relnamespace = 'public'::regnamespace and c.relowner <> current_user::regrole
       union all select p.proname from pg_proc p where p.pronamespace = 'public'::regnamespace and p.proowner <> current_user::regrole`,
    );
    expect(foreign).toEqual([]);
    await expect(migrate({ connectionString: url })).resolves.toEqual({ applied: [] });
  });
});

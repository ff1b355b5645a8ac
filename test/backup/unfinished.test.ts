import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyAuditLog } from '../../src/domain/audit/verify.ts';
import { createScratchDatabase, dropScratchDatabase, query } from '../database/scratch.ts';
import { erase } from '../erasure/erasing.ts';
import { createHome, during, type Home, OLD } from '../key/peppers.ts';
import { run } from '../start/process.ts';
import { launchScript, runScript } from '../start/script.ts';
import { dumpOf, findIn } from '../support/canaries.ts';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import type { TestServer } from '../support/server.ts';
import { backedUp, exportAudit, newFolder, removeFolder, SAME, settingsFor } from './commands.ts';

const CANARIES = { address: 'unfinished.canary@example.com', name: 'Unfinished Canary' };
/** The advisory locks for which an erasure and a hold wait. */
const ERASURES = '7270736915';
const HOLDS = '7270736914';

type Names = 'erased' | 'deleted' | 'held' | 'heldToo';

describe('a restore with an audit export', () => {
  const folder = newFolder();
  const file = join(folder, 'audit.jsonl');
  let home: Home;
  let users: Readonly<Record<Names, SeededUser>>;
  let path: string;
  let order: readonly string[];

  beforeAll(async () => {
    home = await createHome();
    users = await during(home, SAME, async (server) => {
      const erased = await seedUser(server, { email: CANARIES.address, name: CANARIES.name });
      const [deleted, held, heldToo] = [
        await seedUser(server),
        await seedUser(server),
        await seedUser(server),
      ];
      for (const user of [erased, deleted, held]) await seedKey(server, user);
      return { erased, deleted, held, heldToo };
    });
    path = await backedUp(home, folder);
    await during(home, SAME, async (server) => {
      await erase(server, users.erased, CANARIES.address);
      await change(server, `deleteUser(input: {id: "${users.deleted.id}"})`);
      await change(server, holdOn(users.held, 'case 1'));
      await change(server, holdOn(users.heldToo, 'case 2'));
    });
    writeFileSync(file, (await exportAudit(home)).output);
    order = [path, '--audit-export', file];
  });
  afterAll(async () => {
    await dropScratchDatabase(home.databaseUrl);
    removeFolder(folder);
  });

  /** What the export says of the time after the backup is done, each thing once. */
  async function expectFinished(restored: Home, pepper: string): Promise<void> {
    await during(restored, { current: pepper }, async (server) => {
      for (const [table, text] of await dumpOf(server))
        expect([table, findIn(text, CANARIES)]).toEqual([table, []]);
    });
    const done = await query(
      restored.databaseUrl,
      `select (select deleted_at is not null from users where id = ${users.deleted.databaseId}) as deleted,
         (select array_agg(reason order by id) from legal_holds) as holds,
         (select count(*)::int from audit_events where action = 'USER_ERASED') as erasures,
         (select array_agg(after ->> 'placedHolds') from audit_events where action = 'RESTORED') as restores`,
    );
    expect(done).toEqual([
      { deleted: true, holds: ['case 1', 'case 2'], erasures: 1, restores: ['2'] },
    ]);
  }

  it('that is killed lets nothing else start, and the same restore finishes it', async () => {
    const databaseUrl = await createScratchDatabase();
    const env = settingsFor(databaseUrl);
    const blocker = await connected(databaseUrl);
    await blocker.query(`select pg_advisory_lock(${ERASURES})`);
    const first = launchScript('restore', order, env);
    await expect.poll(() => waitingIn(databaseUrl)).toBe(1);
    first.child.kill('SIGKILL');
    const { output } = await first.ended;
    expect(output).not.toContain('Restored');
    await blocker.end();

    const refused = await run({ env: { ...env, DATA_DIR: join(folder, 'data') } });
    expect([refused.code, refused.errors]).toEqual([
      1,
      expect.stringMatching(/^latchkey: The restore of .* run the same `latchkey restore` again/),
    ]);
    for (const command of [['backup', '--to', folder], ['migrate'], ['pepper', 'status']]) {
      const [name = '', ...given] = command;
      const { code, errors } = await runScript(name, given, env);
      expect([name, code, errors]).toEqual([
        name,
        1,
        expect.stringContaining('is not finished: erasures, deletions and legal holds'),
      ]);
    }
    expect((await runScript('doctor', [], env)).output).toContain('is not finished');
    const another = await runScript('restore', [path], env);
    expect([another.code, another.errors]).toEqual([
      1,
      expect.stringContaining('Run that one again, with the same backup and the same audit export'),
    ]);

    const again = await runScript('restore', order, env);
    expect([again.errors, again.code]).toEqual(['', 0]);
    expect(again.output).toContain('continuing the restore that was interrupted');
    expect(again.output).toContain('Ended because the audit log says so: 2 keys, 2 users.');
    expect(again.output).toContain('The audit log is intact');
    await expectFinished({ databaseUrl }, SAME.current);
    await during({ databaseUrl }, SAME, async ({ app }) => {
      expect((await verifyAuditLog(app)).findings).toEqual([]);
    });
    const third = await runScript('restore', order, env);
    expect(third.errors).toContain('is not empty');
    await dropScratchDatabase(databaseUrl);
  });

  it('that is killed between two legal holds places neither twice', async () => {
    const databaseUrl = await createScratchDatabase();
    const env = settingsFor(databaseUrl);
    const [blocker, other] = [await connected(databaseUrl), await connected(databaseUrl)];
    await blocker.query(`select pg_advisory_lock(${HOLDS})`);
    const first = launchScript('restore', order, env);
    await expect.poll(() => waitingIn(databaseUrl)).toBe(1);
    await other.query('begin');
    await other.query(`select from users where id = ${users.heldToo.databaseId} for no key update`);
    await blocker.end();
    const placed = `select count(*)::int as holds from legal_holds`;
    await expect.poll(() => query(databaseUrl, placed)).toEqual([{ holds: 1 }]);
    await expect.poll(() => waitingIn(databaseUrl)).toBe(1);
    first.child.kill('SIGKILL');
    await first.ended;
    await other.end();

    const again = await runScript('restore', order, env);
    expect([again.errors, again.code]).toEqual(['', 0]);
    expect(again.output).toContain('after the backup: 2 were placed again.\n');
    await expectFinished({ databaseUrl }, SAME.current);
    await dropScratchDatabase(databaseUrl);
  });

  it('repeats what happened after the backup without its pepper, too', async () => {
    const databaseUrl = await createScratchDatabase();
    const env = { ...settingsFor(databaseUrl), TOKEN_PEPPER: OLD };
    const lost = await runScript('restore', [...order, '--without-pepper'], env);
    expect([lost.errors, lost.code]).toEqual(['', 0]);
    expect(lost.output).toContain('Restored without its pepper');
    const { errors } = await runScript('pepper', ['forget'], env);
    expect(errors).toContain('pepper forget --keys 1');
    await runScript('pepper', ['forget', '--keys', '1'], env);
    await expectFinished({ databaseUrl }, OLD);
    await dropScratchDatabase(databaseUrl);
  });
});

function change(server: TestServer, mutation: string): Promise<unknown> {
  return server.graphql(`mutation { ${mutation} { __typename } }`, { admin: server.adminKey });
}

function holdOn({ id }: SeededUser, reason: string): string {
  return `placeLegalHold(input: {user: {id: "${id}"}, reason: "${reason}"})`;
}

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}

/** How many sessions wait for a lock. */
async function waitingIn(url: string): Promise<unknown> {
  const [found] = await query(
    url,
    `select count(*)::int as waiting from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return found?.['waiting'];
}

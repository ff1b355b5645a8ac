import { execFileSync } from 'node:child_process';
import { chownSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { serverAccount } from '../../src/data/embedded/account.ts';
import { openCluster } from '../../src/data/embedded/cluster.ts';
import { startEmbedded } from '../../src/data/embedded/embedded.ts';
import { migrate } from '../../src/data/migrations/migrate.ts';
import { newDatabaseFolder } from './database-folder.ts';
import { freePort } from './ports.ts';
import { type PostgresProcess, postgresProcess } from './postgres-process.ts';

/** A primary that has all migrations, and a replica that follows it by streaming. */
export type ReplicatedPostgres = {
  readonly primary: PostgresProcess;
  readonly replica: PostgresProcess;
  /** From here on the primary acknowledges what the replica has, too. */
  readonly makeSynchronous: () => Promise<void>;
  readonly remove: () => Promise<void>;
};

type Options = {
  /** Where a whole PostgreSQL has its programs: the package has no `pg_basebackup`. */
  readonly programs: string;
  readonly settings?: Readonly<Record<string, string>>;
};

export async function createReplicatedPostgres({
  programs,
  settings = {},
}: Options): Promise<ReplicatedPostgres> {
  const dataDir = newDatabaseFolder('latchkey-replicated-');
  const first = await startEmbedded({ dataDir, binDir: programs });
  await migrate({ connectionString: first.url });
  await first.stop();
  const { folder, account } = await openCluster(dataDir, {
    binDir: programs,
    account: serverAccount(),
  });
  const copy = join(dataDir, 'replica');
  const at = async (place: string): Promise<PostgresProcess> => {
    const port = String(await freePort());
    const address = (url: string) => Object.assign(new URL(url), { port }).href;
    const { url, superuserUrl } = first;
    return postgresProcess({
      programs,
      folder: place,
      account,
      url: address(url),
      superuserUrl: address(superuserUrl),
      settings,
    });
  };
  const primary = await at(folder);
  const replica = await at(copy);
  await primary.start();
  mkdirSync(copy, { mode: 0o700 });
  if (account !== null) chownSync(copy, account.uid, account.gid);
  execFileSync(
    join(programs, 'pg_basebackup'),
    ['-d', primary.superuserUrl, '-D', copy, '-R', '-X', 'stream', '-c', 'fast'],
    { ...account, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] },
  );
  await replica.start();
  return {
    primary,
    replica,
    makeSynchronous: () => makeSynchronous(primary.superuserUrl),
    remove: async () => {
      await replica.end('SIGQUIT');
      await primary.end('SIGQUIT');
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** In the primary's own file: the replica must not wait for one when it has been promoted. */
async function makeSynchronous(superuserUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  await client.query(`alter system set synchronous_standby_names = '*'`);
  await client.query('select pg_reload_conf()');
  const state = `select from pg_stat_replication where state = 'streaming' and sync_state = 'sync'`;
  while ((await client.query(state)).rowCount === 0) await pause(20);
  await client.end();
}

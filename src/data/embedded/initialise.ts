import {
  chmodSync,
  chownSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { StartError } from '../../core/start-error.ts';
import { giveTo, initialAccount, type ServerAccount } from './account.ts';
import { failureCause } from './failure.ts';
import { runInitdb } from './initdb.ts';

export type Initialisation = {
  readonly folder: string;
  readonly password: string;
  readonly binDir: string;
  readonly account: ServerAccount;
};

/**
 * Makes a cluster. In a folder beside its place first: a start that is killed half-way leaves
 * nothing that looks like a database.
 * @throws StartError with what PostgreSQL said; or the reason of the signal
 */
export async function initialise(
  { folder, password, binDir, account }: Initialisation,
  signal?: AbortSignal,
): Promise<void> {
  removeUnfinished(folder);
  const unfinished = `${folder}.unfinished-${process.pid}`;
  const cluster = join(unfinished, 'cluster');
  const passwordFile = join(unfinished, 'password');
  try {
    makePrivate(unfinished, account);
    mkdirSync(cluster, { mode: 0o700 });
    writeFileSync(passwordFile, password, { mode: 0o600 });
    const maker = initialAccount(account);
    for (const path of [cluster, passwordFile]) giveTo(path, maker);
    const run = { cluster, passwordFile, binDir, account: maker };
    const { isMade, printed } = await runInitdb(run, signal);
    if (!isMade)
      throw new StartError(
        `PostgreSQL could not create its database in ${folder}: ${failureCause(folder, printed)}`,
      );
    giveTo(cluster, account);
    renameSync(cluster, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/** Only root and the account's group get in, whoever makes the cluster. */
function makePrivate(folder: string, account: ServerAccount): void {
  mkdirSync(folder, { mode: 0o700 });
  if (account === null) return;
  chownSync(folder, 0, account.gid);
  chmodSync(folder, 0o710);
}

function removeUnfinished(folder: string): void {
  const parent = dirname(folder);
  for (const name of readdirSync(parent)) {
    if (name.startsWith(`${basename(folder)}.unfinished-`))
      rmSync(join(parent, name), { recursive: true, force: true });
  }
}

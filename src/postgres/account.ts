import { spawnSync } from 'node:child_process';

/** The account that PostgreSQL's programs run as; null is our own. */
export type Account = { readonly uid: number; readonly gid: number } | null;

const NOBODY: Account = { uid: 65_534, gid: 65_534 };

/** PostgreSQL refuses root: then the account without any rights serves, which exists everywhere. */
export function serverAccount(): Account {
  return process.getuid?.() === 0 ? NOBODY : null;
}

/**
 * Whether the account can enter a folder or run a program. Tried as that account, because every
 * folder on the way has a say in it.
 */
export function canUse(account: Account, path: string): boolean {
  if (account === null) return true;
  const { status } = spawnSync('/bin/sh', ['-c', 'test -x "$0"', path], {
    ...account,
    cwd: '/',
    stdio: 'ignore',
  });
  return status === 0;
}

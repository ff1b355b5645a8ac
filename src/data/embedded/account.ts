import { spawnSync } from 'node:child_process';
import { lchownSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type SystemAccount, systemAccount } from './own-account.ts';

/** The account that PostgreSQL's programs run as; null is our own. */
export type ServerAccount = Pick<SystemAccount, 'uid' | 'gid' | 'hasName'> | null;

/** Shared by everything that has no account of its own, so nothing of ours may belong to it. */
const NOBODY = 65_534;

/** PostgreSQL refuses to run as root: then an account that nothing else uses takes its place. */
export function serverAccount(): SystemAccount | null {
  return process.getuid?.() === 0 ? systemAccount() : null;
}

/**
 * The account that an existing cluster belongs to: PostgreSQL runs as no other. A cluster of
 * `nobody`, as earlier versions made it, or of root is given to the server's account instead.
 */
export function folderOwner(folder: string, account: ServerAccount): ServerAccount {
  if (account === null) return null;
  const { uid, gid } = statSync(folder);
  return uid === 0 || uid === NOBODY ? account : { uid, gid, hasName: true };
}

/** The account that makes a cluster: `initdb` wants one with a name, but looks at nobody's group. */
export function initialAccount(account: ServerAccount): ServerAccount {
  return account === null || account.hasName ? account : { ...account, uid: NOBODY };
}

/** Everything in the folder becomes the account's. Links are not followed. */
export function giveTo(path: string, account: ServerAccount): void {
  if (account === null || statSync(path).uid === account.uid) return;
  const inside = statSync(path).isDirectory()
    ? readdirSync(path, { recursive: true, encoding: 'utf8' })
    : [];
  for (const name of inside) lchownSync(join(path, name), account.uid, account.gid);
  // Last: as long as it is not the account's, the next start does all of it again.
  lchownSync(path, account.uid, account.gid);
}

/**
 * Whether the account can enter a folder or run a program. Tried as that account, because every
 * folder on the way has a say in it.
 */
export function canUse(account: ServerAccount, path: string): boolean {
  if (account === null) return true;
  const { status } = spawnSync('/bin/sh', ['-c', 'test -x "$0"', path], {
    uid: account.uid,
    gid: account.gid,
    cwd: '/',
    stdio: 'ignore',
  });
  return status === 0;
}

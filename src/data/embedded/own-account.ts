import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { StartError } from '../../core/start-error.ts';

/** An account that only the embedded PostgreSQL uses. */
export type SystemAccount = {
  readonly uid: number;
  readonly gid: number;
  /** `initdb` refuses a user id without a name. */
  readonly hasName: boolean;
  /** For the operator, in one line. */
  readonly note: string;
};

const ACCOUNT_NAME = 'latchkey-db';

/** The tools of Debian, Red Hat and their kin, and of Alpine. */
const CREATE: readonly (readonly string[])[] = [
  ['useradd', '--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin'],
  ['adduser', '-S', '-D', '-H', '-s', '/sbin/nologin'],
];

/** A range that systems give out to nobody, not even to services for a while. */
const LOWEST_FREE = 60_578;
const HIGHEST_FREE = 61_183;

/**
 * The system account of the embedded PostgreSQL: found, or else created. Where none can be created
 * (a read-only /etc, a system without these tools), a user id that neither an account nor a process has.
 * @throws StartError when every user id is taken
 */
export function systemAccount(name: string = ACCOUNT_NAME): SystemAccount {
  const found = accountOf(name);
  if (found !== null) return named(found, `the system account ${name}`);
  for (const [program = '', ...options] of CREATE) {
    spawnSync(program, [...options, name], { stdio: 'ignore' });
    // Another start may have created it at the same moment: what counts is that it is there.
    const created = accountOf(name);
    if (created !== null)
      return named(created, `the system account ${name}, created by this start`);
  }
  return unnamed();
}

function named(ids: Pick<SystemAccount, 'uid' | 'gid'>, account: string): SystemAccount {
  return { ...ids, hasName: true, note: `The embedded PostgreSQL runs as ${account}.` };
}

function accountOf(name: string): Pick<SystemAccount, 'uid' | 'gid'> | null {
  const [uid, gid] = ['-u', '-g'].map((option) => {
    const { status, stdout } = spawnSync('id', [option, name], { encoding: 'utf8' });
    return status === 0 ? Number(stdout) : Number.NaN;
  });
  return uid && gid ? { uid, gid } : null;
}

function unnamed(): SystemAccount {
  const taken = uidsOfProcesses();
  for (let uid = HIGHEST_FREE; uid >= LOWEST_FREE; uid -= 1) {
    if (taken.has(uid) || hasAccount(uid)) continue;
    const note = `The embedded PostgreSQL runs as user id ${uid}, which nothing else here uses: the system account ${ACCOUNT_NAME} could not be created.`;
    return { uid, gid: uid, hasName: false, note };
  }
  throw new StartError(
    `No user id is free for the embedded PostgreSQL: create the system account ${ACCOUNT_NAME}, or set DATABASE_URL`,
  );
}

function hasAccount(uid: number): boolean {
  return spawnSync('id', ['-nu', String(uid)], { stdio: 'ignore' }).status === 0;
}

function uidsOfProcesses(): ReadonlySet<number> {
  try {
    const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    const owners = processes.map(
      (pid) => statSync(`/proc/${pid}`, { throwIfNoEntry: false })?.uid ?? 0,
    );
    return new Set(owners);
  } catch {
    return new Set();
  }
}

import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import type pg from 'pg';

const TICKS_PER_SECOND = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
const PAGE_BYTES = Number(execFileSync('getconf', ['PAGESIZE'], { encoding: 'utf8' }));

type Stat = { readonly parent: number; readonly own: number; readonly ofEnded: number };

/** What the kernel knows of a process, times in seconds; null once it is gone. */
function statOf(pid: number | string): Stat | null {
  try {
    // The name, in brackets, may hold blanks: what counts comes after it.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
      .map(Number);
    const [parent = 0, user = 0, system = 0, endedUser = 0, endedSystem = 0] = [
      1, 11, 12, 13, 14,
    ].map((place) => fields[place]);
    return {
      parent,
      own: (user + system) / TICKS_PER_SECOND,
      ofEnded: (endedUser + endedSystem) / TICKS_PER_SECOND,
    };
  } catch {
    return null;
  }
}

export function cpuSeconds(pid: number): number {
  return statOf(pid)?.own ?? 0;
}

/** The process with all its children, those that have ended included. */
export function familyCpuSeconds(pid: number): number {
  const parent = statOf(pid);
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(statOf)
    .filter((child) => child?.parent === pid);
  return children.reduce(
    (sum, child) => sum + (child?.own ?? 0),
    (parent?.own ?? 0) + (parent?.ofEnded ?? 0),
  );
}

export function residentMegabytes(pid: number): number {
  const pages = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
  return Math.round((pages * PAGE_BYTES) / 1_048_576);
}

/** What the children of a process have for themselves, shared memory and files left out. */
export function childMegabytes(pid: number): number {
  const kilobytes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && statOf(name)?.parent === pid)
    .map((name) => Number(/^RssAnon:\s+(\d+)/m.exec(readStatus(name))?.[1] ?? 0));
  return kilobytes.reduce((sum, own) => sum + own, 0) / 1_024;
}

function readStatus(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
}

/** The parent of all processes of a database server on this machine. */
export async function findPostmaster(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  const postmaster = statOf(rows[0]?.pid ?? 0)?.parent;
  if (postmaster === undefined)
    throw new Error('the database runs elsewhere: its processor time is unknown');
  return postmaster;
}

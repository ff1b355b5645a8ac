import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { neededInCI } from './in-ci.ts';

function tryMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder]);
    return true;
  } catch {
    process.stdout.write('NOT RUN: what a full disk does: nothing can be mounted here\n');
    return false;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Whether tests may mount a disk with next to no room.
 * @throws Error in CI, where nothing may be left out
 */
export const canMount = neededInCI(tryMount(), 'run it with the right to mount a tmpfs');

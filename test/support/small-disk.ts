import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

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

/** Whether tests may mount a disk with next to no room. */
export const canMount = tryMount();

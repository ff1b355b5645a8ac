import type { TestProject } from 'vitest/node';
import { debianBinDir, providePostgres } from './postgres.ts';

/** Settings that are anything but the usual ones. Debian's server speaks German, if the machine does. */
export function setup(project: TestProject): Promise<() => Promise<void>> {
  const binDir = debianBinDir();
  return providePostgres(project, { isHostile: true, ...(binDir !== null && { binDir }) });
}

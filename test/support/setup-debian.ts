import type { TestProject } from 'vitest/node';
import { debianBinDir, providePostgres } from './postgres.ts';

/** The PostgreSQL that Debian installs. */
export function setup(project: TestProject): Promise<() => Promise<void>> {
  const binDir = debianBinDir();
  if (binDir === null) throw new Error('pg_config is not installed');
  return providePostgres(project, { binDir });
}

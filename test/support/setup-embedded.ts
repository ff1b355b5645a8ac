import type { TestProject } from 'vitest/node';
import { providePostgres } from './postgres.ts';

/** The PostgreSQL that comes with the package. */
export function setup(project: TestProject): Promise<() => Promise<void>> {
  return providePostgres(project);
}

import type { TestProject } from 'vitest/node';
import { providePostgres } from './postgres.ts';

/** The PostgreSQL that comes with the package, behind PgBouncer in transaction mode. */
export function setup(project: TestProject): Promise<() => Promise<void>> {
  return providePostgres(project, { isPooled: true });
}

import sql from 'sql-template-tag';
import { LOCK } from '../../src/security/audit/head.ts';
import type { TestServer } from './server.ts';

/** Does something while no process can seal what was written. */
export async function whileUnsealed<Result>(
  { db }: TestServer,
  work: () => Promise<Result>,
): Promise<Result> {
  return await db.transaction(async (rows) => {
    await rows(sql`select pg_advisory_xact_lock(${LOCK})`);
    return await work();
  });
}

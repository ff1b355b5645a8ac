import sql from 'sql-template-tag';
import { CHAIN_LOCK } from '../../src/security/audit/head.ts';
import { until } from '../http/raw-connection.ts';
import type { TestServer } from './server.ts';

/** Waits until all events are sealed: one process does it at a time, and the others leave it to that one. */
export async function untilSealed({ db }: Pick<TestServer, 'db'>): Promise<void> {
  const unsealed = () => db.rows(sql`select from audit_events where position is null limit 1`);
  await until(async () => (await unsealed()).length === 0);
}

/** Does something while no process can seal what was written. */
export async function whileUnsealed<Result>(
  { db }: TestServer,
  work: () => Promise<Result>,
): Promise<Result> {
  return await db.transaction(async (rows) => {
    await rows(sql`select pg_advisory_xact_lock(${CHAIN_LOCK})`);
    return await work();
  });
}

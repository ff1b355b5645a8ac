import sql from 'sql-template-tag';
import { untilSomebodyWaits } from '../support/locks.ts';
import type { TestServer } from '../support/server.ts';

/** Where work is held, by the number of a lock. */
export const IN_THE_LOG = 4_244;
export const AT_THE_END = 4_245;
export const IN_A_HOLD = 4_246;
export const IN_THE_LOG_AGAIN = 4_247;
/** What the person was called before, in an event about something else. */
export const FORMER = 'Formerly Unknown';

/** Makes work wait in each of these places while somebody holds its lock. */
export async function addPauses(server: TestServer): Promise<void> {
  const run = (statement: string) => server.db.prisma.$executeRawUnsafe(statement);
  await run(`
    create function pause() returns trigger language plpgsql as
      $$ begin perform pg_advisory_xact_lock_shared(tg_argv[0]::bigint); return new; end $$`);
  for (const [place, event] of [
    [AT_THE_END, 'insert on erasures for each row'],
    [IN_A_HOLD, 'insert on legal_holds for each row'],
    [
      IN_THE_LOG,
      'update on audit_events for each row when (old.mac is not null and new.mac is null)',
    ],
    [
      IN_THE_LOG_AGAIN,
      `update on audit_events for each row when (old.after ->> 'reason' = '${FORMER}' and old.position is not null)`,
    ],
  ] as const)
    await run(`create trigger pause${place} before ${event} execute function pause(${place})`);
}

/** Does something while other work waits in some place. */
export async function whileHeld<Result>(
  server: TestServer,
  place: number,
  work: () => Promise<Result>,
  meanwhile: () => Promise<unknown> = async () => {},
): Promise<Result> {
  const held: Promise<Result>[] = [];
  await server.db.transaction(async (rows) => {
    await rows(sql`select pg_advisory_xact_lock(${place})`);
    held.push(work());
    await untilSomebodyWaits(server.db);
    await meanwhile();
  });
  const [result] = await Promise.all(held);
  return result as Result;
}

import sql from 'sql-template-tag';
import { auditEventSql } from '../../../security/audit/log.ts';
import { onHost } from '../../../security/callers/caller.ts';
import type { ImportRun } from '../run/run.ts';
import type { InBatch } from '../stage/session.ts';
import { isReferenced, type Move } from './user-numbers.ts';

const CALLER = onHost('latchkey import');

/**
 * Gives users here the number that they have there. Whoever is referred to since the check keeps
 * the old one; the import then stops at this user.
 */
export async function moveUsers(
  { app, ledger, dryRun }: Pick<ImportRun, 'app' | 'ledger' | 'dryRun'>,
  inBatch: InBatch,
  moves: readonly Move[],
): Promise<void> {
  if (moves.length === 0) return;
  const wanted = sql`json_to_recordset(${JSON.stringify(moves)}::json) as x("from" bigint, "to" bigint)`;
  await inBatch(async (rows) => {
    if (dryRun) {
      await rows(
        sql`update ${ledger.people} p set id = x."to" from ${wanted} where p.id = x."from"`,
      );
      return;
    }
    await rows(sql`
      with moved as (
        update users u set id = x."to" from ${wanted}
        where u.id = x."from" and not ${isReferenced(sql`u.id`)}
        returning u.id, x."from" as old)
      ${auditEventSql(app, CALLER, {
        action: 'USER_UPDATED',
        target: 'User',
        rows: sql`moved m`,
        id: sql`m.id`,
        before: sql`jsonb_build_object('id', m.old)`,
        after: sql`jsonb_build_object('id', m.id)`,
      })}`);
  });
}

import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { chainAll } from '../../security/audit/chain.ts';
import { CHAIN_LOCK, type ChainHead, EMPTY_HEAD, writeHead } from '../../security/audit/head.ts';
import { auditEventSql } from '../../security/audit/log.ts';
import { writeMark } from '../../security/audit/mark.ts';
import type { Caller } from '../../security/callers/caller.ts';

/**
 * Continues the audit log from its last sealed row, after somebody has looked into why its end was not
 * that of this service. What is not sealed by then is sealed as it stands; the audit log says that it
 * was so. @returns where it goes on
 */
export async function resumeAuditLog(app: App, caller: Caller): Promise<bigint> {
  return await app.db.transaction(async (rows) => {
    await rows(sql`select pg_advisory_xact_lock(${CHAIN_LOCK})`);
    const [last] = await rows<ChainHead>(sql`
      select position, hash from audit_events where position is not null order by position desc limit 1`);
    await rows(sql`
      with unsealed as (select count(*) as events from audit_events where position is null)
      ${auditEventSql(app, caller, {
        action: 'TRAIL_ACCEPTED',
        target: null,
        rows: sql`unsealed`,
        id: sql`null::bigint`,
        after: sql`jsonb_build_object('from', ${(last ?? EMPTY_HEAD).position}::bigint, 'unsealed', unsealed.events)`,
      })}`);
    const from = last ?? EMPTY_HEAD;
    await writeHead(rows, app.vault, from);
    const end = await chainAll(rows, app.vault, from);
    await writeMark(rows, app.vault, end.position);
    return from.position;
  });
}

import sql, { type Sql } from 'sql-template-tag';
import { auditEventSql } from '../../../security/audit/log.ts';
import { onHost } from '../../../security/callers/caller.ts';
import type { Id } from '../source/batches.ts';
import type { ImportContext } from './stage.ts';

const CALLER = onHost('latchkey import');

const TARGETS = { users: 'User', keys: 'ApiToken' } as const;

const MOST_IDS = 100;

/** One event for all of a batch that is refused for one reason. @param ids as they are there */
export async function leaveRefusal(
  step: ImportContext,
  what: keyof typeof TARGETS,
  why: string,
  ids: readonly Id[],
): Promise<void> {
  if (ids.length === 0 || step.dryRun) return;
  const first = JSON.stringify(ids.slice(0, MOST_IDS));
  const after = sql`'why', ${why}::text, 'count', ${ids.length}::int, 'foreignIds', ${first}::jsonb`;
  await writeBatchEvent(step, { action: 'IMPORT_REFUSED', target: TARGETS[what], what, after });
}

type Written = {
  readonly created: readonly Id[];
  readonly changed: readonly Id[];
};

/**
 * One event for all that a batch does to users or keys, in its transaction: one for each row would
 * bury all others.
 */
export async function writeImportEvents(
  step: ImportContext,
  what: keyof typeof TARGETS,
  { created, changed }: Written,
): Promise<void> {
  const ids = [...created, ...changed].map(BigInt).sort((one, other) => (one < other ? -1 : 1));
  const [first] = ids;
  if (first === undefined || step.dryRun) return;
  const after = sql`'created', ${created.length}::int, 'changed', ${changed.length}::int,
    'firstId', ${first}::bigint, 'lastId', ${ids.at(-1)}::bigint`;
  await writeBatchEvent(step, { action: 'IMPORTED', target: TARGETS[what], what, after });
}

type Deletion = { readonly count: number; readonly meetingIds: readonly Id[] };

/** One event for all meetings, or all segments of meetings, that were deleted because they were there. */
export async function writeDeletionEvent(
  step: ImportContext,
  what: 'meetings' | 'segments',
  { count, meetingIds }: Deletion,
): Promise<void> {
  const first = meetingIds.slice(0, MOST_IDS).map(BigInt);
  const after = sql`'count', ${count}::int, 'meetingIds', to_jsonb(${first}::bigint[])`;
  await writeBatchEvent(step, { action: 'IMPORT_DELETED', target: null, what, after });
}

type BatchEvent = Pick<Parameters<typeof auditEventSql>[2], 'action' | 'target'> & {
  readonly what: string;
  /** Names and values of what the event says besides. */
  readonly after: Sql;
};

async function writeBatchEvent(
  step: ImportContext,
  { action, target, what, after }: BatchEvent,
): Promise<void> {
  await step.rows(
    auditEventSql(step.app, CALLER, {
      action,
      target,
      rows: sql`(select) batch`,
      id: sql`null::bigint`,
      after: sql`jsonb_build_object('source', ${step.sourceName}::text, 'what', ${what}::text, ${after})`,
    }),
  );
}

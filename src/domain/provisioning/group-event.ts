import sql from 'sql-template-tag';
import type { Action } from '../../security/audit/actions.ts';
import { auditEventSql } from '../../security/audit/log.ts';
import type { UnitOfWork } from '../../security/unit-of-work.ts';
import type { ChangedMembers } from './group-members.ts';

type Named = { readonly displayName: string; readonly externalId: string | null };

export type GroupChange = ChangedMembers & {
  readonly id: bigint;
  readonly before: Named | null;
  readonly after: Named | null;
};

/** Of those who joined or left at once, so many are named. */
const MOST_NAMED = 1_000;

/** Writes the event of a change of a group, in the transaction of the change. */
export async function recordGroupEvent(
  { app, caller, rows }: UnitOfWork,
  action: Extract<Action, `GROUP_${string}`>,
  { id, before, after, added, removed }: GroupChange,
): Promise<void> {
  const group = String(id);
  const members = {
    addedCount: added.length,
    added: named(added),
    removedCount: removed.length,
    removed: named(removed),
  };
  await rows(
    auditEventSql(app, caller, {
      action,
      target: null,
      rows: sql`(select) one`,
      isOne: true,
      id: sql`null::bigint`,
      before: jsonb(before && { group, ...partOf(before) }),
      after: jsonb({ group, ...(after && partOf(after)), ...members }),
    }),
  );
}

function partOf({ displayName, externalId }: Named): Named {
  return { displayName, externalId };
}

function named(ids: readonly bigint[]): readonly string[] {
  return ids.slice(0, MOST_NAMED).map(String);
}

function jsonb(value: object | null) {
  return value === null ? sql`null::jsonb` : sql`${JSON.stringify(value)}::jsonb`;
}

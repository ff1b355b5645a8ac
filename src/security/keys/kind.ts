import sql, { type Sql } from 'sql-template-tag';
import type { Action, TargetType } from '../audit/actions.ts';
import { auditEventSql } from '../audit/log.ts';
import type { UnitOfWork } from '../unit-of-work.ts';

/** One of the two sorts of keys. What happens to keys in time is the same for both. */
export type KeyKind = {
  readonly target: TargetType;
  readonly table: Sql;
  /** What a successor takes over: the columns in which one sort differs from the other. */
  readonly inherited: Sql;
  /** What is returned of a key, from a table aliased `t`. */
  readonly columns: Sql;
  /** What the audit log keeps of a key, as jsonb, from a table aliased `t`. */
  readonly snapshot: Sql;
  readonly actions: Readonly<Record<'rotated' | 'finished' | 'cancelled' | 'revoked', Action>>;
};

type KeyAuditEntry = {
  readonly action: Action;
  /** The keys as they are now, aliased `t`. */
  readonly rows: Sql;
};

/** Locks a key until the transaction is over. @returns what the audit log keeps of it, as JSON */
export async function readSnapshot(
  { rows }: UnitOfWork,
  { table, snapshot }: KeyKind,
  id: bigint,
): Promise<string> {
  const [key] = await rows<{ readonly before: string }>(sql`
    select ${snapshot}::text as before from ${table} t where t.id = ${id} for no key update of t`);
  if (key === undefined) throw new Error('a key that was found is not there any more');
  return key.before;
}

/** The part of a statement that writes the audit log of what became of keys. */
export function keyAuditEventSql(
  { app, caller }: UnitOfWork,
  { target, snapshot }: KeyKind,
  { action, rows }: KeyAuditEntry,
): Sql {
  return auditEventSql(app, caller, { action, target, rows, id: sql`t.id`, after: snapshot });
}

import sql from 'sql-template-tag';
import type { Id } from './batches.ts';
import type { QuerySource } from './source.ts';

/** A moment of the database there, by which to tell what was written after it. */
export type SourceMark = {
  /** Every transaction that is older had ended: its rows were there to be read. */
  readonly transaction: string;
  /** Tells one database from another. */
  readonly database: string;
  /** The highest id of a transcript segment. */
  readonly segments: Id;
};

/** The moment that the snapshot shows in which this is asked. */
export async function readSourceMark(query: QuerySource): Promise<SourceMark> {
  const [mark] = await query<SourceMark>(sql`
    select txid_snapshot_xmin(txid_current_snapshot())::text as transaction,
      (select d.oid::text from pg_database d where d.datname = current_database()) as database,
      (select coalesce(max(id), 0)::text from transcriptions) as segments`);
  if (mark === undefined) throw new Error('A statement without a table has one row.');
  return { ...mark, database: `${await serverOf(query)} ${mark.database}` };
}

/** Databases of two new servers often have the same number. Empty where this role may not see it. */
async function serverOf(query: QuerySource): Promise<string> {
  const [allowed] = await query<{ readonly isAllowed: boolean }>(
    sql`select has_function_privilege('pg_control_system()', 'execute') as "isAllowed"`,
  );
  if (!allowed?.isAllowed) return '';
  const [server] = await query<{ readonly id: string }>(
    sql`select system_identifier::text as id from pg_control_system()`,
  );
  return server?.id ?? '';
}

/**
 * Whether a later moment is one of the same database, which was not restored from an older copy. Where
 * the newest segments were deleted it seems to be one: all is then read again.
 */
export function canFollow(before: SourceMark, now: SourceMark): boolean {
  return (
    before.database === now.database &&
    BigInt(before.transaction) <= BigInt(now.transaction) &&
    BigInt(before.segments) <= BigInt(now.segments)
  );
}

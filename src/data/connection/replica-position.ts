import sql, { type Sql } from 'sql-template-tag';

/** A point in the history of a database. */
export type Position = {
  /** Which cluster: a copy has that of its original. */
  readonly system: string;
  /** Which database in it. */
  readonly database: string;
  /** Which of its histories: each promotion begins a new one. */
  readonly timeline: number;
  /** How far. */
  readonly lsn: string;
};

/**
 * Asked of the primary: everything that anybody was told is committed comes before it. Fails on a standby.
 * With `synchronous_commit` off, commits are acknowledged before they are flushed. Of what this service
 * writes in that way by itself, only figures are a part that are computed where they are missing.
 */
export const CURRENT_POSITION: Sql = sql`
  select s.system_identifier::text as system, current_database() as database, w.lsn::text as lsn,
    ('x' || left(pg_walfile_name(w.lsn), 8))::bit(32)::int as timeline
  from pg_control_system() s, (
    select case when current_setting('synchronous_commit') = 'off'
      then pg_current_wal_insert_lsn() else pg_current_wal_flush_lsn() end as lsn
  ) w`;

/** What a server says of itself. */
export type ReplicaState = Omit<Position, 'lsn'> & {
  readonly isReplica: boolean;
  /** Whether it has replayed everything before the position. */
  readonly isReached: boolean;
  /** How much it has not replayed, and how long ago the last transaction was committed that it has. */
  readonly bytesBehind: number;
  readonly secondsBehind: number;
};

/**
 * Asked of the replica. Its timeline is that of its last restart point, the only one that every role may
 * read: after a failover, a replica that goes on following counts as one from its next restart point.
 */
export function replicaState({ lsn }: Position): Sql {
  return sql`
    select pg_is_in_recovery() as "isReplica", s.system_identifier::text as system,
      current_database() as database, c.timeline_id as timeline,
      coalesce(r.behind <= 0, false) as "isReached",
      greatest(coalesce(r.behind, 0), 0)::double precision as "bytesBehind",
      case when r.behind <= 0 then 0 else coalesce(greatest(extract(epoch from
        clock_timestamp() - pg_last_xact_replay_timestamp()), 0), 0) end::double precision as "secondsBehind"
    from pg_control_system() s, pg_control_checkpoint() c,
      (select pg_wal_lsn_diff(${lsn}::pg_lsn, pg_last_wal_replay_lsn()) as behind) r`;
}

/** Why a server is no replica of the primary that is at this position; null if it is one. */
export function mismatch(state: ReplicaState, position: Position): string | null {
  if (!state.isReplica) return 'takes writes: it was promoted, or is the primary itself';
  if (state.system !== position.system) return 'belongs to another database cluster';
  if (state.database !== position.database) return 'is of another database of the cluster';
  if (state.timeline === position.timeline) return null;
  return 'has not followed the last failover, or has no restart point since';
}

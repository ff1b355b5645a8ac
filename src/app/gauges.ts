import type { BackgroundJobs } from '../core/background-job.ts';
import type { Metrics } from '../core/metrics.ts';
import type { Notices } from '../core/notices.ts';
import type { Pools } from '../data/connection/pools.ts';
import type { Replica } from '../data/connection/replica.ts';

type Watched = Pick<Metrics, 'gauge'>;

/** What the connections to the database are at. Names and labels are those of OpenTelemetry's conventions. */
export function watchPools({ gauge }: Watched, { breaker, replica, ...own }: Pools): void {
  const pools = { ...own, ...(replica && { replica }) };
  const each = <Name extends string>(
    read: (counts: ReturnType<Pools['db']['counts']>) => Readonly<Record<Name, number>>,
    label: string,
  ) =>
    Object.entries(pools).flatMap(([pool, { counts }]) =>
      Object.entries<number>(read(counts())).map(([name, value]) => ({
        labels: { db_client_connection_pool_name: pool, ...(label !== '' && { [label]: name }) },
        value,
      })),
    );
  gauge({
    name: 'db_client_connection_count',
    help: 'Open connections to the database, by what they are doing.',
    labels: ['db_client_connection_pool_name', 'db_client_connection_state'],
    read: () =>
      each(({ open, idle }) => ({ idle, used: open - idle }), 'db_client_connection_state'),
  });
  gauge({
    name: 'db_client_connection_max',
    help: 'How many connections each pool may open.',
    labels: ['db_client_connection_pool_name'],
    read: () => each(({ most }) => ({ most }), ''),
  });
  gauge({
    name: 'db_client_connection_pending_requests',
    help: 'Pieces of work that wait for a connection.',
    labels: ['db_client_connection_pool_name'],
    read: () => each(({ waiting }) => ({ waiting }), ''),
  });
  gauge({
    name: 'latchkey_database_up',
    help: 'Whether the database responds: 1 or 0.',
    read: () => (breaker.isAway() ? 0 : 1),
  });
  gauge({
    name: 'latchkey_database_read_only',
    help: 'Whether the database takes no writes: 1 or 0.',
    read: () => (breaker.isReadOnly() ? 1 : 0),
  });
}

/** Nothing without `DATABASE_REPLICA_URL`. */
export function watchReplica(
  { gauge, counter }: Pick<Metrics, 'gauge' | 'counter'>,
  { figures }: Replica,
): void {
  gauge({
    name: 'latchkey_replica_up',
    help: 'Whether the replica answers reads: 1 or 0.',
    read: () => (figures().isUsed ? 1 : 0),
  });
  gauge({
    name: 'latchkey_replica_lag_bytes',
    help: 'How much of what the primary has written the replica had not replayed when it was last looked at.',
    read: () => figures().bytesBehind,
  });
  gauge({
    name: 'latchkey_replica_lag_seconds',
    help: 'How long before that the last transaction was committed that it had replayed; 0 if it had all.',
    read: () => figures().secondsBehind,
  });
  counter({
    name: 'latchkey_replica_reads_total',
    help: 'Reads that the replica answered.',
    read: () => figures().reads,
  });
  counter({
    name: 'latchkey_replica_fallbacks_total',
    help: 'Reads that the replica may answer and the primary did.',
    read: () => figures().fallbacks,
  });
  counter({
    name: 'latchkey_replica_wait_seconds_total',
    help: 'How long reads have waited for the replica to replay what the primary had committed when they began.',
    read: () => figures().waitedMs / 1_000,
  });
}

/** @param lastDone when each job last succeeded, in seconds since 1970 */
export function watchJobs(
  { gauge }: Watched,
  jobs: BackgroundJobs,
  lastDone: ReadonlyMap<string, number>,
): void {
  gauge({
    name: 'latchkey_unwritten',
    help: 'What is in memory alone and would be lost if the process were killed, such as usage counts.',
    labels: ['background_job'],
    read: () =>
      Object.entries(jobs).flatMap(([job, { unwritten }]) =>
        unwritten === undefined ? [] : [{ labels: { background_job: job }, value: unwritten() }],
      ),
  });
  gauge({
    name: 'latchkey_job_last_success_timestamp_seconds',
    help: 'When a background job last succeeded, in seconds since 1970; until then, when the process started. All run once a second.',
    labels: ['background_job'],
    read: () => [...lastDone].map(([job, value]) => ({ labels: { background_job: job }, value })),
  });
}

/** The notices of `/health/ready`, so that an alert can be about them. */
export function watchNotices({ gauge }: Watched, notices: Notices): void {
  gauge({
    name: 'latchkey_check_ok',
    help: 'Whether a check of /health/ready that does not change its status is ok: 1 or 0.',
    labels: ['check'],
    read: () =>
      Object.entries(notices).map(([check, read]) => ({
        labels: { check },
        value: read() === 'ok' ? 1 : 0,
      })),
  });
}

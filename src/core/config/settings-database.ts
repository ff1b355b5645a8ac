import { preset, secret } from './described.ts';
import { databaseUrl, directDatabaseUrl, integerSetting } from './rules.ts';

/** Where its data is. */
export const DATABASE = {
  DATABASE_URL: secret(
    databaseUrl,
    'Your own PostgreSQL, 14 or later. Without it, the service runs an embedded one. Parameters: `schema`, `options`, `sslmode` and related ones ([TLS](deployment.md#tls-to-the-database)), and `pgbouncer=true` for PgBouncer in transaction mode.',
  ),
  DATABASE_DIRECT_URL: secret(
    directDatabaseUrl,
    'The same database without the pooler, for migrations and subscriptions. Required with `pgbouncer=true` in `DATABASE_URL`.',
  ),
  DATABASE_REPLICA_URL: secret(
    databaseUrl,
    'A streaming replica of `DATABASE_URL` that answers analytics, statistics and lists, never older than the primary would; see [Scaling](scaling.md). Parameters as for `DATABASE_URL`.',
  ),
  DATABASE_POOL_SIZE: preset(
    integerSetting(1, 1_000),
    '10',
    'How many database connections one process opens for requests. It opens up to 6 more: 3 to check keys, 1 for background work, 1 for readiness, 1 while there are subscriptions; 4 with `RATE_LIMIT_STORE=postgres`; and 1 with `DATABASE_REPLICA_URL`, where it opens as many to the replica and 1 more.',
  ),
  DATABASE_STATEMENT_TIMEOUT_MS: preset(
    integerSetting(100, 600_000),
    '5000',
    'The time limit of one statement, in milliseconds.',
  ),
};

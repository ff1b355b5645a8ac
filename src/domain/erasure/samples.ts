import sql, { raw } from 'sql-template-tag';
import type { App } from '../../core/app.ts';

const TABLES = [
  ...['users', 'api_tokens', 'token_usage', 'token_usage_days', 'admin_keys', 'legal_holds'],
  ...['meetings', 'meeting_transitions', 'meeting_sessions', 'transcript_segments'],
  ...['meeting_figures', 'summary_outcomes', 'audit_events', 'audit_set_aside'],
];

/**
 * PostgreSQL keeps values of each column as samples (`pg_stats`): takes them anew, after the erasure is
 * committed. Where that takes too long, autovacuum does it later.
 */
export async function forgetSamples({ db, log }: App): Promise<void> {
  for (const table of TABLES)
    await db
      .rows(sql`analyze ${raw(table)}`)
      .catch((error: unknown) =>
        log.warn({ err: error, table }, 'statistics of the database were not renewed'),
      );
}

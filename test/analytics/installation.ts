import type { TestServer } from '../support/server.ts';

/** For a server that is filled so: on a busy machine, a statement of this size takes longer than requests may. */
export const PATIENT = { DATABASE_STATEMENT_TIMEOUT_MS: '60000' };

/** Two years of meetings of 2,000 users, with their steps, sessions and segments, and its statistics. */
export async function fillInstallation({ db }: TestServer): Promise<void> {
  const statements = [
    `insert into users (email, max_concurrent_bots) select 'u' || n || '@example.com', n % 4 from generate_series(1, 2000) n`,
    `insert into meetings (user_id, platform, native_meeting_id, status, created_at)
      select n % 2000 + 1, (array['zoom', 'teams', 'google_meet'])[n % 3 + 1], 'call-' || n, 'completed', timestamptz '2026-11-20' - n * interval '50 minutes'
      from generate_series(1, 20000) n`,
    `insert into meeting_transitions (meeting_id, user_id, to_status, at)
      select m.id, m.user_id, s.status, m.created_at + s.seconds * interval '1 second'
      from meetings m, (values ('joining', 5), ('active', 20), ('completed', 1500)) s(status, seconds)`,
    `insert into meeting_sessions (meeting_id, user_id, session_uid, started_at) select id, user_id, 's', created_at from meetings`,
    `insert into transcript_segments (meeting_id, user_id, session_uid, segment_id, start_offset, end_offset, text, speaker)
      select m.id, m.user_id, 's', n::text, n * 9, n * 9 + 10, 'Good morning.', 'Ada' from meetings m, generate_series(1, 5) n`,
    `insert into bot_refusals (user_id, quarter, refused)
      select n % 2000 + 1, timestamptz '2026-11-20' - n * interval '15 minutes', 1 from generate_series(1, 20000) n`,
  ];
  for (const statement of statements) await db.prisma.$executeRawUnsafe(statement);
  await db.prisma.$executeRawUnsafe('analyze');
}

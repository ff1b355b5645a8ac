import sql from 'sql-template-tag';
import { LimitReachedError } from '../../core/errors.ts';
import type { Rows } from '../../data/database.ts';
import type { SessionReport } from './input.ts';
import { type CheckedReport, refusal } from './receipt.ts';

/** A bot that loses its connection every minute for a week has as many. */
export const MAX_SESSIONS = 10_000;

type Sessions = readonly CheckedReport<SessionReport>[];

/** Refuses new sessions of a meeting that has as many as it may. The meeting must be locked. */
export async function withinSessionLimit(
  rows: Rows,
  meetingId: bigint,
  checked: Sessions,
): Promise<Sessions> {
  const uids = checked.flatMap((one) => (one.ok ? [one.report.sessionUid] : []));
  const [stored] = await rows<{ count: number; known: string[] }>(sql`
    select count(*)::int as count,
      coalesce(array_agg(s.session_uid) filter (where s.session_uid = any(${uids}::text[])), '{}') as known
    from meeting_sessions s where s.meeting_id = ${meetingId}`);
  const known = new Set(stored?.known);
  let left = MAX_SESSIONS - (stored?.count ?? 0);
  return checked.map((one) => {
    if (!one.ok || known.has(one.report.sessionUid)) return one;
    if (left <= 0) return { ok: false, receipt: refusal(limitReached(), meetingId) };
    left -= 1;
    known.add(one.report.sessionUid);
    return one;
  });
}

function limitReached(): LimitReachedError {
  const message = `The meeting has reached its limit of ${MAX_SESSIONS} sessions. Report existing sessions under their own sessionUid`;
  return new LimitReachedError(message, MAX_SESSIONS);
}

import sql, { type Sql } from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { nowSql } from '../../core/clock.ts';
import { InvalidInputError, NotFoundError } from '../../core/errors.ts';
import type { Rows } from '../../data/database.ts';
import type { Reach } from '../../security/authentication/reach.ts';
import type { MeetingName } from '../meetings/service.ts';
import { erasedSql } from '../users/erased.ts';
import { type SegmentReport, type SessionReport, segmentReport, sessionReport } from './input.ts';
import { loadNamedMeetings, presentOf } from './load.ts';
import {
  type CheckedReport,
  checkEach,
  type Receipt,
  type ReceiptState,
  receipt,
  refusal,
} from './receipt.ts';
import { withinSessionLimit } from './session-limit.ts';

/**
 * Writes down a bot's connections within a meeting. One that is reported again with another start
 * replaces the earlier report.
 * @throws NotFoundError without such a meeting, InvalidInputError for too many items
 */
export async function recordSessions(
  app: App,
  reach: Reach,
  { meeting, sessions }: { meeting: MeetingName; sessions: readonly unknown[] },
): Promise<Receipt[]> {
  const reports = await checkEach(sessionReport(await presentOf(app)), 'sessions', sessions);
  return app.db.transaction(async (rows) => {
    const { id, userId } = await getNamed(rows, meeting, reach);
    const checked = await withinSessionLimit(rows, id, reports);
    const last = lastOfEach(checked, ({ sessionUid }) => sessionUid);
    const column = (name: keyof SessionReport) => last.map((report) => report[name]);
    const written = await rows<Written>(sql`
      insert into meeting_sessions as s (meeting_id, user_id, session_uid, started_at)
      select ${id}, ${userId}, r.* from unnest(${column('sessionUid')}::text[], ${column('startedAt')}::timestamptz[]) r
      where not ${erasedSql(sql`${userId}`)}
      on conflict (meeting_id, session_uid) do update set started_at = excluded.started_at
        where s.started_at <> excluded.started_at
      returning s.session_uid as key, s.xmax = 0 as "isNew"`);
    if (written.length === 0 && (await whyNothing(rows, { id, userId })).isErased)
      throw new NotFoundError('Meeting');
    return receipts(checked, id, written, ({ sessionUid }) => sessionUid);
  });
}

/**
 * Writes down what was said. A segment that is reported again, by its id, replaces the earlier
 * report: recognition gets better while people speak on.
 * @throws NotFoundError without such a meeting, InvalidInputError for too many items
 */
export async function recordSegments(
  app: App,
  reach: Reach,
  { meeting, segments }: { meeting: MeetingName; segments: readonly unknown[] },
): Promise<Receipt[]> {
  const checked = await checkEach(segmentReport, 'segments', segments);
  return await app.db.transaction(async (rows) => {
    const { id, userId } = await getNamed(rows, meeting, reach);
    const last = lastOfEach(checked, ({ segmentId }) => segmentId);
    const column = (name: keyof SegmentReport) => last.map((report) => report[name] ?? null);
    const written = await rows<Written>(sql`
      insert into transcript_segments as s (meeting_id, user_id, created_at, segment_id, session_uid, start_offset, end_offset, text, speaker, language)
      select ${id}, ${userId}, ${nowSql(app.clock)}, r.* from unnest(${column('segmentId')}::text[], ${column('sessionUid')}::text[],
        ${column('startOffset')}::double precision[], ${column('endOffset')}::double precision[], ${column('text')}::text[],
        ${column('speaker')}::text[], ${column('language')}::text[]) r
      where not ${isRemovedSql(id)} and not ${erasedSql(sql`${userId}`)}
      on conflict (meeting_id, segment_id) where segment_id is not null do update
        set created_at = excluded.created_at, session_uid = excluded.session_uid, start_offset = excluded.start_offset, end_offset = excluded.end_offset,
          text = excluded.text, speaker = excluded.speaker, language = excluded.language
        where (s.session_uid, s.start_offset, s.end_offset, s.text, s.speaker, s.language)
          is distinct from (excluded.session_uid, excluded.start_offset, excluded.end_offset, excluded.text, excluded.speaker, excluded.language)
      returning s.segment_id as key, s.xmax = 0 as "isNew"`);
    if (written.length === 0) {
      const { isErased, isRemoved } = await whyNothing(rows, { id, userId });
      if (isErased) throw new NotFoundError('Meeting');
      if (isRemoved) return checked.map(refuseRemoved(id));
    }
    return receipts(checked, id, written, ({ segmentId }) => segmentId);
  });
}

/** Whether the transcript of a meeting was deleted by age: nothing is added to it any more. */
function isRemovedSql(id: bigint): Sql {
  return sql`exists (select from meeting_figures f where f.meeting_id = ${id} and f.segments_removed_at is not null)`;
}

type Reasons = { readonly isErased: boolean; readonly isRemoved: boolean };

/** The user may have been erased while the report waited for the meeting. */
async function whyNothing(rows: Rows, { id, userId }: Named): Promise<Reasons> {
  const [found] = await rows<Reasons>(sql`
    select ${erasedSql(sql`${userId}`)} as "isErased", ${isRemovedSql(id)} as "isRemoved"`);
  return found ?? { isErased: false, isRemoved: false };
}

function refuseRemoved(meetingId: bigint) {
  return (one: CheckedReport<SegmentReport>, place: number): Receipt => {
    if (!one.ok) return one.receipt;
    const message =
      'is of a meeting whose transcript was deleted by age (TRANSCRIPT_RETENTION_DAYS)';
    const issue = { path: ['segments', place], message, type: 'value_error' };
    return refusal(new InvalidInputError([issue]), meetingId);
  };
}

type Named = { readonly id: bigint; readonly userId: bigint };

/** Locked, so that two reports of the same segments come one after the other. */
async function getNamed(rows: Rows, name: MeetingName, reach: Reach): Promise<Named> {
  const [id] = await loadNamedMeetings(rows, [name], reach);
  if (id === null || id === undefined) throw new NotFoundError('Meeting');
  const [meeting] = await rows<Named>(sql`
    select id, user_id as "userId" from meetings where id = ${id} for no key update`);
  if (meeting === undefined) throw new NotFoundError('Meeting');
  return meeting;
}

/** One statement may not touch a row twice: within one list, too, the last report counts. */
function lastOfEach<Report>(
  checked: readonly CheckedReport<Report>[],
  keyOf: (report: Report) => string,
): Report[] {
  const last = new Map(
    checked.flatMap((one) => (one.ok ? [[keyOf(one.report), one.report] as const] : [])),
  );
  return [...last.values()];
}

/** A segment without an id has no key. */
type Written = { readonly key: string | null; readonly isNew: boolean };

function receipts<Report>(
  checked: readonly CheckedReport<Report>[],
  meetingId: bigint,
  written: readonly Written[],
  keyOf: (report: Report) => string,
): Receipt[] {
  const states = new Map<string | null, ReceiptState>(
    written.map(({ key, isNew }) => [key, isNew ? 'CREATED' : 'UPDATED']),
  );
  return checked.map((one) =>
    one.ok ? receipt(states.get(keyOf(one.report)) ?? 'UNCHANGED', meetingId) : one.receipt,
  );
}

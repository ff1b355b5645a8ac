import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import type { Rows } from '../../data/database.ts';
import { lockMeetingStates } from './apply-reports.ts';
import { endMeetings } from './end-meetings.ts';
import type { StatusReport } from './input.ts';
import type { Superseded } from './plan.ts';

type SupersededEnd = {
  readonly now: Date;
  /** The meetings that were written, by the places of their reports. */
  readonly ids: readonly bigint[];
  readonly superseded: readonly Superseded[];
};

const REPORT = {
  status: 'failed',
  completionReason: 'superseded',
  source: 'latchkey',
  reason: 'A newer meeting of the same room was reported',
  omitted: [],
  data: undefined,
} satisfies StatusReport;

/**
 * Ends meetings in whose place newer ones were reported: when they were last reported, since nobody
 * knows for how much longer their bots lived. What ended otherwise in the meantime stays as it is.
 * @returns those that it ended
 */
export async function supersede(
  app: App,
  rows: Rows,
  { now, ids, superseded }: SupersededEnd,
): Promise<bigint[]> {
  if (superseded.length === 0) return [];
  const endings = new Map(
    superseded.map(({ ref, at }) => ['id' in ref ? ref.id : (ids[ref.place] ?? 0n), at]),
  );
  const states = await lockMeetingStates(rows, [...endings.keys()]);
  const lastReports = await readLastReports(rows, [...endings.keys()], now);
  const ended = await endMeetings(app, rows, states.values(), {
    now,
    report: () => REPORT,
    endOf: ({ id }) => {
      const begun = endings.get(id) ?? now;
      return earlier(begun, lastReports.get(id) ?? begun);
    },
  });
  return ended.map(({ id }) => id);
}

type LastReport = { readonly id: bigint; readonly at: Date };

/** When the bot of each of these meetings was last heard of. A session is reported as it begins. */
async function readLastReports(
  rows: Rows,
  ids: readonly bigint[],
  now: Date,
): Promise<Map<bigint, Date>> {
  const found = await rows<LastReport>(sql`
    select m.id, greatest(m.updated_at,
      (select max(s.created_at) from transcript_segments s where s.meeting_id = m.id),
      (select max(least(s.started_at, ${now})) from meeting_sessions s where s.meeting_id = m.id)) as at
    from meetings m where m.id = any(${ids}::bigint[])`);
  return new Map(found.map(({ id, at }) => [id, at]));
}

function earlier(one: Date, other: Date): Date {
  return one < other ? one : other;
}

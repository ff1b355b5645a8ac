import sql from 'sql-template-tag';
import type { Rows } from '../../data/database.ts';
import { isFinal } from '../../domain/meetings/status.ts';
import type { DemoMeeting } from './meetings.ts';
import { PEOPLE } from './people.ts';
import { type Random, seededRandom } from './random.ts';
import { demoTranscript } from './transcript.ts';

type Owner = { readonly userId: bigint; readonly tokenId: bigint | null };
type Filled = { readonly owners: readonly Owner[]; readonly now: Date };
type Made = { readonly meeting: DemoMeeting; readonly id: bigint; readonly userId: bigint };

const NAMES: [string, ...string[]] = ['Weekly', 'Retro', 'Customer call', 'Interview', 'Planning'];
const MEGABYTE = 1_048_576;

/** Meetings with all their steps, sessions and transcripts. */
export async function insertDemoMeetings(
  rows: Rows,
  meetings: readonly DemoMeeting[],
  { owners, now }: Filled,
): Promise<void> {
  const random = seededRandom(7);
  const ownerOf = ({ owner }: DemoMeeting) => owners[owner] ?? { userId: 0n, tokenId: null };
  const records = meetings.map((meeting) => ({
    ...meeting,
    steps: undefined,
    userId: String(ownerOf(meeting).userId),
    tokenId: String(ownerOf(meeting).tokenId),
    updatedAt: meeting.steps.at(-1)?.at ?? meeting.createdAt,
    data: { name: random.pick(NAMES), demo: true, ...resources(random, meeting) },
  }));
  const inserted = await rows<{ id: bigint }>(sql`
    insert into meetings (user_id, token_id, platform, native_meeting_id, status, completion_reason, failure_stage,
      created_at, updated_at, start_time, end_time, data)
    select "userId", "tokenId", platform, "nativeMeetingId", status, "completionReason", "failureStage",
      "createdAt", "updatedAt", "startTime", "endTime", data
    from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as r("userId" bigint, "tokenId" bigint, platform text,
      "nativeMeetingId" text, status text, "completionReason" text, "failureStage" text, "createdAt" timestamptz,
      "updatedAt" timestamptz, "startTime" timestamptz, "endTime" timestamptz, data jsonb)
    returning id`);
  const made = meetings.map((meeting, place) => ({
    meeting,
    id: inserted[place]?.id ?? 0n,
    userId: ownerOf(meeting).userId,
  }));
  await insertSteps(rows, made);
  for (const one of made) await insertTranscript(rows, random, one, now);
}

/** Bots that came as far as the call say what they used. */
function resources(random: Random, { startTime }: DemoMeeting): object {
  if (startTime === null || random.next() < 0.1) return {};
  return {
    bot_resources: {
      peak_memory_bytes: random.between(300, 900) * MEGABYTE,
      cpu_usage_usec: random.between(60, 900) * 1_000_000,
    },
  };
}

async function insertSteps(rows: Rows, made: readonly Made[]): Promise<void> {
  const steps = made.flatMap(({ meeting, id, userId }) =>
    meeting.steps.map((step) => ({
      ...step,
      id: String(id),
      userId: String(userId),
      source: step.from === null ? 'user' : 'bot_callback',
      reason: isFinal(step.to) ? meeting.completionReason : null,
    })),
  );
  await rows(sql`
    insert into meeting_transitions (meeting_id, user_id, from_status, to_status, at, source, reason)
    select id, "userId", "from", "to", at, source, reason from jsonb_to_recordset(${JSON.stringify(steps)}::jsonb)
      as s(id bigint, "userId" bigint, "from" text, "to" text, at timestamptz, source text, reason text)`);
}

/** One bot in ten loses its connection half-way: what is said then counts from the second session. */
async function insertTranscript(rows: Rows, random: Random, made: Made, now: Date): Promise<void> {
  const { id, userId, meeting } = made;
  if (meeting.startTime === null) return;
  const start = meeting.startTime.getTime();
  const end = meeting.steps.find(({ to }) => to === 'stopping')?.at ?? meeting.endTime ?? now;
  const seconds = Math.floor((end.getTime() - start) / 1_000);
  const reconnect = random.next() < 0.1 ? Math.floor(seconds / 2) : null;
  const starts = reconnect === null ? [0] : [0, reconnect];
  await rows(sql`
    insert into meeting_sessions (meeting_id, user_id, session_uid, started_at)
    select ${id}, ${userId}, 'demo-' || place, s from unnest(${starts.map((at) => new Date(start + at * 1_000))}::timestamptz[]) with ordinality as u(s, place)`);
  const speakers = Array.from({ length: random.between(2, 5) }, () =>
    firstName(random.pick(PEOPLE)),
  );
  const segments = demoTranscript(random, seconds, speakers).map((segment, place) => {
    const isLater = reconnect !== null && segment.startOffset >= reconnect;
    const base = isLater ? reconnect : 0;
    return {
      ...segment,
      segmentId: `demo-${place}`,
      session: isLater ? 'demo-2' : 'demo-1',
      startOffset: segment.startOffset - base,
      endOffset: segment.endOffset - base,
    };
  });
  await rows(sql`
    insert into transcript_segments (meeting_id, user_id, session_uid, segment_id, start_offset, end_offset, text, speaker, language)
    select ${id}, ${userId}, session, "segmentId", "startOffset", "endOffset", text, speaker, language
    from jsonb_to_recordset(${JSON.stringify(segments)}::jsonb) as s(session text, "segmentId" text,
      "startOffset" double precision, "endOffset" double precision, text text, speaker text, language text)`);
}

function firstName(name: string): string {
  return name.split(' ')[0] ?? name;
}

const QUARTER_MS = 900_000;
const DAY_QUARTERS = 96;

/** Some users ask for more bots than they may have. */
export async function insertDemoRefusals(
  rows: Rows,
  random: Random,
  { owners, now }: Filled,
): Promise<void> {
  const latest = Math.floor(now.getTime() / QUARTER_MS) - 1;
  const refusals = Array.from({ length: 40 }, () => ({
    userId: String(owners[random.between(1, 4)]?.userId ?? 0n),
    quarter: new Date((latest - random.between(0, 30 * DAY_QUARTERS)) * QUARTER_MS),
    refused: random.between(1, 4),
  }));
  await rows(sql`
    insert into bot_refusals (user_id, quarter, refused)
    select "userId", quarter, refused from jsonb_to_recordset(${JSON.stringify(refusals)}::jsonb)
      as r("userId" bigint, quarter timestamptz, refused int)
    on conflict do nothing`);
}

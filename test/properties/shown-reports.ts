import type { TestServer } from '../support/server.ts';
import { type Difference, differ } from './play-reports.ts';
import type { RandomMeeting } from './random-meetings.ts';
import { ROOMS } from './random-reports.ts';
import { performanceOf, speakersOf, transcriptOf } from './reference.ts';
import { countsOf } from './reference-history.ts';
import { isOver, type Meeting } from './reference-meeting.ts';
import { nativeOf, type Player } from './sent-reports.ts';

// What the service tells of the meetings in the end, and what it should.

const TELEMATICS = `telematics {
  performance { joinTime admissionTime activeTime totalDuration botUptime }
  transcription { totalTranscriptions totalDuration speechDuration silence overlap unattributed words uniqueSpeakers languagesDetected firstSegmentDelay largestGap coverage }
  speakers { speaker talkTime share segments words wordsPerMinute longestMonologue firstAt lastAt }
  outcome { isOver stage reason fault } }`;
const STATS =
  'total: totalMeetings completed: completedMeetings failed: failedMeetings running: activeMeetings totalDuration averageDuration successRate';

const QUERY = `query ($id: ID!, $a: NativeMeeting!, $b: NativeMeeting!, $c: NativeMeeting!) {
  user: node(id: $id) { ... on User { meetingStats { ${STATS} }
    meetings(first: 100, orderBy: {field: CREATED_AT, direction: DESC}) { edges { node { databaseId ${TELEMATICS} } } } } }
  a: meeting(by: {native: $a}) { databaseId } b: meeting(by: {native: $b}) { databaseId } c: meeting(by: {native: $c}) { databaseId }
}`;

type Reply = Record<'a' | 'b' | 'c', { databaseId: number } | null> & {
  readonly user: {
    readonly meetingStats: object;
    readonly meetings: { edges: { node: { databaseId: number; telematics: object } }[] };
  };
};

export async function compareShown(server: TestServer, player: Player): Promise<Difference | null> {
  const [a, b, c] = ROOMS.map((room) => nativeOf(player, room));
  const { data, errors } = await server.graphql<Reply>(QUERY, {
    admin: server.adminKey,
    variables: { id: player.nodeId, a, b, c },
  });
  if (errors) throw new Error(JSON.stringify(errors));
  const { reference, ids } = player;
  const idOf = (meeting: Meeting | undefined) => (meeting ? (ids[meeting.nth] ?? null) : null);
  const { meetingStats, meetings } = data.user;
  const newestFirst = reference.meetings.toSorted(
    (one, other) => other.createdAt - one.createdAt || other.nth - one.nth,
  );
  return differ(
    {
      stats: countsOf(reference.meetings.map(callOf)),
      rooms: ROOMS.map((room) => idOf(reference.find({ room }))),
      meetings: newestFirst.map((meeting) => ({
        databaseId: idOf(meeting),
        telematics: telematicsOf(meeting),
      })),
    },
    {
      stats: meetingStats,
      rooms: [data.a, data.b, data.c].map((meeting) => meeting?.databaseId ?? null),
      meetings: meetings.edges.map(({ node }) => node),
    },
  );
}

/** What the bots' own key is told over REST. */
export async function compareOwn(server: TestServer, player: Player): Promise<Difference | null> {
  if (!player.headers['x-api-key']) return null;
  const response = await server.fetch('/meetings?limit=100', { headers: player.headers });
  const { meetings } = (await response.json()) as { meetings: { id: number; status: string }[] };
  const { reference, ids } = player;
  const expected = reference.meetings.map(({ nth, status }) => [ids[nth], status]);
  const found = meetings.map(({ id, status }) => [id, status] as const);
  return differ(
    expected,
    found.toSorted(([one], [other]) => one - other),
  );
}

function callOf({ room, status, reason, createdAt, startTime, endTime }: Meeting) {
  return { user: 0, platform: room, status, reason, createdAt, startTime, endTime };
}

function telematicsOf(meeting: Meeting): object {
  const plain: RandomMeeting = {
    ...meeting,
    transitions: meeting.steps,
    segments: meeting.segments.map((segment) => ({ ...segment, language: 'en' })),
  };
  return {
    performance: performanceOf(plain),
    transcription: transcriptOf(plain),
    speakers: speakersOf(plain),
    outcome: outcomeOf(meeting),
  };
}

const FAULTS: Readonly<Record<string, string>> = {
  ...{ left_alone: 'NONE', evicted: 'USER', superseded: 'BOT' },
  ...{ requested: 'BOT', joining: 'PLATFORM', awaiting_admission: 'USER', active: 'BOT' },
};

function outcomeOf(meeting: Meeting) {
  const { status, reason, endTime } = meeting;
  const stage = status === 'failed' ? stageOf(meeting) : null;
  const judged = reason ?? (status === 'failed' ? (stage ?? '') : null);
  const fault = judged === null ? 'NONE' : (FAULTS[judged] ?? 'UNKNOWN');
  const over = isOver(meeting);
  return { isOver: over || endTime !== null, stage, reason, fault: over ? fault : null };
}

/** How far it came: its changes name what it was before, too. */
function stageOf({ steps, startTime, stage: reported }: Meeting): string | null {
  if (startTime !== null) return 'active';
  const was = (name: string) => steps.some(({ to }) => to === name);
  const names = steps.flatMap(({ from, to }) => [from, to]);
  const seen = ['active', 'awaiting_admission', 'joining', 'requested'].find((name) =>
    names.includes(name),
  );
  return seen ?? reported ?? (was('completed') || was('failed') ? 'requested' : null);
}

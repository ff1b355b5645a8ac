import type { App } from '../../src/app.ts';
import { mintToken } from '../../src/token/service.ts';
import { createUser } from '../../src/user/service.ts';
import { type DemoMeeting, demoMeetings } from './meetings.ts';
import { addressOf, PEOPLE } from './people.ts';
import { type Random, seededRandom } from './random.ts';
import { demoTranscript } from './transcript.ts';

type DemoKey = {
  readonly email: string;
  readonly scopes: readonly string[];
  readonly secret: string;
};
export type Demo = {
  readonly users: number;
  readonly meetings: number;
  readonly keys: readonly DemoKey[];
};

/** Fills an installation with a believable company. A second run finds it there and changes nothing. */
export async function fillDemo(app: App, now: Date): Promise<Demo | null> {
  const random = seededRandom(20_261_120);
  const results = await Promise.all(
    PEOPLE.map((name, place) => createUser(app, personOf(name, place))),
  );
  if (results.some(({ created }) => !created)) return null;

  const userIds = results.map(({ user }) => user.id);
  const keys = await mintKeys(app, userIds);
  const meetings = demoMeetings(random, userIds.length, now);
  await insertMeetings(app, meetings, userIds);
  return { users: userIds.length, meetings: meetings.length, keys };
}

function personOf(name: string, place: number) {
  return {
    email: addressOf(name),
    name,
    role: place === 0 ? ('admin' as const) : ('user' as const),
    maxConcurrentBots: place % 4 === 0 ? null : (place % 5) + 1,
    data: { team: ['sales', 'research', 'support'][place % 3] },
  };
}

/** Every user gets a key; the texts of the first two users' are told. */
async function mintKeys(app: App, userIds: readonly bigint[]): Promise<DemoKey[]> {
  const minted = await Promise.all(
    userIds.map((id, place) =>
      mintToken(app, id, {
        scopes: place === 0 ? ['bot', 'tx', 'browser'] : ['bot', 'tx'],
        name: 'demo',
      }),
    ),
  );
  const last = userIds.at(-1) ?? 0n;
  await app.db.prisma.user.update({ where: { id: last }, data: { isActive: false } });
  return minted.slice(0, 2).map(({ token, secret }, place) => ({
    email: addressOf(PEOPLE[place] ?? ''),
    scopes: token.scopes,
    secret,
  }));
}

type Made = {
  readonly meeting: DemoMeeting;
  readonly meetingId: bigint;
  readonly userId: bigint;
};

async function insertMeetings(
  { db }: App,
  meetings: readonly DemoMeeting[],
  userIds: readonly bigint[],
): Promise<void> {
  const random = seededRandom(7);
  const rows = await db.prisma.meeting.createManyAndReturn({
    data: meetings.map(({ owner, steps, ...meeting }) => ({
      ...meeting,
      userId: userIds[owner] ?? 0n,
      updatedAt: steps.at(-1)?.at ?? meeting.createdAt,
      data: { name: random.pick(NAMES), demo: true },
    })),
    select: { id: true, userId: true },
  });
  const made = meetings.flatMap((meeting, place): Made[] => {
    const row = rows[place];
    return row === undefined ? [] : [{ meeting, meetingId: row.id, userId: row.userId }];
  });
  for (const part of inParts(made.flatMap(transitionsOf))) {
    await db.prisma.meetingTransition.createMany({ data: part });
  }
  await db.prisma.meetingSession.createMany({ data: made.flatMap(sessionsOf) });
  for (const part of inParts(made.flatMap((one) => segmentsOf(random, one)))) {
    await db.prisma.transcriptSegment.createMany({ data: part });
  }
}

const NAMES: [string, ...string[]] = ['Weekly', 'Retro', 'Customer call', 'Interview', 'Planning'];
const MOST_ROWS = 2_000;

/** One statement holds only so many parameters. */
function inParts<Row>(rows: readonly Row[]): Row[][] {
  const parts: Row[][] = [];
  for (let at = 0; at < rows.length; at += MOST_ROWS) parts.push(rows.slice(at, at + MOST_ROWS));
  return parts;
}

function transitionsOf({ meeting, meetingId, userId }: Made) {
  return meeting.steps.map(({ from, to, at }) => ({
    meetingId,
    userId,
    fromStatus: from,
    toStatus: to,
    at,
    source: from === null ? 'user' : 'bot_callback',
  }));
}

function sessionsOf({ meeting: { startTime }, meetingId, userId }: Made) {
  const sessionUid = `demo-${meetingId}`;
  return startTime === null ? [] : [{ meetingId, userId, sessionUid, startedAt: startTime }];
}

const ONGOING_SECONDS = 240;

function segmentsOf(random: Random, { meeting: { startTime, endTime }, meetingId, userId }: Made) {
  if (startTime === null) return [];
  const seconds =
    endTime === null ? ONGOING_SECONDS : (endTime.getTime() - startTime.getTime()) / 1_000;
  const voices = random.between(2, 5);
  const speakers = Array.from({ length: voices }, () => firstName(random.pick(PEOPLE)));
  return demoTranscript(random, seconds, speakers).map((segment, place) => ({
    ...segment,
    meetingId,
    userId,
    sessionUid: `demo-${meetingId}`,
    segmentId: `demo-${place}`,
  }));
}

function firstName(name: string): string {
  return name.split(' ')[0] ?? name;
}

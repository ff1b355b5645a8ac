import type pg from 'pg';

// An installation of 0.12 that was upgraded from 0.10, with rows as the programs there write them:
//  - the collector stores segments in seconds since 1970 and without their session; the id of a segment
//    begins with what its pipeline calls the turn, and a chat message has no length
//  - rows from before the upgrade have offsets and a session
//  - a continued meeting keeps its first start and gets another session and further changes of status
//  - names that were not found are empty; plans have no bot.

type Run = {
  readonly uid: string;
  readonly spawned: number;
  readonly changes: readonly Change[];
};
export type Change = { readonly to: string; readonly at: number };
export type Said = {
  readonly segmentId: string;
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly speaker: string | null;
  readonly language: string;
  readonly session: string;
};
export type Meeting = {
  readonly id: number;
  readonly userId: number;
  readonly platform: string;
  readonly nativeId: string;
  readonly status: string;
  readonly created: number;
  readonly started: number | null;
  readonly ended: number | null;
  readonly runs: readonly Run[];
  readonly said: readonly Said[];
  readonly isOld: boolean;
};

const USERS = 8;
const PLATFORMS = ['google_meet', 'teams', 'zoom', 'jitsi'];
const NAMES = ['Ada', 'Bruno', '', 'Speaker A', null];
const DAY = Date.UTC(2026, 5, 1);

/** The same numbers in each run. */
function dice(seed: number) {
  let state = seed;
  return (most: number): number => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return (state ^ (state >>> 13)) % most;
  };
}

export function generateMeetings(count: number): readonly Meeting[] {
  const roll = dice(12);
  return Array.from({ length: count }, (_, place) => generateMeeting(place + 1, roll));
}

type Roll = (most: number) => number;

function generateMeeting(id: number, roll: Roll): Meeting {
  const created = DAY + id * 5_400_000 + roll(1_000);
  const base = {
    id,
    userId: (id % USERS) + 1,
    platform: PLATFORMS[roll(PLATFORMS.length)] ?? 'zoom',
    nativeId: `room-${id}`,
    created,
    isOld: id % 6 === 0,
  };
  if (id % 11 === 0) {
    const status = roll(2) === 0 ? 'idle' : 'scheduled';
    return { ...base, status, started: null, ended: null, runs: [], said: [] };
  }
  const runs = generateRuns({ id, created, count: id % 5 === 0 ? 3 : 1 }, roll);
  const changes = runs.flatMap((run) => run.changes);
  const last = changes.at(-1);
  const status = last?.to ?? 'requested';
  const isOver = status === 'completed' || status === 'failed';
  const started = changes.find(({ to }) => to === 'active')?.at ?? null;
  const said = runs.flatMap((run) => generateSaid(run, roll));
  return { ...base, status, started, ended: isOver ? (last?.at ?? null) : null, runs, said };
}

type Plan = { readonly id: number; readonly created: number; readonly count: number };

function generateRuns({ id, created, count }: Plan, roll: Roll): Run[] {
  const runs: Run[] = [];
  let at = created;
  for (let place = 0; place < count; place += 1) {
    const spawned = at + 200 + roll(300);
    const ending = place < count - 1 ? 'leaves' : endingOf(id);
    const changes = generateChanges({ at, ending }, roll);
    runs.push({ uid: `conn-${id}-${place}`, spawned, changes });
    at = (changes.at(-1)?.at ?? at) + 600_000 + roll(60_000);
  }
  return runs;
}

type Ending = 'leaves' | 'fails' | 'stays';

function endingOf(id: number): Ending {
  if (id % 7 === 0) return 'fails';
  return id % 13 === 0 ? 'stays' : 'leaves';
}

/** To which status, after about how many seconds, and in how many cases out of six. */
const STEPS: Readonly<
  Record<Ending, readonly (readonly [to: string, after: number, odds: number])[]>
> = {
  fails: [
    ['joining', 3, 6],
    ['awaiting_admission', 8, 3],
    ['needs_help', 20, 2],
    ['failed', 30, 6],
  ],
  stays: [
    ['joining', 3, 6],
    ['awaiting_admission', 8, 3],
    ['needs_help', 20, 2],
    ['active', 10, 6],
  ],
  leaves: [
    ['joining', 3, 6],
    ['awaiting_admission', 8, 3],
    ['needs_help', 20, 2],
    ['active', 10, 6],
    ['stopping', 500, 3],
    ['completed', 400, 6],
  ],
};

function generateChanges(
  { at: begun, ending }: { readonly at: number; readonly ending: Ending },
  roll: Roll,
): Change[] {
  const changes: Change[] = [{ to: 'requested', at: begun }];
  let at = begun;
  for (const [to, after] of STEPS[ending].filter(([, , odds]) => roll(6) < odds)) {
    at += after * 1_000 + roll(1_000);
    changes.push({ to, at });
  }
  return changes;
}

/** The first begins before the bot counts as active, and the last may end after it left. */
function generateSaid({ uid, changes }: Run, roll: Roll): Said[] {
  const active = changes.find(({ to }) => to === 'active')?.at;
  if (active === undefined) return [];
  let from = active - 2_000;
  return Array.from({ length: 5 + roll(60) }, (_, turn) => {
    const isChat = turn % 9 === 4;
    const length = isChat ? 0 : 500 + roll(12_000);
    const words = Array.from({ length: 1 + roll(9) }, (_word, place) => `word${place}`);
    const said = {
      segmentId: isChat ? `${uid}:chat:${from}:${turn}` : `${uid}:ch-0:${turn}:${from}`,
      from,
      to: from + length,
      text: words.join(roll(2) === 0 ? ' ' : '  '),
      speaker: NAMES[roll(NAMES.length)] ?? null,
      language: roll(4) === 0 ? 'de' : 'en',
      session: uid,
    };
    from += roll(20_000);
    return said;
  });
}

const iso = (at: number) => new Date(at).toISOString();
const naive = (at: number | null) => (at === null ? null : iso(at).slice(0, -1));

/** Stores them as the programs there do. */
export async function storeMeetings(
  client: pg.Client,
  meetings: readonly Meeting[],
): Promise<void> {
  await client.query(
    `insert into users (id, email, max_concurrent_bots, created_at) select n, 'u' || n || '@example.com', 3, '2026-01-01' from generate_series(1, $1::int) n`,
    [USERS],
  );
  for (const meeting of meetings) {
    const { id, userId, platform, nativeId, status, created, started, ended, isOld } = meeting;
    await client.query(
      `insert into meetings (id, user_id, platform, platform_specific_id, status, start_time, end_time, data, created_at, updated_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)`,
      [
        id,
        userId,
        platform,
        nativeId,
        status,
        naive(started),
        naive(ended),
        dataOf(meeting),
        naive(created),
      ],
    );
    for (const { uid, spawned } of meeting.runs)
      await client.query(
        `insert into meeting_sessions (meeting_id, session_uid, session_start_time) values ($1, $2, $3)`,
        [id, uid, iso(spawned)],
      );
    await storeSaid(client, meeting, isOld);
  }
  await client.query(`select setval('meetings_id_seq', max(id)) from meetings`);
}

function dataOf({ runs, status }: Meeting): object {
  const changes = runs.flatMap((run) => run.changes);
  const list = changes.map(({ to, at }, place) => ({
    from: changes[place - 1]?.to ?? null,
    to,
    timestamp: iso(at),
    source: to === 'requested' ? 'user' : 'bot_callback',
  }));
  if (list.length === 0) return { scheduled_at: iso(DAY), auto_join: true };
  return {
    status_transition: list,
    ...(status === 'completed' ? { completion_reason: 'stopped' } : {}),
  };
}

async function storeSaid(
  client: pg.Client,
  { id, said, runs }: Meeting,
  isOld: boolean,
): Promise<void> {
  for (const { segmentId, from, to, text, speaker, language, session } of said) {
    const spawned = runs.find(({ uid }) => uid === session)?.spawned ?? 0;
    const seconds = (at: number) => (isOld ? (at - spawned) / 1_000 : at / 1_000);
    await client.query(
      `insert into transcriptions (meeting_id, start_time, end_time, text, speaker, language, session_uid, segment_id, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        id,
        seconds(from),
        seconds(to),
        text,
        speaker,
        language,
        isOld ? session : null,
        segmentId,
        naive(to),
      ],
    );
  }
}

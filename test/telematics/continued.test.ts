import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SeededUser, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

const START = Date.parse('2026-06-01T12:00:00.000Z');
/** Seconds after the start of it all. */
const at = (seconds: number) => new Date(START + seconds * 1_000);

let server: TestServer;
let user: SeededUser;

beforeAll(async () => {
  server = await startServer({ clock: () => at(10_000) });
  user = await seedUser(server, { maxConcurrentBots: 1 });
});
afterAll(() => server.stop());

type Change = readonly [status: string, seconds: number, from?: string];

type Fields = {
  readonly status?: string;
  readonly stage?: string | null;
  readonly ended?: number | null;
};

/** Changes of status as an import brings them; each was active from 10 to 70 and said something then. */
async function insert(changes: readonly Change[], fields: Fields = {}): Promise<bigint> {
  const { status = 'completed', stage = null, ended = null } = fields;
  const [meeting] = await server.db.rows<{ id: bigint }>(sql`
    insert into meetings (user_id, platform, status, failure_stage, created_at, end_time)
    values (${user.databaseId}, 'zoom', ${status}, ${stage}, ${at(0)}, ${ended === null ? null : at(ended)}) returning id`);
  const id = meeting?.id ?? 0n;
  await server.db.rows(sql`
    insert into meeting_transitions (meeting_id, user_id, to_status, at, from_status)
    select ${id}, ${user.databaseId}, c.* from unnest(${changes.map(([to]) => to)}::text[],
      ${changes.map(([, seconds]) => at(seconds))}::timestamptz[],
      ${changes.map(([, , from = null]) => from)}::text[]) c`);
  return id;
}

async function say(id: bigint, speaker: string, from: number, to: number): Promise<void> {
  await server.db.rows(sql`
    insert into transcript_segments (meeting_id, user_id, start_offset, end_offset, text, speaker)
    values (${id}, ${user.databaseId}, ${from}, ${to}, 'two words', ${speaker})`);
}

type Telematics = {
  readonly performance: object;
  readonly transcription: Record<string, unknown>;
  readonly speakers: readonly object[];
  readonly outcome: object;
};

async function read(id: bigint): Promise<Telematics> {
  const { data, errors } = await server.graphql<{ meeting: { telematics: Telematics } }>(
    `query ($id: BigInt!) { meeting(by: {databaseId: $id}) { telematics {
      performance { activeTime botUptime }
      transcription { totalTranscriptions totalDuration speechDuration silence overlap unattributed words
        uniqueSpeakers languagesDetected firstSegmentDelay largestGap coverage }
      speakers { speaker talkTime firstAt lastAt }
      languages { language }
      outcome { stage fault }
    } } }`,
    { admin: server.adminKey, variables: { id: Number(id) } },
  );
  expect(errors).toBeUndefined();
  return data.meeting.telematics;
}

const TWICE: readonly Change[] = [
  ...([
    ['joining', 1],
    ['active', 10],
    ['stopping', 70],
    ['completed', 71],
  ] as const),
  ...([
    ['requested', 1_000],
    ['active', 1_010],
    ['completed', 1_050],
  ] as const),
];

describe('a meeting that was continued', () => {
  it('counts all stretches, in time and in speech', async () => {
    const id = await insert(TWICE);
    await say(id, 'Ada', 20, 30);
    await say(id, 'Bruno', 60, 80);
    await say(id, 'Ada', 1_000, 1_020);
    await say(id, 'Bruno', 1_045, 1_100);
    for (const _reading of ['computed', 'kept'])
      expect(await read(id)).toMatchObject({
        performance: { activeTime: 100, botUptime: 70 + 50 },
        transcription: { speechDuration: 35, silence: 65, largestGap: 30, firstSegmentDelay: 10 },
        speakers: [
          { speaker: 'Ada', talkTime: 20, firstAt: 10, lastAt: 1_010 },
          { speaker: 'Bruno', talkTime: 15, firstAt: 50, lastAt: 1_040 },
        ],
      });
  });

  it('has no active time while it goes on again, and one once it has ended', async () => {
    const changes = TWICE.slice(0, -1);
    const id = await insert(changes, { status: 'active' });
    expect(await read(id)).toMatchObject({ performance: { activeTime: null, botUptime: null } });
    await server.db.rows(sql`
      insert into meeting_transitions (meeting_id, user_id, to_status, at)
      values (${id}, ${user.databaseId}, 'failed', ${at(1_020)})`);
    await server.db.rows(sql`update meetings set status = 'failed' where id = ${id}`);
    expect(await read(id)).toMatchObject({ performance: { activeTime: 70, botUptime: 90 } });
    const ended = await insert(changes, { ended: 1_015 });
    expect(await read(ended)).toMatchObject({ performance: { activeTime: 65 } });
  });

  it('ran in each second at most once, however it went on', async () => {
    const statuses = ['requested', 'active', 'needs_human_help', 'stopping', 'completed'];
    for (const first of statuses)
      for (const second of statuses)
        for (const third of statuses) {
          const changes: readonly Change[] = [
            ...([
              ['joining', 1],
              [first, 10],
              [second, 30],
            ] as const),
            ...([
              [third, 70],
              ['completed', 100],
            ] as const),
          ];
          const { performance } = await read(await insert(changes));
          expect([changes, performance]).toEqual([
            changes,
            expect.objectContaining({ botUptime: secondsRun(changes) }),
          ]);
        }
  });

  it('holds its slot in each of its runs, and not between them', async () => {
    await server.db.rows(sql`truncate meetings cascade`);
    await insert(TWICE);
    await insert([['requested', 2_000]], { status: 'completed', ended: 2_010 });
    await insert([...TWICE.slice(0, 4), ['requested', 9_990]], { status: 'requested' });
    const { data } = await server.graphql<{ analytics: Record<string, unknown> }>(
      `query ($range: DateRange!) { analytics(range: $range) {
        concurrency { peak average timeAtLimit }
        series(metric: CONCURRENCY, bucket: HOUR) { value }
      } }`,
      { admin: server.adminKey, variables: { range: { start: at(0), end: at(10_000) } } },
    );
    // One from 0 to 2,010; two from 0 to 70, one of them also from 1,000 to 1,050, the other from 9,990 on.
    expect(data.analytics).toEqual({
      concurrency: {
        ...{ peak: 3, average: (2 * 70 + 50 + 2_010 + 10) / 10_000 },
        timeAtLimit: 2_010 + 10,
      },
      series: [{ value: 3 }, { value: 0 }, { value: 1 }],
    });
  });
});

const FREE = ['stopping', 'completed', 'failed'];

/** Second by second: until the first end, and then whenever it holds a slot again. */
function secondsRun(changes: readonly Change[]): number {
  const joined = changes[0]?.[1] ?? 0;
  const ended = changes.find(([to]) => to === 'completed' || to === 'failed')?.[1] ?? Infinity;
  const released = changes.find(([to]) => FREE.includes(to))?.[1] ?? Infinity;
  let count = 0;
  for (let second = joined; second < (changes.at(-1)?.[1] ?? 0); second += 1) {
    const [status = ''] = changes.findLast(([, since]) => since <= second) ?? [];
    if (second < ended || (second >= released && !FREE.includes(status))) count += 1;
  }
  return count;
}

const JOINING: Change = ['joining', 1];
const WAITING: Change = ['awaiting_admission', 2];
const ACTIVE: Change = ['active', 3];
const FAILED: Change = ['failed', 89];
const STAGES = ['requested', 'joining', 'awaiting_admission', 'active', 'unheard_of'];

describe('the stage in which a meeting failed', () => {
  it.each([
    [[JOINING, WAITING, ACTIVE, FAILED], 'active', 'BOT'],
    [[ACTIVE, FAILED], 'active', 'BOT'],
    [[JOINING, WAITING, FAILED], 'awaiting_admission', 'USER'],
    [[JOINING, FAILED], 'joining', 'PLATFORM'],
    [[['failed', 89, 'requested']], 'requested', 'BOT'],
    [
      [
        ['stopping', 80, 'requested'],
        ['failed', 89, 'stopping'],
      ],
      'requested',
      'BOT',
    ],
    [[['failed', 89, 'joining']], 'joining', 'PLATFORM'],
    [[JOINING, ['failed', 89, 'awaiting_admission']], 'awaiting_admission', 'USER'],
    [[WAITING, ['stopping', 80, 'active'], FAILED], 'active', 'BOT'],
    [[['requested', 0], FAILED], 'requested', 'BOT'],
  ] as const)('is told by its changes %j, whatever was reported', async (changes, stage, fault) => {
    for (const reported of [null, ...STAGES]) {
      const id = await insert(changes, { status: 'failed', stage: reported });
      expect((await read(id)).outcome).toEqual({ stage, fault });
      const stored = await server.db.prisma.meeting.findUniqueOrThrow({ where: { id } });
      expect(stored.failureStage).toBe(reported);
    }
  });

  it('is what was reported where the changes say nothing', async () => {
    for (const changes of [[], [FAILED]] as const)
      for (const reported of STAGES) {
        const id = await insert(changes, { status: 'failed', stage: reported });
        expect((await read(id)).outcome).toMatchObject({ stage: reported });
      }
  });
});

describe('kept figures', () => {
  it('are computed again where their definition is another one, whatever they lack', async () => {
    const id = await insert(TWICE);
    await say(id, 'Ada', 20, 30);
    const told = await read(id);
    const [row] = await server.db.rows<{ names: string[] }>(sql`
      select array_agg(k) as names from meeting_figures, jsonb_object_keys(transcript) k where meeting_id = ${id}`);
    expect(row?.names.length).toBeGreaterThan(12);
    const older = [
      ...(row?.names ?? []).map((name) => sql`transcript - ${name}::text`),
      ...[
        sql`transcript || '{"definition": 1, "speech": 1}'`,
        sql`transcript || '{"definition": 3}'`,
      ],
      ...[sql`'{}'`, sql`'null'`],
    ];
    for (const transcript of older) {
      await server.db.rows(
        sql`update meeting_figures set transcript = (${transcript})::jsonb where meeting_id = ${id}`,
      );
      expect(await read(id)).toEqual(told);
    }
    server.statements.length = 0;
    expect(await read(id)).toEqual(told);
    expect(server.statements.filter((text) => /insert into meeting_figures/.test(text))).toEqual(
      [],
    );
  });
});

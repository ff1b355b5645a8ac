import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importVexa } from '../../src/domain/vexa-import/import.ts';
import type { ImportReport } from '../../src/domain/vexa-import/options.ts';
import { formatReport } from '../../src/domain/vexa-import/report.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { fillSmall, SMALL } from './fill.ts';
import { everythingHere } from './here.ts';
import { createVexaDatabase, type VexaDatabase } from './source.ts';

const FORMS = [
  { form: '0.9', timezone: 'Asia/Kolkata' },
  { form: '0.10', timezone: 'America/New_York' },
  { form: '0.12', timezone: 'UTC' },
] as const;

describe.each(FORMS)('a $form database whose zone is $timezone', ({ form, timezone }) => {
  let server: TestServer;
  let source: VexaDatabase;
  let keys: readonly string[];
  let rehearsed: ImportReport;
  let report: ImportReport;
  let untouched: string;

  beforeAll(async () => {
    server = await startServer();
    source = await createVexaDatabase(form, { timezone });
    keys = await fillSmall(source, form);
    untouched = await everythingThere(source);
    const before = await everythingHere(server);
    rehearsed = await importVexa(server.app, { from: source.url, dryRun: true });
    expect(await everythingHere(server)).toEqual(before);
    report = await importVexa(server.app, { from: source.url });
  });
  afterAll(async () => {
    await source.drop();
    await server.stop();
  });

  it('is told apart from the other forms, and taken over whole', () => {
    expect(report).toMatchObject({ form, name: 'vexa', resumed: false, interrupted: false });
    const all = (written: number) => ({ written, unchanged: 0, skipped: 0 });
    expect(report.tally.counts).toEqual({
      users: all(SMALL.users),
      webhooks: all(SMALL.users / 10),
      keys: all(SMALL.tokens),
      meetings: all(SMALL.meetings),
      transitions: all(SMALL.meetings * 5),
      sessions: all(SMALL.sessions),
      segments: all(SMALL.segments),
    });
  });

  it('was told the same by the dry run, which wrote nothing', () => {
    expect(rehearsed.tally).toEqual(report.tally);
    expect(rehearsed.dryRun).toBe(true);
  });

  it('says how many bots a new user may run there, and how to set that here', () => {
    const limit = form === '0.12' ? 3 : 1;
    const bots = limit === 1 ? '1 bot' : '3 bots';
    expect(formatReport(report)).toContain(
      `A new user of this Vexa version may run ${bots} at once. To keep that, set DEFAULT_MAX_CONCURRENT_BOTS=${limit} for the service; in this shell it is 0.`,
    );
  });

  it('is itself left as it was', async () => {
    expect(await everythingThere(source)).toBe(untouched);
  });

  it('opens to every key that worked there, over HTTP', async () => {
    for (const key of keys) {
      const response = await server.fetch('/auth/me', { headers: { 'x-api-key': key } });
      expect(response.status).toBe(200);
    }
  });

  it("leaves no key's text in the database", async () => {
    const words = (await everythingHere(server)).join('\n').split(/[^0-9A-Za-z_]+/);
    const texts = new Set(keys);
    expect(words.filter((word) => texts.has(word))).toEqual([]);
  });

  it('has the same meetings here, under the same numbers, at the same moments', async () => {
    const there = await source.client.query(`
      select id::text, user_id::text, platform, platform_specific_id, status, bot_container_id,
        start_time at time zone 'UTC' as s, end_time at time zone 'UTC' as e,
        created_at at time zone 'UTC' as c, data - 'status_transition' as d
      from meetings order by id`);
    const here = await server.db.prisma.$queryRawUnsafe(`
      select id::text, user_id::text, platform, native_meeting_id as platform_specific_id, status,
        bot_container_id, start_time as s, end_time as e, created_at as c, data as d
      from meetings order by id`);
    expect(here).toEqual(there.rows);
  });

  it('has the milestones that its changes of status tell', async () => {
    const meeting = await server.db.prisma.meeting.findUniqueOrThrow({ where: { id: 7n } });
    const began = Date.UTC(2025, 2, 1) + 7 * 120_000 + 7;
    expect(meeting).toMatchObject({
      completionReason: 'stopped',
      joiningAt: new Date(began - 30_000),
      waitingAt: new Date(began - 20_000),
      activeAt: new Date(began),
      finalAt: new Date(began + 1_800_000),
    });
    const last = await server.db.prisma.meetingTransition.findFirst({
      where: { meetingId: 7n },
      orderBy: { at: 'desc' },
    });
    expect(last).toMatchObject({
      fromStatus: 'active',
      toStatus: 'completed',
      source: 'bot_callback',
      data: { completion_reason: 'stopped' },
    });
  });

  it('has the same sessions and segments', async () => {
    const ofSession = `meeting_id::text, session_uid`;
    const sessionsThere = await source.client.query(
      `select id::text, ${ofSession}, session_start_time as at from meeting_sessions order by id`,
    );
    const sessionsHere = await server.db.prisma.$queryRawUnsafe(
      `select id::text, ${ofSession}, started_at as at from meeting_sessions order by id`,
    );
    expect(sessionsHere).toEqual(sessionsThere.rows);
    const ofSegment = `${ofSession}, text, speaker, language`;
    const there = await source.client.query(
      `select ${ofSegment}, start_time as s, end_time as e, created_at at time zone 'UTC' as at from transcriptions order by meeting_id, s`,
    );
    const here = await server.db.prisma.$queryRawUnsafe(
      `select ${ofSegment}, start_offset as s, end_offset as e, created_at as at from transcript_segments order by meeting_id, s`,
    );
    expect(here).toEqual(there.rows);
  });

  it('leaves the next numbers to new rows', async () => {
    const [next] = await server.db.prisma.$queryRawUnsafe<Record<string, number>[]>(`
      select nextval('users_id_seq')::int as users, nextval('api_tokens_id_seq')::int as tokens,
        nextval('meetings_id_seq')::int as meetings, nextval('meeting_sessions_id_seq')::int as sessions`);
    const { users, tokens, meetings, sessions } = SMALL;
    expect(next).toEqual({
      users: users + 1,
      tokens: tokens + 1,
      meetings: meetings + 1,
      sessions: sessions + 1,
    });
  });
});

async function everythingThere({ client }: VexaDatabase): Promise<string> {
  const { rows } = await client.query(`
    select md5(string_agg(line, '' order by line)) as all from (
      select t::text as line from users t union all select t::text from api_tokens t
      union all select t::text from meetings t union all select t::text from meeting_sessions t
      union all select t::text from transcriptions t) lines`);
  return String(rows[0]?.all);
}

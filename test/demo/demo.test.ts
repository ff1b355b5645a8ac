import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Demo, fillDemo } from '../../src/cli/demo/fill.ts';
import { STATUSES } from '../../src/domain/meetings/status.ts';
import { startServer, type TestServer } from '../support/server.ts';

describe('the demo', () => {
  let server: TestServer;
  let demo: Demo | null;
  beforeAll(async () => {
    server = await startServer();
    demo = await fillDemo(server.app, new Date());
  });
  afterAll(() => server.stop());

  it('has twenty users, four hundred meetings on all platforms and in all states, with transcripts', async () => {
    const { prisma } = server.db;
    expect([await prisma.user.count(), await prisma.meeting.count()]).toEqual([20, 400]);
    const platforms = await prisma.meeting.groupBy({ by: ['platform'] });
    expect(platforms.map(({ platform }) => platform).toSorted()).toEqual([
      'browser_session',
      'google_meet',
      'jitsi',
      'teams',
      'webex',
      'zoom',
    ]);
    const statuses = await prisma.meeting.groupBy({ by: ['status'] });
    expect(statuses.map(({ status }) => status).toSorted()).toEqual([...STATUSES].toSorted());
    expect(await prisma.transcriptSegment.count()).toBeGreaterThan(3_000);
  });

  it("tells two keys that work, one of them an admin's", async () => {
    const replies = await Promise.all(
      (demo?.keys ?? []).map(({ secret }) =>
        server.graphql('{ viewer { access user { email } } }', { key: secret }),
      ),
    );
    expect(replies.map(({ data }) => data)).toMatchObject([
      { viewer: { access: ['ADMIN', 'ANALYTICS', 'USER'] } },
      { viewer: { access: ['USER'], user: { email: demo?.keys[1]?.email } } },
    ]);
    const meetings = await server.fetch('/meetings', {
      headers: { 'x-api-key': demo?.keys[1]?.secret ?? '' },
    });
    expect(meetings.status).toBe(200);
  });

  it('lies in the past, to its last word', async () => {
    const [latest] = await server.db.rows<{ isPast: boolean }>(sql`
      select max(t.at) < now() and (select max(s.started_at + g.end_offset * interval '1 second') from transcript_segments g
        join meeting_sessions s on s.meeting_id = g.meeting_id and s.session_uid = g.session_uid) < now() + interval '1 second' as "isPast"
      from meeting_transitions t`);
    expect(latest?.isPast).toBe(true);
  });

  it('lets people talk until the end', async () => {
    const [silent] = await server.db.rows<{ count: number }>(sql`
      select count(*)::int as count from meetings m
      where m.start_time is not null and m.end_time - m.start_time > interval '10 minutes' and not exists (
        select from transcript_segments g join meeting_sessions s on s.meeting_id = g.meeting_id and s.session_uid = g.session_uid
        where g.meeting_id = m.id and s.started_at + g.end_offset * interval '1 second' > m.end_time - (m.end_time - m.start_time) / 10)`);
    expect(silent?.count).toBe(0);
  });

  it('comes in whole, or not at all', async () => {
    const other = await startServer();
    try {
      await other.db.rows(
        sql`alter table transcript_segments add constraint no_noor check (speaker <> 'Noor')`,
      );
      await expect(fillDemo(other.app, new Date())).rejects.toThrow('no_noor');
      expect(await other.db.prisma.meeting.count()).toBe(0);
      await other.db.rows(sql`alter table transcript_segments drop constraint no_noor`);
      expect(await fillDemo(other.app, new Date())).toMatchObject({ users: 20, meetings: 400 });
    } finally {
      await other.stop();
    }
  });

  it('is made once', async () => {
    expect(await fillDemo(server.app, new Date())).toBeNull();
    expect(await server.db.prisma.user.count()).toBe(20);
  });
});

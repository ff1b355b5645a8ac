import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Demo, fillDemo } from '../../scripts/demo/fill.ts';
import { STATUSES } from '../../src/meeting/vocabulary.ts';
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

  it('is made once', async () => {
    expect(await fillDemo(server.app, new Date())).toBeNull();
    expect(await server.db.prisma.user.count()).toBe(20);
  });
});

import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type SeededUser, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { receiptsOf } from './reports.ts';
import { at } from './same-reports.ts';

/** A service at a fixed time; each test has a user of its own, whose bots report. */
export class CallStage {
  now = at(0);
  server!: TestServer;
  user!: SeededUser;

  readonly record = (...meetings: readonly object[]) =>
    receiptsOf(this.server, 'recordMeeting', { userId: this.user.id, meetings });

  readonly rows = () =>
    this.server.db.prisma.meeting.findMany({
      where: { userId: BigInt(this.user.databaseId) },
      orderBy: { id: 'asc' },
    });
}

export function callStage(): CallStage {
  const stage = new CallStage();
  beforeAll(async () => {
    stage.server = await startServer({ clock: () => stage.now });
  });
  beforeEach(async () => {
    stage.now = at(0);
    stage.user = await seedUser(stage.server, { maxConcurrentBots: 2 });
  });
  afterAll(() => stage.server.stop());
  return stage;
}

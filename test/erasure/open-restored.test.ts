import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isFinal, STATUSES } from '../../src/domain/meetings/status.ts';
import {
  backedUp,
  exportAudit,
  newFolder,
  removeFolder,
  restore,
  SAME,
} from '../backup/commands.ts';
import { dropScratchDatabase } from '../database/scratch.ts';
import { createHome, during, type Home } from '../key/peppers.ts';
import { recordOne } from '../recording/reports.ts';
import { seedUser } from '../support/seed.ts';
import type { TestServer } from '../support/server.ts';
import { erase } from './erasing.ts';

const folder = newFolder();
const OPEN = STATUSES.filter((status) => !isFinal(status));
let home: Home;
beforeAll(async () => {
  home = await createHome();
});
afterAll(async () => {
  await dropScratchDatabase(home.databaseUrl);
  removeFolder(folder);
});

function meetingsIn(server: TestServer) {
  return server.db.prisma.meeting.findMany({
    orderBy: { id: 'asc' },
    select: { status: true, endTime: true, failureStage: true, completionReason: true },
  });
}

it('a restore that repeats an erasure ends open meetings of the backup when the erasure did', async () => {
  const user = await during(home, SAME, async (server) => {
    const seeded = await seedUser(server, { maxConcurrentBots: 10 });
    for (const status of OPEN) await recordOne(server, seeded, { status: status.toUpperCase() });
    return seeded;
  });
  const path = await backedUp(home, folder);
  const before = await during(home, SAME, async (server) => {
    await erase(server, user, user.email);
    return await meetingsIn(server);
  });
  const file = join(folder, 'audit.jsonl');
  writeFileSync(file, (await exportAudit(home)).output);
  const restored = await restore(path, ['--audit-export', file]);
  expect([restored.errors, restored.code]).toEqual(['', 0]);
  const [after, erasure] = await during(restored, SAME, async (server) => {
    const { data } = await server.graphql<{ erasure: unknown }>(
      `{ erasure(userId: "${user.id}") { endedMeetings } }`,
      { admin: server.adminKey },
    );
    return [await meetingsIn(server), data.erasure] as const;
  });
  await dropScratchDatabase(restored.databaseUrl);
  expect(erasure).toEqual({ endedMeetings: OPEN.length });
  // The event of the erasure rounds the microsecond that the database counts.
  const inSeconds = (rows: typeof after) =>
    rows.map(({ endTime, ...row }) => ({
      ...row,
      end: Math.round(((endTime?.getTime() ?? 0) + 1 - (before[0]?.endTime?.getTime() ?? 0)) / 10),
    }));
  expect(inSeconds(after)).toEqual(inSeconds(before));
  expect(after.map(({ status }) => status)).toEqual(OPEN.map(() => 'failed'));
});

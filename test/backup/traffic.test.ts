import { expect, it } from 'vitest';
import { verifyAuditLog } from '../../src/domain/audit/verify.ts';
import { dropScratchDatabase } from '../database/scratch.ts';
import { answerTo, createHome, during, startUnder } from '../key/peppers.ts';
import { beginTraffic } from '../key/traffic.ts';
import { backedUp, newFolder, removeFolder, restore, SAME } from './commands.ts';

it('a backup that is taken under load has every write that was answered before it', async () => {
  const folder = newFolder();
  const home = await createHome();
  const server = await startUnder(home, SAME);
  const traffic = await beginTraffic(server);
  await expect.poll(() => traffic.acknowledged().length).toBeGreaterThan(20);

  const before = traffic.acknowledged();
  const path = await backedUp(home, folder);
  const all = await traffic.end();
  await server.stop();
  const restored = await restore(path);

  expect(all.length).toBeGreaterThan(before.length);
  expect(restored).toMatchObject({ code: 0, errors: '' });
  await during(restored, SAME, async (copy) => {
    const there = await copy.db.prisma.apiToken.findMany({ select: { id: true } });
    const ids = new Set(there.map(({ id }) => Number(id)));
    expect(before.filter(({ key }) => !ids.has(key.databaseId))).toEqual([]);
    const ended = before.filter(({ isRevoked }) => isRevoked);
    expect(ended.length).toBeGreaterThan(0);
    for (const { key } of ended) expect(await answerTo(copy, key.secret)).toBe(401);
    // Of those that had not ended by then, some may have by the time of the backup.
    const alive = await copy.db.prisma.apiToken.findMany({ where: { revokedAt: null } });
    const working = all.filter(({ key }) => alive.some(({ id }) => Number(id) === key.databaseId));
    expect(working.length).toBeGreaterThan(5);
    for (const { key } of working) expect(await answerTo(copy, key.secret)).toBe(200);
    expect((await verifyAuditLog(copy.app)).findings).toEqual([]);
  });
  for (const { databaseUrl } of [home, restored]) await dropScratchDatabase(databaseUrl);
  removeFolder(folder);
});

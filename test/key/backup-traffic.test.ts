import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { verifyAuditLog } from '../../src/domain/audit/verify.ts';
import { dropScratchDatabase, query } from '../database/scratch.ts';
import { canDump, dump, restore } from './dump.ts';
import { answerTo, createHome, during, type Home, startUnder } from './peppers.ts';
import { beginTraffic } from './traffic.ts';

const SAME = { current: 'the pepper of a service that is never idle' };

it.runIf(canDump())('a backup that is taken under traffic is of one moment', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-dump-'));
  const file = join(folder, 'latchkey.dump');
  const home = await createHome();
  const server = await startUnder(home, SAME);
  const traffic = await beginTraffic(server);
  await expect.poll(() => countEvents(home)).toBeGreaterThan(50);

  const before = await countEvents(home);
  await dump(home, file);
  const after = await countEvents(home);
  const keys = (await traffic.end()).map(({ key }) => key);
  await server.stop();
  const restored = await restore(file);

  const events = await countEvents(restored);
  expect(after).toBeGreaterThan(before);
  expect([events >= before, events <= after]).toEqual([true, true]);
  // Each key has its event, and each event of a minting its key.
  const [apart] = await query(
    restored.databaseUrl,
    `select count(*)::int as apart
     from (select target_id from audit_events where action = 'TOKEN_MINTED') e
     full join api_tokens t on t.id = e.target_id where t.id is null or e.target_id is null`,
  );
  expect(apart).toEqual({ apart: 0 });
  await during(restored, SAME, async (copy) => {
    const there = await copy.db.prisma.apiToken.findMany();
    expect(there.length).toBeGreaterThan(10);
    const known = keys.filter(({ databaseId }) =>
      there.some(({ id, revokedAt }) => Number(id) === databaseId && revokedAt === null),
    );
    const answers = await Promise.all(known.map(({ secret }) => answerTo(copy, secret)));
    expect(answers).toEqual(known.map(() => 200));
    expect((await verifyAuditLog(copy.app)).findings).toEqual([]);
  });
  for (const { databaseUrl } of [home, restored]) await dropScratchDatabase(databaseUrl);
  rmSync(folder, { recursive: true });
});

async function countEvents({ databaseUrl }: Home): Promise<number> {
  const [row] = await query(databaseUrl, 'select count(*)::int as events from audit_events');
  return Number(row?.['events']);
}

import { expect } from 'vitest';
import { backedUp, newFolder, removeFolder, restore } from '../backup/commands.ts';
import { dropScratchDatabase } from '../database/scratch.ts';
import { startServer } from '../support/server.ts';
import { SETTINGS } from './processes.ts';
import { initOf } from './send.ts';
import { useOf } from './use.ts';
import type { World } from './world.ts';

/** So many of the latest keys are used. */
const LATEST = 100;

/**
 * A restored copy accepts every key that works, and refuses every other one.
 * @param isSound whether its audit log verifies without findings, which the restore reports
 */
export async function checkBackup({ databaseUrl, model }: World, isSound: boolean): Promise<void> {
  const folder = newFolder();
  try {
    const copy = await restore(await backedUp({ databaseUrl }, folder));
    // A finding of clocks is gone after the next checkpoint, which any process may have made since.
    expect(isSound ? [0] : [0, 1], copy.errors).toContain(copy.code);
    const clock = () => new Date(model.now);
    const server = await startServer({ beside: copy, env: SETTINGS, clock });
    for (const key of model.keys.slice(-LATEST)) {
      const sent = useOf('use', key);
      const { status } = await server.fetch(sent.path, initOf(sent));
      expect({ key: key.id, status }).toEqual({
        key: key.id,
        status: model.works(key) ? 200 : 401,
      });
    }
    await server.stop();
    await dropScratchDatabase(copy.databaseUrl);
  } finally {
    removeFolder(folder);
  }
}

import { expect, vi } from 'vitest';
import type { TestServer } from './server.ts';

/** Waits until nothing that an earlier version wrote is left to be cleared: a server looks once. */
export function sweepsDone({ db }: TestServer): Promise<void> {
  return vi.waitFor(
    async () => {
      const finished = await db.prisma.sweep.count({ where: { finishedAt: { not: null } } });
      expect(finished).toBe(6);
    },
    { timeout: 30_000, interval: 100 },
  );
}

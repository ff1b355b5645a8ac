import { expect } from 'vitest';
import type { Process } from './processes.ts';
import { KEY_TEXT } from './send.ts';
import type { World } from './world.ts';

/** Reads what the processes have logged: the text of no key, and the id of each request that was refused. */
export function readLogs({ processes, unlogged }: World): void {
  for (const process of processes) readLog(process, unlogged);
}

export function readLog(process: Process, unlogged: World['unlogged']): void {
  const lines = process.takeLines();
  expect(KEY_TEXT.exec(lines)?.[0]).toBeUndefined();
  for (const [id, at] of unlogged) if (at === process && lines.includes(id)) unlogged.delete(id);
}

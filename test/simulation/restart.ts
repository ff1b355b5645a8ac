import { expect } from 'vitest';
import { dial } from '../http/raw-connection.ts';
import { readLog } from './logs.ts';
import { replaceProcess, type World } from './world.ts';

const AT_ONCE = 4;

/** Ends a process in order while it has requests: each is answered, and counted if it was served. */
export async function restart(world: World, place: 0 | 1): Promise<void> {
  const { model, processes, unlogged } = world;
  const leaving = processes[place];
  const key = model.keys.findLast((one) => model.works(one));
  const request = `GET /auth/me HTTP/1.1\r\nhost: localhost\r\nx-api-key: ${key?.secret}\r\nconnection: close\r\n\r\n`;
  const port = Number(new URL(leaving.url).port);
  const clients = await Promise.all(Array.from({ length: AT_ONCE }, () => dial(port)));
  // Sent before the signal, whenever it is read.
  await Promise.all(
    clients.map(({ socket }) => new Promise((done) => socket.write(request, done))),
  );
  const code = leaving.stop();
  await Promise.all(clients.map(({ ended }) => ended));
  const statuses = clients.flatMap((client) => client.statuses());
  // On a busy machine, some may be put off.
  const served = statuses.filter((status) => status !== 503);
  expect(statuses).toHaveLength(AT_ONCE);
  const expected = key === undefined ? 401 : 200;
  expect(served.filter((status) => status !== expected)).toEqual([]);
  if (key !== undefined) {
    key.accepted += served.length;
    key.unknown += AT_ONCE - served.length;
  }
  expect(await code).toBe(0);
  readLog(leaving, unlogged);
  expect([...unlogged.values()]).not.toContain(leaving);
  await replaceProcess(world, place);
}

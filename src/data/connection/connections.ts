import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import { cut } from './cut.ts';

/** The open connections of a pool. */
export type Connections = ReadonlySet<pg.PoolClient>;

/**
 * Listens to each connection as long as it lives. The pool itself listens to idle ones only, but one
 * may also break while a transaction holds it; unheard, the event would end the process.
 */
export function connectionsOf(pool: pg.Pool): Connections {
  const clients = new Set<pg.PoolClient>();
  pool.on('connect', (client) => {
    clients.add(client);
    client.on('error', () => {});
  });
  pool.on('remove', (client) => clients.delete(client));
  return clients;
}

/** How long statements under way may still take when a pool closes. */
const CLOSE_MS = 500;

/** Lets go of all connections, whether or not anybody answers at the other end. */
export async function endPool(pool: pg.Pool, connections: Connections): Promise<void> {
  const ended = pool.end();
  const patience = () => pause(CLOSE_MS, undefined, { ref: false });
  await Promise.race([ended, patience()]);
  for (const client of connections) cut(client);
  await Promise.race([ended, patience()]);
}

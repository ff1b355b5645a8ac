import type { Socket } from 'node:net';
import type pg from 'pg';

/**
 * Breaks a connection off once nothing has come or gone on it for so long: a server that is stopped, or a
 * network that lost it, would be waited for without an end. What waits for an answer fails with this error.
 */
export function endWhenSilent(client: pg.ClientBase, ms: number, error: () => Error): void {
  // The driver's declaration leaves it out.
  const { connection } = client as unknown as { connection: { stream: Socket } };
  const { stream } = connection;
  stream.setTimeout(ms, () => stream.destroy(error()));
}

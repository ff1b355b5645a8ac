import type pg from 'pg';

/** Breaks a connection off without a word: a server that is stopped would not hear one. */
export function cut(client: pg.ClientBase): void {
  // The driver's own pool does it in this way, which its declaration does not say.
  const { connection } = client as unknown as { connection: { stream: { destroy: () => void } } };
  connection.stream.destroy();
}

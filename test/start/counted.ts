import { startEmbedded } from '../../src/data/embedded/embedded.ts';
import { query } from '../database/scratch.ts';
import type { NodeKey } from './nodes.ts';
import type { Running } from './process.ts';

// Whether a stop writes what the process had counted.

/** A request with a key. @returns whether it was answered with 200 */
export async function sendWith({ url }: Pick<Running, 'url'>, { text }: NodeKey): Promise<boolean> {
  const headers = { 'x-api-key': text, connection: 'close' };
  const ask = async () => {
    const response = await fetch(`${url}/auth/me`, { headers });
    await response.arrayBuffer();
    return response.status;
  };
  // A connection that breaks is no answer.
  return (await ask().catch(() => null)) === 200;
}

/** How many requests the embedded database of a folder counts, on which no service runs. */
export async function countedIn(dataDir: string): Promise<number> {
  const postgres = await startEmbedded({ dataDir });
  try {
    const [row] = await query(
      postgres.url,
      'select coalesce(sum(requests), 0)::int as requests from token_usage_days',
    );
    return Number(row?.['requests']);
  } finally {
    await postgres.stop();
  }
}

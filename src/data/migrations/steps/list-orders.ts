import type pg from 'pg';
import { buildIndexes } from './indexes.ts';

const INDEXES = {
  meetings_end_order_idx: `index concurrently meetings_end_order_idx
    on meetings (coalesce(end_time, '9999-12-31T23:59:59.999Z'::timestamptz), id)`,
  api_tokens_expiry_order_idx: `index concurrently api_tokens_expiry_order_idx
    on api_tokens (coalesce(expires_at, '9999-12-31T23:59:59.999Z'::timestamptz), id)`,
};

/** Builds the indexes by which lists are sorted by the end of a meeting and the expiry of a key. */
export async function indexListOrders(client: pg.Client): Promise<readonly string[]> {
  await buildIndexes(client, INDEXES);
  return [];
}

import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import type { Rows } from '../../data/database.ts';
import { sessionDigest } from './sessions.ts';

type Used = { readonly text: string; readonly endsAt: Date; readonly rows?: Rows };

/**
 * Uses something up that counts once. @returns false when that was done before, by whichever process
 */
export async function useOnce(
  app: App,
  { text, endsAt, rows = app.db.rows }: Used,
): Promise<boolean> {
  const used = await rows(sql`
    insert into sign_in_used (digest, ends_at) values (${sessionDigest(app, text)}, ${endsAt}::timestamptz)
    on conflict do nothing returning true as "isFirst"`);
  return used.length > 0;
}

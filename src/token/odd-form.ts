import sql from 'sql-template-tag';
import type { Rows } from '../database/database.ts';
import { isPlausibleSecret } from './secret.ts';

const SENDABLE = /^[\x21-\x7e]{8,255}$/;
const OWN_FORM = /^[a-z][a-z0-9]{1,9}_[a-z]+_[0-9A-Za-z]{38}$/;

/**
 * Whether a text of no known form could be an imported key all the same: somebody's own invention.
 * One of our own form with a wrong checksum, or with a character too many, is a typo.
 */
export function isOddSecret(text: string): boolean {
  if (!SENDABLE.test(text) || OWN_FORM.test(text)) return false;
  return !isPlausibleSecret(text) && !isPlausibleSecret(text.slice(0, -1));
}

/**
 * Tells whether there are live keys of odd forms, and asks the database at most once per `maxAgeMs`,
 * however many come with garbage; what another process imports counts from then on.
 */
export function oddKeysWatch(rows: Rows, maxAgeMs: number): () => Promise<boolean> {
  let last: { readonly askedAt: number; readonly answer: Promise<boolean> } | null = null;
  return () => {
    const now = performance.now();
    if (last !== null && now - last.askedAt < maxAgeMs) return last.answer;
    const answer = hasOddKeys(rows);
    last = { askedAt: now, answer };
    // A failure is not remembered: the next one asks again.
    answer.catch(() => {
      last = null;
    });
    return answer;
  };
}

async function hasOddKeys(rows: Rows): Promise<boolean> {
  const [found] = await rows<{ readonly any: boolean }>(sql`
    select exists (select from api_tokens where is_odd_form and revoked_at is null) as "any"`);
  return found?.any ?? false;
}

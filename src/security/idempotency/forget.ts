import sql from 'sql-template-tag';
import { type Clock, nowSql } from '../../core/clock.ts';
import type { Rows } from '../../data/database.ts';

/** How long a repetition shows the secret again, and how long it is known as one at all. */
export const SECRET_SECONDS = 60;
export const KNOWN_SECONDS = 86_400;

/** Empties the secrets whose minute is over, and drops what is a day old. */
export async function forgetRequests(rows: Rows, clock: Clock): Promise<void> {
  const now = nowSql(clock);
  await rows(sql`
    update idempotent_requests set secret = null
    where secret is not null and created_at <= ${now} - make_interval(secs => ${SECRET_SECONDS})`);
  await rows(sql`
    delete from idempotent_requests
    where created_at <= ${now} - make_interval(secs => ${KNOWN_SECONDS})`);
}

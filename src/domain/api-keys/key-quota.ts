import sql, { type Sql } from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { nowSql } from '../../core/clock.ts';
import { LimitReachedError } from '../../core/errors.ts';

/** Whether a user, from a table aliased `u`, may have one more working key. With a limit, its row is locked. */
export function keyQuotaSql({ config, clock }: Pick<App, 'config' | 'clock'>): Sql {
  const { maxPerUser } = config.token;
  return maxPerUser === null ? sql`true` : sql`key_room(u.id, ${nowSql(clock)}, ${maxPerUser})`;
}

export function fullError({ config }: Pick<App, 'config'>): LimitReachedError {
  const limit = config.token.maxPerUser ?? 0;
  return new LimitReachedError(
    `The user has reached the limit of ${limit} working keys. Revoke one first`,
    limit,
  );
}

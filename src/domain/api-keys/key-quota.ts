import sql, { type Sql } from 'sql-template-tag';
import { nowSql } from '../../core/clock.ts';
import { LimitReachedError } from '../../core/errors.ts';
import { isSignedIn } from '../../security/callers/viewer.ts';
import type { UnitOfWork } from '../../security/unit-of-work.ts';

type By = Pick<UnitOfWork, 'app' | 'caller'>;

/** Each key has a request limit of its own: whoever mints for itself would have any number of them. */
const MOST_BY_ITSELF = 20;

/** How many working keys a user may have when a caller makes one more; null is no limit. */
export function mostKeys({ app, caller }: By): number | null {
  const { maxPerUser } = app.config.token;
  return maxPerUser ?? (isSignedIn(caller.viewer) ? MOST_BY_ITSELF : null);
}

/** Whether a user, from a table aliased `u`, may have one more working key. With a limit, its row is locked. */
export function keyQuotaSql(by: By): Sql {
  const most = mostKeys(by);
  return most === null ? sql`true` : sql`key_room(u.id, ${nowSql(by.app.clock)}, ${most})`;
}

export function fullError(by: By): LimitReachedError {
  const limit = mostKeys(by) ?? 0;
  return new LimitReachedError(
    `The user has reached the limit of ${limit} working keys. Revoke one first`,
    limit,
  );
}

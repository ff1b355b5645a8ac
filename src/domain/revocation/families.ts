import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { NotFoundError } from '../../core/errors.ts';
import { isStorable } from '../../core/input/integer.ts';
import type { Caller } from '../../security/callers/caller.ts';
import { inLineageSql, revokeAll } from '../../security/keys/families.ts';
import { endSessionsOfUser } from '../../security/sessions/end-of-user.ts';
import { BY_OPERATOR } from '../../security/sessions/sessions.ts';
import { inTransaction } from '../../security/unit-of-work.ts';
import { endDependentKeys, endKeysMadeWith } from '../admin-keys/service.ts';
import { TOKEN_KIND } from '../api-keys/kind.ts';
import type { Token } from '../api-keys/rows.ts';
import { getToken } from '../api-keys/service.ts';

/**
 * Ends all keys of a lineage, for good: the key that an id names, what it replaced and what replaced it, and
 * the admin keys that were made with them.
 * @returns the user's keys that it ended, oldest first: none when there were none left
 * @throws NotFoundError
 */
export async function revokeTokenLineage(
  app: App,
  caller: Caller,
  id: bigint,
): Promise<readonly Token[]> {
  const { userId } = await getToken(app, id);
  return await inTransaction(app, caller, async (unit) => {
    // The user first, as whoever ends a user with its keys does: several such calls go one after the other.
    await unit.rows(sql`select from users u where u.id = ${userId} for no key update`);
    const lineage = inLineageSql(TOKEN_KIND, id);
    const ended = await revokeAll<Token>(unit, TOKEN_KIND, lineage);
    await endKeysMadeWith(unit, lineage);
    return ended;
  });
}

/**
 * Ends all keys of a user, for good, and the admin keys that depend on it: whoever had one of its keys may
 * have made those. Its sessions of browsers and its sign-in link end, too: they would make new keys at once.
 * The user itself stays as it is.
 * @returns the user's keys that it ended, oldest first: none when there were none left
 * @throws NotFoundError
 */
export async function revokeAllTokens(
  app: App,
  caller: Caller,
  userId: bigint,
): Promise<readonly Token[]> {
  if (!isStorable(userId)) throw new NotFoundError('User');
  return await inTransaction(app, caller, async (unit) => {
    // Whoever mints a key for the user at the same moment is waited for, or waits.
    const found = await unit.rows(sql`
      select u.id from users u where u.id = ${userId} and u.deleted_at is null for no key update`);
    if (found.length === 0) throw new NotFoundError('User');
    const ended = await revokeAll<Token>(unit, TOKEN_KIND, sql`t.user_id = ${userId}`);
    await endDependentKeys(unit, userId);
    await endSessionsOfUser(unit, userId, BY_OPERATOR);
    return ended;
  });
}

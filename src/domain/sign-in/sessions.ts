import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { isStorable } from '../../core/input/integer.ts';
import type { Caller } from '../../security/callers/caller.ts';
import { endSessionsOfUser } from '../../security/sessions/end-of-user.ts';
import { BY_OPERATOR, endSessions } from '../../security/sessions/sessions.ts';
import { inTransaction } from '../../security/unit-of-work.ts';
import { lockUser } from '../accounts/locked-user.ts';

/** Ends one session at once, for every process. @returns how many; 0 for one that is over */
export async function endSession(app: App, caller: Caller, id: bigint): Promise<number> {
  if (!isStorable(id)) return 0;
  return await endSessions(app, caller, { which: sql`s.id = ${id}`, how: BY_OPERATOR });
}

/** Ends all sessions of a user, and the link that would begin another. @throws NotFoundError */
export async function endSessionsOf(app: App, caller: Caller, userId: bigint): Promise<number> {
  return await inTransaction(app, caller, async (unit) => {
    await lockUser(unit, userId);
    return await endSessionsOfUser(unit, userId, BY_OPERATOR);
  });
}

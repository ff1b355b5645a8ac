import sql from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { ForbiddenError } from '../../core/errors.ts';
import type { Rows } from '../../data/database.ts';
import type { Caller } from '../../security/callers/caller.ts';
import { isAdminSql } from '../../security/keys/working.ts';
import { inTransaction } from '../../security/unit-of-work.ts';
import { USER_SNAPSHOT } from '../users/rows.ts';
import { changeUserSql } from '../webhooks/change-user.ts';
import { loadConfigOwner, lockOwner } from './user-configs.ts';

/**
 * Whether there is an administrator, so that none is to be claimed. While claims are not allowed, the
 * operator's key is the administrator.
 */
export async function hasAdmin(app: App, rows: Rows = app.db.rows): Promise<boolean> {
  if (!app.config.firstAdminClaim) return true;
  const found = await rows(sql`
    select from users u where ${isAdminSql(sql`u`)} and u.deleted_at is null limit 1`);
  return found.length > 0;
}

/**
 * Makes a user the first administrator, unless there is one. Of claims at once, the first one wins.
 * @returns whether it did
 * @throws UnknownNameError, ForbiddenError for a suspended user
 */
export async function claimFirstAdmin(app: App, caller: Caller, userId: bigint): Promise<boolean> {
  return await inTransaction(app, caller, async ({ rows }) => {
    await rows(sql`select pg_advisory_xact_lock(${LOCK})`);
    await lockClaimant(rows, userId);
    if (await hasAdmin(app, rows)) return false;
    await rows(
      changeUserSql(app, caller, {
        id: userId,
        set: [sql`role = 'admin'`],
        event: {
          action: 'ADMIN_CLAIMED',
          before: sql`(select ${USER_SNAPSHOT} from old u)`,
          after: USER_SNAPSHOT,
        },
      }),
    );
    return true;
  });
}

/** Nobody who is deleted or suspended meanwhile becomes administrator. */
async function lockClaimant(rows: Rows, userId: bigint): Promise<void> {
  await lockOwner(rows, userId);
  const { isActive } = await loadConfigOwner(rows, userId);
  if (!isActive) throw new ForbiddenError('The user is suspended');
}

/** Of claims alone: nothing else takes it. */
const LOCK = 7_355_608_002;

import sql, { empty, join, type Sql } from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { nowSql } from '../../core/clock.ts';
import { ConflictError, type InputIssue, InvalidInputError } from '../../core/errors.ts';
import { auditEventSql } from '../../security/audit/log.ts';
import type { Caller } from '../../security/callers/caller.ts';
import {
  endOfLifeSql,
  givenTwice,
  type Lifetime,
  lifetimeIssues,
} from '../../security/keys/lifetime.ts';
import { endForAdminSql, isOwnPower, powerOf } from '../../security/keys/power.ts';
import {
  changedRateLimitSql,
  checkMaySetRateLimit,
  lockRootSql,
  setRateLimitSql,
} from '../../security/keys/rate-limit.ts';
import { expiredSql } from '../../security/keys/working.ts';
import { checkStillWorks } from '../../security/sessions/still-works.ts';
import { inTransaction, type UnitOfWork } from '../../security/unit-of-work.ts';
import type { TokenChanges } from './input.ts';
import { fullError, keyQuotaSql } from './key-quota.ts';
import { TOKEN_COLUMNS, TOKEN_SNAPSHOT, type Token } from './rows.ts';
import { getToken } from './service.ts';

export type TokenUpdate = { readonly id: bigint; readonly changes: TokenChanges };

/**
 * Changes what is given of a key: its name, when it expires (from now on), and its scopes, which can
 * only become fewer; and the request limit of its lineage. By the power of the key's own user it can only
 * end sooner.
 * @throws NotFoundError, InvalidInputError, ConflictError for a revoked key and for one that expired after
 *   it was replaced and for its own user's power that prolongs it, LimitReachedError when an expired key would be one too many, ForbiddenError for a
 *   user's key that sets a request limit
 */
export async function updateToken(
  app: App,
  caller: Caller,
  { id, changes }: TokenUpdate,
): Promise<Token> {
  const known = await getToken(app, id);
  checkMaySetRateLimit(caller, changes);
  const issues = [...scopeIssues(known, changes), ...(await endIssues(app, changes))];
  if (issues.length > 0) throw new InvalidInputError(issues);
  const isOwn = isOwnPower(caller, known.userId);
  const latest = endForAdminSql(powerOf(caller));
  const assignments = assignmentsOf(app, changes, { isOwn, latest });
  if (assignments.length === 0) return known;

  const change = { table: sql`api_tokens`, id, rateLimit: changes.rateLimit };
  return await inTransaction(app, caller, async (unit) => {
    await checkAsItIs(unit, known, changes);
    const [token] = await unit.rows<Token>(sql`
      with old as (select t.* from api_tokens t where t.id = ${id}),
      new as (update api_tokens t set ${join(assignments)} where t.id = ${id} returning t.*),
      root as (${setRateLimitSql(change)}),
      recorded as (${auditEventSql(app, caller, {
        action: 'TOKEN_UPDATED',
        target: 'ApiToken',
        rows: sql`new t`,
        id: sql`t.id`,
        before: sql`(select ${TOKEN_SNAPSHOT} from old t)`,
        after: changedRateLimitSql(TOKEN_SNAPSHOT, change),
      })})
      select ${TOKEN_COLUMNS} from new t`);
    if (token === undefined) throw new Error('a locked row was not there');
    return changes.rateLimit === undefined ? token : { ...token, rateLimit: changes.rateLimit };
  });
}

type Held = Pick<Token, 'scopes' | 'revokedAt' | 'retiresAt'> & {
  readonly isExpired: boolean;
  readonly isProlonged: boolean;
};

const PROLONGED =
  "The user's own key, or an admin key that depends on the user, cannot extend this key with `expiresIn` or `expiresAt`: ask an operator";

/** Locks the key and looks again: it may have changed since it was read. */
async function checkAsItIs(unit: UnitOfWork, { id, userId }: Token, changes: TokenChanges) {
  const { app, caller, rows } = unit;
  const now = nowSql(app.clock);
  const mayWake = setsEnd(changes);
  const end = endOfLifeSql(now, changes);
  // The user first, as whoever ends a user with its keys does.
  if (mayWake) {
    await checkStillWorks(unit, [userId]);
    await rows(sql`select from users u where u.id = ${userId} for no key update`);
  }
  if (changes.rateLimit !== undefined) await rows(lockRootSql({ table: sql`api_tokens`, id }));
  const [held] = await rows<Held>(sql`
    select t.scopes, t.revoked_at as "revokedAt", t.retires_at as "retiresAt", ${expiredSql(sql`t`, now)} as "isExpired",
      t.expires_at is not null and (${end} <= t.expires_at) is not true as "isProlonged"
    from api_tokens t where t.id = ${id} for no key update`);
  if (held === undefined || held.revokedAt !== null)
    throw new ConflictError('A revoked key cannot be changed; mint a new one');
  const issues = scopeIssues(held, changes);
  if (issues.length > 0) throw new InvalidInputError(issues);
  if (!mayWake) return;
  if (held.isProlonged && isOwnPower(caller, userId)) throw new ConflictError(PROLONGED);
  if (!held.isExpired) return;
  if (held.retiresAt !== null)
    throw new ConflictError(
      'This key was replaced and has expired: rotate its successor, or mint a new one',
    );
  const [owner] = await rows<{ readonly room: boolean }>(
    sql`select ${keyQuotaSql(unit)} as room from users u where u.id = ${userId}`,
  );
  if (owner?.room !== true) throw fullError(unit);
}

/** Whose power sets an end. */
type Setter = { readonly isOwn: boolean; readonly latest: Sql };

function assignmentsOf({ clock }: App, changes: TokenChanges, by: Setter): readonly Sql[] {
  const { name, scopes, rateLimit } = changes;
  return [
    name === undefined ? empty : sql`name = ${name}`,
    rateLimit === undefined ? empty : sql`rate_limit = ${rateLimit}::int`,
    scopes === undefined ? empty : sql`scopes = ${scopes}::text[]`,
    setsEnd(changes) ? endSql(nowSql(clock), changes, by) : empty,
  ].filter((assignment) => assignment !== empty);
}

/** Its own user's power grants nothing: the end only comes nearer, and counts from when it was granted. */
function endSql(now: Sql, lifetime: Lifetime, { isOwn, latest }: Setter): Sql {
  const given = endOfLifeSql(now, lifetime);
  return isOwn
    ? sql`expires_at = least(t.expires_at, ${given})`
    : sql`expires_at = least(${given}, ${latest}), lives_from = ${now}`;
}

/** A key that leaked must not be able to more than on the day it did. */
function scopeIssues({ scopes: held }: Pick<Token, 'scopes'>, { scopes = [] }: TokenChanges) {
  const more = scopes.filter((scope) => !held.includes(scope));
  if (more.length === 0) return [];
  const message = `can only be reduced: the key has ${held.join(', ')}; mint a new one for ${more.join(', ')}`;
  return [{ path: ['scopes'], message, type: 'not_allowed' }];
}

/** Null is an end, too: none. */
function setsEnd({ expiresIn, expiresAt }: TokenChanges): boolean {
  return expiresIn !== undefined || expiresAt !== undefined;
}

async function endIssues(app: App, changes: TokenChanges): Promise<InputIssue[]> {
  const { expiresIn, expiresAt } = changes;
  if (!setsEnd(changes)) return [];
  if (expiresIn !== undefined && expiresAt !== undefined && expiresIn !== expiresAt)
    return [givenTwice()];
  const { maxLifetime } = app.config.token;
  const isNever = expiresIn == null && expiresAt == null;
  if (!isNever || maxLifetime === null)
    return await lifetimeIssues({ app, rows: app.db.rows }, changes, maxLifetime);
  const path = [expiresIn === undefined ? 'expiresAt' : 'expiresIn'];
  return [
    { path, message: `must be at most ${maxLifetime} seconds on this server`, type: 'not_allowed' },
  ];
}

import sql, { type Sql } from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { nowSql } from '../../core/clock.ts';
import { NotFoundError } from '../../core/errors.ts';
import { isStorable } from '../../core/input/integer.ts';
import { actorOf } from '../../security/audit/actor.ts';
import { auditEventSql } from '../../security/audit/log.ts';
import type { Caller } from '../../security/callers/caller.ts';
import { isSignedIn } from '../../security/callers/viewer.ts';
import { laterSql, newKeySql, storedKeySql } from '../../security/keys/new-key.ts';
import { isOwnPower, powerOf } from '../../security/keys/power.ts';
import { newSecret } from '../../security/keys/secret.ts';
import { endsAtSql, isAdminSql, workingSql } from '../../security/keys/working.ts';
import type { UnitOfWork } from '../../security/unit-of-work.ts';
import type { MintInput } from './input.ts';
import { fullError, keyQuotaSql, mostKeys } from './key-quota.ts';
import { TOKEN_KIND } from './kind.ts';
import { type AllowedToken, allowedToken } from './policy.ts';
import { TOKEN_COLUMNS, type Token } from './rows.ts';
import type { MintedToken } from './service.ts';

type Row = { readonly hasEvent: boolean } & (Token | { readonly id: null });

/**
 * Makes a key for a user, as far as the operator's policy allows. Without scopes it gets `bot`.
 * @throws NotFoundError when there is no such user, InvalidInputError for what the policy forbids,
 *   LimitReachedError when the user has as many working keys as it may
 */
export async function mintToken(
  unit: UnitOfWork,
  userId: bigint,
  input: MintInput,
): Promise<MintedToken> {
  const { app } = unit;
  if (!isStorable(userId)) throw new NotFoundError('User');
  const allowed = await allowedToken(unit, input);
  const secret = newSecret(app.config.token.prefix, allowed.scopes[0] ?? 'bot');
  const row = await insertToken(unit, userId, { ...allowed, secret });
  if (row === undefined) throw new NotFoundError('User');
  if (row.id === null) throw fullError(unit);
  const { hasEvent: _hasEvent, ...token } = row;
  return { token, secret };
}

type NewToken = AllowedToken & { readonly secret: string };

/** @returns no row when there is no such user, and one without a key when it may have no more */
async function insertToken(
  unit: UnitOfWork,
  userId: bigint,
  { secret, scopes, name, expiresAt, expiresIn }: NewToken,
): Promise<Row | undefined> {
  const { app, caller, rows } = unit;
  // With a limit, the row of a user is locked until its keys are counted. Without one, a share of it is
  // enough: many may mint for one user at once.
  const lock = mostKeys(unit) === null ? sql`share` : sql`no key update`;
  const asked =
    expiresAt === null ? laterSql(nowSql(app.clock), expiresIn) : sql`${expiresAt}::timestamptz`;
  const [row] = await rows<Row>(sql`
    with owner as (
      select u.id, u.role, ${keyQuotaSql(unit)} as room from users u
      where u.id = ${userId} and u.deleted_at is null for ${lock} of u),
    minted as (${newKeySql(app, TOKEN_KIND, {
      kept: storedKeySql(app, secret),
      from: sql`owner where owner.room`,
      own: sql`owner.id, ${name}, ${scopes}::text[], ${isOwnPower(caller, userId)}::boolean`,
      expiresAt: sql`least(${asked}, ${mintedKeyEndSql(caller)})`,
      ...(isSignedIn(caller.viewer) && { rateLimit: lowestLimitSql(app) }),
    })}),
    recorded as (${auditEventSql(app, caller, {
      action: 'TOKEN_MINTED',
      target: TOKEN_KIND.target,
      rows: sql`minted t`,
      isOne: true,
      id: sql`t.id`,
      after: TOKEN_KIND.snapshot,
    })})
    select ${TOKEN_COLUMNS}, t.id is not null as "hasEvent" from owner left join minted t on true`);
  return row;
}

/**
 * The lowest request limit that an operator set for a key of the `owner`, which stands at the first key of a
 * lineage. Of keys that have ended only those below the usual limit: a user could revoke one to get another
 * without it, but what was allowed beyond that ends with the key.
 */
function lowestLimitSql({ clock, config: { limits } }: App): Sql {
  const isLow = limits.perKey === 0 ? sql`true` : sql`t.rate_limit < ${limits.perKey}`;
  return sql`(select min(t.rate_limit) from api_tokens t where t.user_id = owner.id and t.root_id is null
    and (${isLow} or exists (select from api_tokens m
      where m.user_id = owner.id and coalesce(m.root_id, m.id) = t.id and ${workingSql(sql`m`, nowSql(clock))})))`;
}

/**
 * When the key ends by which a user mints for itself, or anybody for an administrator, the `owner`: what is
 * made by it gives its power, and ends no later.
 */
function mintedKeyEndSql(caller: Caller): Sql {
  const { kind, id } = actorOf(caller);
  if (kind === 'PROVIDER_TOKEN')
    return sql`case when ${isAdminSql(sql`owner`)} then ${powerOf(caller).loginEndsAt}::timestamptz end`;
  if (id === null) return NEVER;
  if (kind === 'USER_KEY')
    return sql`(select ${endsAtSql(sql`k`)} from api_tokens k
      where k.id = ${id} and (k.user_id = owner.id or ${isAdminSql(sql`owner`)}))`;
  if (kind === 'ADMIN_KEY')
    return sql`(select ${endsAtSql(sql`k`)} from admin_keys k
      where k.id = ${id} and (k.depends_on_user_ids @> array[owner.id] or ${isAdminSql(sql`owner`)}))`;
  return NEVER;
}

const NEVER = sql`null::timestamptz`;

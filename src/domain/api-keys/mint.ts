import sql, { empty, type Sql } from 'sql-template-tag';
import type { App } from '../../core/app.ts';
import { nowSql } from '../../core/clock.ts';
import { NotFoundError } from '../../core/errors.ts';
import { isStorable } from '../../core/input/integer.ts';
import type { GroupWrite } from '../../data/coalescing/group-commit.ts';
import type { Rows } from '../../data/database.ts';
import { opaqueIds } from '../../data/sql/opaque.ts';
import { restoreOrder, unnestRows } from '../../data/sql/unnest-rows.ts';
import { callerColumns, itemAuditEventsSql } from '../../security/audit/log.ts';
import type { Caller } from '../../security/callers/caller.ts';
import { laterSql, newKeySql, storedKeyOf } from '../../security/keys/new-key.ts';
import { newSecret } from '../../security/keys/secret.ts';
import { endsAtSql, isAdminSql } from '../../security/keys/working.ts';
import { isByItself, type UnitOfWork } from '../../security/unit-of-work.ts';
import type { MintInput } from './input.ts';
import { fullError, keyQuotaSql } from './key-quota.ts';
import { TOKEN_KIND } from './kind.ts';
import { type AllowedToken, allowedToken } from './policy.ts';
import { TOKEN_COLUMNS, type Token } from './rows.ts';
import type { MintedToken } from './service.ts';

/** A key that somebody wants for a user. */
type KeyToMint = AllowedToken & {
  readonly caller: Caller;
  readonly userId: bigint;
  readonly secret: string;
};

type Row = {
  readonly place: number;
  readonly hasEvent: boolean;
  readonly owner: 'LOCKED' | 'UNKNOWN' | null;
} & (Token | { readonly id: null });

/** In place of a key: the user may have no more, its row is locked, or there is none. */
type Made = Token | 'FULL' | 'LOCKED' | 'UNKNOWN';

/**
 * Makes a key for a user, as far as the operator's policy allows. Without scopes it gets `bot`.
 * Outside of a transaction, those that come at the same time share a statement.
 * @throws NotFoundError when there is no such user, InvalidInputError for what the policy forbids,
 *   LimitReachedError when the user has as many working keys as it may
 */
export async function mintToken(
  unit: UnitOfWork,
  userId: bigint,
  input: MintInput,
): Promise<MintedToken> {
  const { app, caller } = unit;
  if (!isStorable(userId)) throw new NotFoundError('User');
  const allowed = await allowedToken(unit, input);
  const secret = newSecret(app.config.token.prefix, allowed.scopes[0] ?? 'bot');
  const token = await insertToken(unit, { ...allowed, caller, userId, secret });
  if (token === 'FULL') throw fullError(app);
  if (typeof token === 'string') throw new NotFoundError('User');
  return { token, secret };
}

async function insertToken(unit: UnitOfWork, key: KeyToMint): Promise<Made> {
  const { app, rows } = unit;
  // With a limit, the row of a user is locked until its keys are counted.
  if (app.config.token.maxPerUser !== null || !isByItself(unit))
    return await insertAlone(app, rows, key);
  return await app.groupCommit(app, INSERTION, key);
}

async function insertAlone(app: App, rows: Rows, key: KeyToMint): Promise<Made> {
  const [made] = await insertTokens(app, rows, { all: [key], others: empty });
  return made ?? 'UNKNOWN';
}

const INSERTION: GroupWrite<KeyToMint, Made> = {
  // Those who share a statement wait for nobody.
  inGroup: (app, all) => insertTokens(app, app.db.rows, { all, others: sql`skip locked` }),
  isLeft: (made) => made === 'LOCKED',
  alone: (app, key) => insertAlone(app, app.db.rows, key),
};

const IS_FOR_ADMIN = isAdminSql(sql`owner`);

/**
 * When the key ends by which a user mints for itself, or anybody for an administrator, from items aliased
 * `i` and their `owner`: what is made by it gives its power, and ends no later.
 */
const CALLER_END = sql`case i.actor_kind
  when 'USER_KEY' then (select ${endsAtSql(sql`k`)} from api_tokens k
    where k.id = i.actor_id and (k.user_id = i.user_id or ${IS_FOR_ADMIN}))
  when 'ADMIN_KEY' then (select ${endsAtSql(sql`k`)} from admin_keys k
    where k.id = i.actor_id and (k.depends_on_user_ids @> array[i.user_id] or ${IS_FOR_ADMIN})) end`;

/** @param others what to do where somebody else changes the user */
type Insertion = { readonly all: readonly KeyToMint[]; readonly others: Sql };

async function insertTokens(app: App, rows: Rows, { all, others }: Insertion): Promise<Made[]> {
  // Without a limit, a share of the user's row is enough: many may mint for one user at once.
  const lock = app.config.token.maxPerUser === null ? sql`share` : sql`no key update`;
  const ids = [...new Set(all.map(({ userId }) => userId))];
  const found = await rows<Row>(sql`
    with items as materialized (select i.* from ${keysToMintSql(app, all)}),
    owner as (
      select u.id, u.role, ${keyQuotaSql(app)} as room from users u
      where u.id = any(${opaqueIds(ids)}) and u.deleted_at is null for ${lock} of u ${others}),
    minted as (${newKeySql(app, TOKEN_KIND, {
      kept: sql`i.digest, i.hint`,
      from: sql`owner join items i on i.user_id = owner.id where owner.room`,
      own: sql`owner.id, i.name, string_to_array(i.scopes, ' ')`,
      expiresAt: sql`least(coalesce(i.expires_at, ${laterSql(nowSql(app.clock), sql`i.expires_in`)}), ${CALLER_END})`,
    })}),
    trail as (${itemAuditEventsSql(app, {
      action: 'TOKEN_MINTED',
      target: TOKEN_KIND.target,
      rows: sql`minted t join items i on i.digest = t.digest`,
      id: sql`t.id`,
      after: TOKEN_KIND.snapshot,
    })})
    select i.place::int as place, ${TOKEN_COLUMNS}, t.id is not null as "hasEvent", case when owner.id is null then
      case when (select true from users u where u.id = i.user_id and u.deleted_at is null)
        then 'LOCKED' else 'UNKNOWN' end end as owner
    from items i left join owner on owner.id = i.user_id left join minted t on t.digest = i.digest`);
  return restoreOrder(all, found).map(madeOf);
}

function madeOf(row: Row | undefined): Made {
  if (row === undefined) throw new Error('a statement left one out');
  if (row.owner !== null) return row.owner;
  if (row.id === null) return 'FULL';
  const { place: _place, owner: _owner, hasEvent: _hasEvent, ...token } = row;
  return token;
}

function keysToMintSql(app: App, all: readonly KeyToMint[]): Sql {
  const kept = all.map(({ secret }) => storedKeyOf(app, secret));
  return unnestRows({
    ...callerColumns(all.map(({ caller }) => caller)),
    user_id: { type: 'bigint', values: all.map(({ userId }) => userId) },
    name: { type: 'text', values: all.map(({ name }) => name) },
    // Their names have no blanks, and lists of different lengths do not fit into one array.
    scopes: { type: 'text', values: all.map(({ scopes }) => scopes.join(' ')) },
    expires_in: { type: 'float8', values: all.map(({ expiresIn }) => expiresIn) },
    expires_at: {
      type: 'timestamptz',
      values: all.map(({ expiresAt }) => expiresAt?.toISOString() ?? null),
    },
    digest: { type: 'bytea', values: kept.map(({ digest }) => digest) },
    hint: { type: 'text', values: kept.map(({ hint }) => hint) },
  });
}

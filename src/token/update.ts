import sql, { empty, join, type Sql } from 'sql-template-tag';
import type { App } from '../app.ts';
import { trailSql } from '../audit/trail.ts';
import type { Caller } from '../auth/caller.ts';
import { nowSql } from '../clock.ts';
import { ConflictError, InvalidInputError } from '../errors.ts';
import { laterSql } from '../key/new-key.ts';
import type { TokenChanges } from './input.ts';
import { TOKEN_COLUMNS, TOKEN_SNAPSHOT, type Token } from './rows.ts';
import { getToken } from './service.ts';

export type TokenUpdate = { readonly id: bigint; readonly changes: TokenChanges };

/**
 * Changes what is given of a key: its name, when it expires (from now on), and its scopes, which can
 * only become fewer.
 * @throws NotFoundError, ConflictError for a revoked key, InvalidInputError
 */
export async function updateToken(
  app: App,
  caller: Caller,
  { id, changes }: TokenUpdate,
): Promise<Token> {
  const known = await getToken(app, id);
  const issues = [...scopeIssues(known, changes), ...lifetimeIssues(app, changes)];
  if (issues.length > 0) throw new InvalidInputError(issues);
  const assignments = assignmentsOf(app, changes);
  if (assignments.length === 0) return known;

  const [token] = await app.db.rows<Token>(sql`
    with old as (select t.* from api_tokens t where t.id = ${id} for update),
    new as (
      update api_tokens t set ${join(assignments)} from old
      where t.id = old.id and old.revoked_at is null
        and ${changes.scopes ?? []}::text[] <@ old.scopes
      returning t.*),
    trail as (${trailSql(app, caller, {
      action: 'TOKEN_UPDATED',
      target: 'ApiToken',
      rows: sql`new t`,
      id: sql`t.id`,
      before: sql`(select ${TOKEN_SNAPSHOT} from old t)`,
      after: TOKEN_SNAPSHOT,
    })})
    select ${TOKEN_COLUMNS} from new t`);
  if (token === undefined)
    throw new ConflictError('A revoked key cannot be changed; mint a new one');
  return token;
}

function assignmentsOf({ clock }: App, { name, scopes, expiresIn }: TokenChanges): readonly Sql[] {
  return [
    name === undefined ? empty : sql`name = ${name}`,
    scopes === undefined ? empty : sql`scopes = ${scopes}::text[]`,
    expiresIn === undefined
      ? empty
      : sql`expires_at = ${laterSql(nowSql(clock), expiresIn)}, lives_from = ${nowSql(clock)}`,
  ].filter((assignment) => assignment !== empty);
}

/** A key that leaked must not be able to more than on the day it did. */
function scopeIssues({ scopes: held }: Token, { scopes = [] }: TokenChanges) {
  const more = scopes.filter((scope) => !held.includes(scope));
  if (more.length === 0) return [];
  const message = `can only become fewer: the key has ${held.join(', ')}; mint a new one for ${more.join(', ')}`;
  return [{ path: ['scopes'], message, type: 'not_allowed' }];
}

function lifetimeIssues({ config }: App, { expiresIn }: TokenChanges) {
  const { maxLifetime } = config.token;
  if (expiresIn === undefined || maxLifetime === null) return [];
  if (expiresIn !== null && expiresIn <= maxLifetime) return [];
  const message = `must be at most ${maxLifetime} seconds here`;
  return [{ path: ['expiresIn'], message, type: 'not_allowed' }];
}

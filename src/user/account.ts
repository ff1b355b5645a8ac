import sql from 'sql-template-tag';
import type { App } from '../app.ts';
import type { Caller } from '../auth/caller.ts';
import { nowSql } from '../clock.ts';
import type { Rows } from '../database/database.ts';
import { ConflictError } from '../errors.ts';
import { type Ask, once } from '../idempotency/once.ts';
import { rotateToken } from '../token/lineage.ts';
import { mintToken } from '../token/service.ts';
import { EMAIL_TAKEN, insertUser } from './changes.ts';
import type { CreateUserInput } from './input.ts';
import type { User } from './rows.ts';
import { getOwner, getUser } from './service.ts';

// Users that have one key each, as the routes below `/users` know them.

/** The text is null in a repeated answer after the first one's minute. */
export type Account = { readonly user: User; readonly secret: string | null };

/**
 * Creates a user and its key together, once for each `Idempotency-Key`.
 * @throws ConflictError when another user has the address
 */
export function createAccount(
  app: App,
  caller: Caller,
  ask: Ask,
  input: CreateUserInput,
): Promise<Account> {
  return once<Account>(app, caller, ask, {
    isAtomic: true,
    act: async (rows) => {
      const user = await insertUser(app, caller, input, rows);
      if (user === null) throw new ConflictError(EMAIL_TAKEN);
      const { secret } = await mintToken(app, caller, user.id, {}, rows);
      return { user, secret };
    },
    remember: ({ user, secret }) => ({ targetId: user.id, created: true, secret }),
    repeat: async (rows, { targetId, secret }) => ({
      user: await getOwner(app, targetId, rows),
      secret,
    }),
  });
}

/**
 * Gives a user a new key and ends the one that it had, at once.
 * @throws NotFoundError, ConflictError when it has several, of which the route can name none
 */
export function rotateAccountKey(
  app: App,
  caller: Caller,
  ask: Ask,
  userId: bigint,
): Promise<Account> {
  return once<Account>(app, caller, ask, {
    isAtomic: true,
    act: async (rows) => {
      const user = await getUser(app, userId, rows);
      return { user, secret: await renewKey(app, caller, userId, rows) };
    },
    remember: ({ secret }) => ({ targetId: userId, created: true, secret }),
    repeat: async (rows, { targetId, secret }) => ({
      user: await getOwner(app, targetId, rows),
      secret,
    }),
  });
}

async function renewKey(app: App, caller: Caller, userId: bigint, rows: Rows): Promise<string> {
  const now = nowSql(app.clock);
  const [key, another] = await rows<{ readonly id: bigint }>(sql`
    select t.id from api_tokens t
    where t.user_id = ${userId} and t.revoked_at is null and t.retires_at is null
      and (t.expires_at > ${now}) is not false
    order by t.id desc limit 2`);
  if (another !== undefined)
    throw new ConflictError(
      'This user has several working keys: rotate the one that is meant with the mutation rotateKey, or revoke the others first',
    );
  if (key === undefined) return (await mintToken(app, caller, userId, {}, rows)).secret;
  return (await rotateToken(app, caller, key.id, { overlap: 0 }, rows)).secret;
}

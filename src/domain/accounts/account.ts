import sql from 'sql-template-tag';
import { nowSql } from '../../core/clock.ts';
import { ConflictError } from '../../core/errors.ts';
import { type IdempotentCall, runIdempotently } from '../../security/idempotency/idempotency.ts';
import { unreplacedSql } from '../../security/keys/working.ts';
import { checkStillWorks } from '../../security/sessions/still-works.ts';
import type { UnitOfWork } from '../../security/unit-of-work.ts';
import { endOverlapsOf, rotateToken } from '../api-keys/lineage.ts';
import { mintToken } from '../api-keys/mint.ts';
import type { User } from '../users/rows.ts';
import { getOwner, getUser } from '../users/service.ts';
import { EMAIL_TAKEN } from './changes.ts';
import type { CreateUserInput } from './input.ts';
import { insertUser } from './new-users.ts';

// Users that have one key each, as the routes below `/users` know them.

/** The text is null in a repeated answer after the first one's minute. */
export type UserAccount = { readonly user: User; readonly secret: string | null };

/**
 * Creates a user and its key together, once for each `Idempotency-Key`.
 * @throws ConflictError when another user has the address
 */
export function createAccount(call: IdempotentCall, input: CreateUserInput): Promise<UserAccount> {
  return runIdempotently<UserAccount>(call, {
    isAtomic: true,
    act: async (unit) => {
      await checkStillWorks(unit);
      const user = await insertUser(unit, input);
      if (user === null) throw new ConflictError(EMAIL_TAKEN);
      const { secret } = await mintToken(unit, user.id, {});
      return { user, secret };
    },
    remember: ({ user, secret }) => ({ targetId: user.id, created: true, secret }),
    repeat: async ({ app, rows }, { targetId, secret }) => ({
      user: await getOwner(app, targetId, rows),
      secret,
    }),
  });
}

/**
 * Gives a user a new key and ends the one that it had, at once, also where an overlap lasts. Of several
 * at the same moment, each ends what the one before it made.
 * @throws NotFoundError, ConflictError when it has several, of which the route can name none
 */
export function rotateAccountKey(call: IdempotentCall, userId: bigint): Promise<UserAccount> {
  return runIdempotently<UserAccount>(call, {
    isAtomic: true,
    act: async (unit) => {
      await checkStillWorks(unit, [userId]);
      // Whoever comes second finds the key that the first one made.
      await unit.rows(sql`select from users u where u.id = ${userId} for no key update`);
      const user = await getUser(unit.app, userId, unit.rows);
      return { user, secret: await renewKey(unit, userId) };
    },
    remember: ({ secret }) => ({ targetId: userId, created: true, secret }),
    repeat: async ({ app, rows }, { targetId, secret }) => ({
      user: await getOwner(app, targetId, rows),
      secret,
    }),
  });
}

async function renewKey(unit: UnitOfWork, userId: bigint): Promise<string> {
  await endOverlapsOf(unit, userId);
  const now = nowSql(unit.app.clock);
  const [key, another] = await unit.rows<{ readonly id: bigint }>(sql`
    select t.id from api_tokens t
    where t.user_id = ${userId} and ${unreplacedSql(sql`t`, now)}
    order by t.id desc limit 2`);
  if (another !== undefined)
    throw new ConflictError(
      'This user has several working keys: rotate one of them with the mutation rotateKey, or revoke the others first',
    );
  if (key === undefined) return (await mintToken(unit, userId, {})).secret;
  return (await rotateToken(unit, key.id, { overlap: 0 })).secret;
}

import { actorOf } from '../../security/audit/actor.ts';
import {
  type IdempotentCall,
  type Remembered,
  runIdempotently,
} from '../../security/idempotency/idempotency.ts';
import { canEnd, checkStillWorks } from '../../security/sessions/still-works.ts';
import type { UnitOfWork } from '../../security/unit-of-work.ts';
import type { MintInput } from './input.ts';
import { type RotateInput, rotateToken } from './lineage.ts';
import { mintToken } from './mint.ts';
import type { Token } from './rows.ts';
import { getToken, type MintedToken } from './service.ts';

/** A new key as it is answered: the text is null in a repeated answer after the first one's minute. */
export type AnsweredToken = { readonly token: Token; readonly secret: string | null };

/** As `mintToken`, once for each `Idempotency-Key`. */
export function mintTokenIdempotently(
  call: IdempotentCall,
  userId: bigint,
  input: MintInput,
): Promise<AnsweredToken> {
  return newToken(call, async (unit) => {
    await checkStillWorks(unit, [userId]);
    return await mintToken(unit, userId, input);
  });
}

/** As `rotateToken`, once for each `Idempotency-Key`. */
export function rotateTokenIdempotently(
  call: IdempotentCall,
  id: bigint,
  input: RotateInput,
): Promise<AnsweredToken> {
  return newToken(call, async (unit) => {
    const { kind, id: own } = actorOf(unit.caller);
    // Of a key that replaces itself, its own row decides.
    if (kind !== 'USER_KEY' || own !== id) await checkStillWorks(unit);
    return await rotateToken(unit, id, input);
  });
}

function newToken(
  call: IdempotentCall,
  act: (unit: UnitOfWork) => Promise<MintedToken>,
): Promise<AnsweredToken> {
  return runIdempotently<AnsweredToken>(call, {
    isAtomic: canEnd(call.caller),
    act,
    remember: ({ token, secret }): Remembered => ({ targetId: token.id, created: true, secret }),
    repeat: async ({ app, rows }, { targetId, secret }) => ({
      token: await getToken(app, targetId, rows),
      secret,
    }),
  });
}

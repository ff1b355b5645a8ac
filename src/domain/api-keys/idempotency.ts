import {
  type IdempotentCall,
  type Remembered,
  runIdempotently,
} from '../../security/idempotency/idempotency.ts';
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
  return newToken(call, (unit) => mintToken(unit, userId, input));
}

/** As `rotateToken`, once for each `Idempotency-Key`. */
export function rotateTokenIdempotently(
  call: IdempotentCall,
  id: bigint,
  input: RotateInput,
): Promise<AnsweredToken> {
  return newToken(call, (unit) => rotateToken(unit, id, input));
}

function newToken(
  call: IdempotentCall,
  act: (unit: UnitOfWork) => Promise<MintedToken>,
): Promise<AnsweredToken> {
  return runIdempotently<AnsweredToken>(call, {
    act,
    remember: ({ token, secret }): Remembered => ({ targetId: token.id, created: true, secret }),
    repeat: async ({ app, rows }, { targetId, secret }) => ({
      token: await getToken(app, targetId, rows),
      secret,
    }),
  });
}

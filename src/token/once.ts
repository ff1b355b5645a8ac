import type { App } from '../app.ts';
import type { Caller } from '../auth/caller.ts';
import type { Rows } from '../database/database.ts';
import { type Ask, type Outcome, once } from '../idempotency/once.ts';
import type { MintInput } from './input.ts';
import { type RotateInput, rotateToken } from './lineage.ts';
import type { Token } from './rows.ts';
import { getToken, type MintedToken, mintToken } from './service.ts';

/** A new key as it is answered: the text is null in a repeated answer after the first one's minute. */
export type AnsweredToken = { readonly token: Token; readonly secret: string | null };

/** As `mintToken`, once for each `Idempotency-Key`. */
export function mintTokenOnce(
  app: App,
  caller: Caller,
  ask: Ask,
  { userId, input }: { readonly userId: bigint; readonly input: MintInput },
): Promise<AnsweredToken> {
  return newToken(app, caller, ask, (rows) => mintToken(app, caller, userId, input, rows));
}

/** As `rotateToken`, once for each `Idempotency-Key`. */
export function rotateTokenOnce(
  app: App,
  caller: Caller,
  ask: Ask,
  { id, input }: { readonly id: bigint; readonly input: RotateInput },
): Promise<AnsweredToken> {
  return newToken(app, caller, ask, (rows) => rotateToken(app, caller, id, input, rows));
}

function newToken(
  app: App,
  caller: Caller,
  ask: Ask,
  act: (rows: Rows) => Promise<MintedToken>,
): Promise<AnsweredToken> {
  return once<AnsweredToken>(app, caller, ask, {
    act,
    remember: ({ token, secret }): Outcome => ({ targetId: token.id, created: true, secret }),
    repeat: async (rows, { targetId, secret }) => ({
      token: await getToken(app, targetId, rows),
      secret,
    }),
  });
}

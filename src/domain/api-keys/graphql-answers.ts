import { builder } from '../../kit/graphql/builder.ts';
import { ApiTokenRef } from './graphql.ts';
import type { AnsweredToken } from './idempotency.ts';
import type { Token } from './rows.ts';

/** The answer to a mutation that makes a key: the only place where the schema shows a secret. */
export function newTokenType(name: 'MintTokenSuccess' | 'RotateKeySuccess', description: string) {
  return builder.objectRef<AnsweredToken>(name).implement({
    description,
    fields: (t) => ({
      token: t.expose('token', {
        type: ApiTokenRef,
        description: 'The new key, without its secret.',
      }),
      secret: t.exposeString('secret', {
        nullable: true,
        description:
          'The secret, for the header `X-API-Key`. Save it now: it is never shown again. Null only in the response to a repeated `Idempotency-Key` more than a minute after the first.',
      }),
    }),
  });
}

/** The answer to a mutation that changes one. */
export function changedTokenType(
  name:
    | 'UpdateTokenSuccess'
    | 'RevokeTokenSuccess'
    | 'FinishRotationSuccess'
    | 'CancelRotationSuccess',
  description: string,
) {
  return builder.objectRef<{ readonly token: Token }>(name).implement({
    description,
    fields: (t) => ({
      token: t.expose('token', { type: ApiTokenRef, description: 'The key in its current state.' }),
    }),
  });
}

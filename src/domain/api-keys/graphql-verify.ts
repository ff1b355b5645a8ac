import { InvalidInputError } from '../../core/errors.ts';
import { builder } from '../../kit/graphql/builder.ts';
import { narrows } from '../../kit/graphql/narrows.ts';
import { CHECKS, type Explanation, explainToken, type KeyCheck } from './explain.ts';
import { ApiTokenRef, NEWER_SCOPE, TokenScope } from './graphql.ts';

const TokenCheck = builder.enumType('TokenCheck', {
  description: 'A check that a key must pass to be accepted.',
  values: Object.fromEntries(
    Object.entries(CHECKS).map(([name, description]) => [name, { description }]),
  ) as Record<KeyCheck, { description: string }>,
});

const CheckVerdict = builder.enumType('CheckVerdict', {
  description: 'The result of a check.',
  values: {
    PASSED: { description: 'Passed.' },
    FAILED: { description: 'Failed: the key is refused here.' },
    NOT_REACHED: { description: 'Not run, because an earlier check failed.' },
  } as const,
});

const CheckResultRef = builder
  .objectRef<Explanation['checks'][number]>('TokenCheckResult')
  .implement({
    description: 'One check of a key.',
    fields: (t) => ({
      check: t.expose('check', { type: TokenCheck, description: 'The check.' }),
      verdict: t.expose('verdict', { type: CheckVerdict, description: 'The result.' }),
    }),
  });

const VerificationRef = builder.objectRef<Explanation>('TokenVerification').implement({
  description: 'Whether a key would be accepted, and why.',
  fields: (t) => ({
    valid: t.exposeBoolean('valid', { description: 'Whether the key would be accepted now.' }),
    isAdmin: t.exposeBoolean('isAdmin', {
      description:
        'Whether it would count as an admin key: it is valid, its user is an administrator, and it was created here. A key with `isImported` never does.',
    }),
    token: t.expose('token', {
      type: ApiTokenRef,
      nullable: true,
      description: 'The key with this text, even if it no longer works; null if it does not exist.',
    }),
    checks: t.expose('checks', {
      type: [CheckResultRef],
      cost: { items: 7 },
      description: 'All checks in order. SCOPE is included if a scope was given.',
    }),
  }),
});

builder.queryField('verifyToken', (t) =>
  t.field({
    type: VerificationRef,
    access: { requires: 'ADMIN' },
    description:
      'Checks whether the text of a key works, and if not, which check fails. Nothing is counted as usage. Send the text as a variable, not inside the document.',
    args: {
      token: t.arg.string({ required: true, description: 'The text of the key.' }),
      scope: t.arg({
        type: TokenScope,
        extensions: narrows,
        description:
          'A scope to check as well. Leave it out to check none: null and an absent variable are refused.',
      }),
    },
    resolve: (_root, { token, scope }, { app }) => {
      if (scope === NEWER_SCOPE)
        throw new InvalidInputError([
          { path: ['scope'], message: 'must name a scope', type: 'value_error' },
        ]);
      return explainToken(app, token, scope ?? null);
    },
  }),
);

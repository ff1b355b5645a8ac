import { InvalidInputError } from '../../core/errors.ts';
import { builder } from '../../kit/graphql/builder.ts';
import { CHECKS, type Check, type Explanation, explainToken } from './explain.ts';
import { ApiTokenRef, NEWER_SCOPE, TokenScope } from './graphql.ts';

const TokenCheck = builder.enumType('TokenCheck', {
  description: 'What a key has to pass to be let in.',
  values: Object.fromEntries(
    Object.entries(CHECKS).map(([name, description]) => [name, { description }]),
  ) as Record<Check, { description: string }>,
});

const CheckVerdict = builder.enumType('CheckVerdict', {
  description: 'What came of a check.',
  values: {
    PASSED: { description: 'It held.' },
    FAILED: { description: 'It did not: here the key is refused.' },
    NOT_REACHED: { description: 'An earlier check had failed.' },
  } as const,
});

const CheckResultRef = builder
  .objectRef<Explanation['checks'][number]>('TokenCheckResult')
  .implement({
    description: 'One check of a key.',
    fields: (t) => ({
      check: t.expose('check', { type: TokenCheck, description: 'What was asked.' }),
      verdict: t.expose('verdict', { type: CheckVerdict, description: 'What came of it.' }),
    }),
  });

const VerificationRef = builder.objectRef<Explanation>('TokenVerification').implement({
  description: 'Whether a key would be let in, and why.',
  fields: (t) => ({
    valid: t.exposeBoolean('valid', { description: 'Whether it would be let in now.' }),
    isAdmin: t.exposeBoolean('isAdmin', {
      description:
        'Whether it would count as an admin key: it is valid, its user is an administrator, and it was minted here. A key with `isImported` never does.',
    }),
    token: t.expose('token', {
      type: ApiTokenRef,
      nullable: true,
      description: 'The key with this text, also one that no longer works; null if there is none.',
    }),
    checks: t.expose('checks', {
      type: [CheckResultRef],
      cost: { items: 7 },
      description: 'All checks in order. SCOPE is among them if a scope was named.',
    }),
  }),
});

builder.queryField('verifyToken', (t) =>
  t.field({
    type: VerificationRef,
    access: { requires: 'ADMIN' },
    description:
      'Says of the text of a key whether it works, and if not, at which check it falls. Nothing is counted. Send the text as a variable, not within the document.',
    args: {
      token: t.arg.string({ required: true, description: 'The text of the key.' }),
      scope: t.arg({ type: TokenScope, description: 'Whether it may be used for this, too.' }),
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

import { ruleText } from '../../core/config/provider-rules.ts';
import { InvalidInputError } from '../../core/errors.ts';
import { builder } from '../../kit/graphql/builder.ts';
import { TOKEN_REFUSALS, type TokenRefusal } from '../../security/providers/refusals.ts';
import { RULE_VERDICTS, type RuleVerdict } from '../../security/providers/rules.ts';
import { TokenScope } from '../api-keys/graphql.ts';
import { AccessRef } from '../viewer/graphql.ts';
import { type ExplainedRule, explainLogin, type LoginExplanation } from './explain.ts';

const RefusalRef = builder.enumType('TokenRefusal', {
  description: 'Why the token of a sign-in provider is refused.',
  values: Object.fromEntries(
    Object.entries(TOKEN_REFUSALS).map(([name, text]) => [name, { description: `${text}.` }]),
  ) as Record<TokenRefusal, { description: string }>,
});

const VerdictRef = builder.enumType('LoginRuleVerdict', {
  description: 'The result of a rule.',
  values: Object.fromEntries(
    Object.entries(RULE_VERDICTS).map(([name, description]) => [name, { description }]),
  ) as Record<RuleVerdict, { description: string }>,
});

const RuleRef = builder.objectRef<ExplainedRule>('LoginRule').implement({
  description: 'One rule of a sign-in provider, applied to a token.',
  fields: (t) => ({
    rule: t.string({
      description: 'The rule, as in `groups contains "latchkey-admins": ADMIN`.',
      resolve: ({ rule }) => ruleText(rule),
    }),
    verdict: t.expose('verdict', { type: VerdictRef, description: 'The result.' }),
    found: t.exposeString('found', {
      nullable: true,
      description:
        'The claim in the token as JSON, at most 300 characters; null if the token has none.',
    }),
  }),
});

const ExplanationRef = builder.objectRef<LoginExplanation>('ExplainLoginSuccess').implement({
  description: 'What the token of a sign-in provider grants, and why.',
  fields: (t) => ({
    accepted: t.boolean({
      description: 'Whether the token would be accepted now.',
      resolve: ({ refusal }) => refusal === null,
    }),
    refusal: t.expose('refusal', {
      type: RefusalRef,
      nullable: true,
      description: 'Why it is refused; null if it is accepted.',
    }),
    reason: t.exposeString('reason', {
      nullable: true,
      description: 'The same as a sentence, as the caller and the audit log get it.',
    }),
    provider: t.string({
      nullable: true,
      description: 'The name of its provider; null if no provider has its issuer.',
      resolve: ({ provider }) => provider?.name ?? null,
    }),
    subject: t.string({
      nullable: true,
      description: 'The subject that it names.',
      resolve: ({ person }) => person?.subject || null,
    }),
    name: t.string({
      nullable: true,
      description: 'The name that it gives.',
      resolve: ({ person }) => person?.name ?? null,
    }),
    email: t.string({
      nullable: true,
      description: 'Its verified email address; null if it has none.',
      resolve: ({ person }) => person?.address ?? null,
    }),
    access: t.field({
      type: AccessRef,
      nullable: true,
      description: 'What it grants; null if it is refused.',
      resolve: ({ granting }) => (granting?.grant === 'NONE' ? null : (granting?.grant ?? null)),
    }),
    scopes: t.field({
      type: [TokenScope],
      description: 'The scopes that it grants with USER.',
      resolve: ({ granting }) => [...(granting?.scopes ?? [])],
    }),
    expiresAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it is refused as expired; null if its signature was not checked.',
      resolve: ({ login }) => login?.expiresAt ?? null,
    }),
    rules: t.expose('rules', {
      type: [RuleRef],
      cost: { items: { about: 10 } },
      description:
        'All rules of its provider, in order, also for a token that is refused for another reason.',
    }),
  }),
});

builder.mutationField('explainLogin', (t) =>
  t.field({
    type: ExplanationRef,
    access: { requires: 'ADMIN' },
    description:
      'Explains what the token of a sign-in provider grants, with the result of each rule. It changes nothing, and creates no user; it is a mutation so that the token cannot be sent in a URL. Send the token as a variable.',
    errors: {
      types: [InvalidInputError],
      union: { name: 'ExplainLoginResult', description: 'The result of `explainLogin`.' },
    },
    args: {
      token: t.arg.string({ required: true, description: 'The access token.' }),
    },
    resolve: (_root, { token }, { app }) => explainLogin(app, token),
  }),
);

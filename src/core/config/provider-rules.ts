import { z } from 'zod';
import { SCOPES } from '../scopes.ts';

/** How a rule compares a claim with its values. */
const OPERATORS = {
  equals: 'The claim is one of the values.',
  contains: 'The claim is a list, or words separated by spaces, with one of the values.',
  emailDomain: 'The claim is an address of one of the domains, whatever their case.',
  exists: 'The token has the claim.',
} as const;
type RuleOperator = keyof typeof OPERATORS;

/** What a rule grants. NONE refuses, although a later rule might grant something. */
const GRANTS = ['ADMIN', 'ANALYTICS', 'USER', 'NONE'] as const;

const value = z.union([z.string().min(1).max(2_000), z.number(), z.boolean()]);
const DOMAIN = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/i;

const claimName = z.string().min(1).max(200);

const ruleFields = z.strictObject({
  claim: z
    .union([claimName, z.array(claimName).min(1).max(5)])
    .transform((given) => [given].flat()),
  operator: z.enum(Object.keys(OPERATORS) as RuleOperator[]),
  value: z
    .union([value, z.array(value).min(1).max(100)])
    .optional()
    .transform((given) => (given === undefined ? [] : [given].flat())),
  grant: z.enum(GRANTS),
  scopes: z.array(z.enum(SCOPES)).min(1).optional(),
});

/** One line of the list that decides what a token grants. */
export type ProviderRule = Readonly<z.output<typeof ruleFields>>;

/** The rules of one provider, in order. */
export const ruleList = z
  .array(
    ruleFields.superRefine((rule, context) => {
      for (const [path, message] of problemsOf(rule))
        context.addIssue({ code: 'custom', path: [path], message });
    }),
  )
  .min(1)
  .max(100);

function problemsOf({ operator, value: values, grant, scopes }: ProviderRule): [string, string][] {
  const problems: [string, string][] = [];
  if (operator === 'exists' && values.length > 0)
    problems.push(['value', 'must be omitted with the operator exists']);
  if (operator !== 'exists' && values.length === 0)
    problems.push(['value', `is required with the operator ${operator}`]);
  if (operator === 'emailDomain' && !values.every((one) => DOMAIN.test(String(one))))
    problems.push(['value', 'must be a domain without @, such as example.com']);
  if (grant === 'USER' && scopes === undefined)
    problems.push(['scopes', 'must list the scopes that USER grants']);
  if (grant !== 'USER' && scopes !== undefined)
    problems.push(['scopes', `must be omitted with ${grant}`]);
  return problems;
}

type Addresses = {
  readonly emailClaim: string;
  readonly trustEmail: boolean;
  readonly isEntra: boolean;
  readonly rules: readonly ProviderRule[];
};

/** Rules that would grant something by an address that nobody verified, or that could never be verified. */
export function addressProblems({ emailClaim, trustEmail, isEntra, rules }: Addresses) {
  const canBeVerified = trustEmail || isEntra || emailClaim === 'email';
  return rules.flatMap(({ claim, operator, grant }, place): [(string | number)[], string][] => {
    const isOfAddress = claim.length === 1 && claim[0] === emailClaim;
    if (grant !== 'NONE' && !isOfAddress && (operator === 'emailDomain' || isEmail(claim)))
      return [
        [['rules', place, 'claim'], `must be the emailClaim (${emailClaim}): no other is verified`],
      ];
    if ((grant === 'USER' || (grant !== 'NONE' && isOfAddress)) && !canBeVerified)
      return [
        [
          ['rules', place, 'grant'],
          `cannot be ${grant}: email_verified is about the claim email, so that an address in ${emailClaim} counts only with trustEmail`,
        ],
      ];
    return [];
  });
}

function isEmail(claim: readonly string[]): boolean {
  return claim.length === 1 && claim[0] === 'email';
}

/** A rule in one line, for people. */
export function ruleText({ claim, operator, value, grant, scopes }: ProviderRule): string {
  const values = value.map((one) => JSON.stringify(one)).join(' or ');
  const granted = scopes === undefined ? grant : `${grant} (${scopes.join(', ')})`;
  return `${[claim.join(' > '), operator, values].filter((part) => part !== '').join(' ')}: ${granted}`;
}

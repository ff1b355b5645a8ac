import type { ProviderRule } from '../../core/config/provider-rules.ts';
import { isJsonObject, type JsonObject } from '../../core/input/json.ts';
import type { Person } from './person.ts';
import type { TokenRefusal } from './refusals.ts';

/** What became of a rule. */
export const RULE_VERDICTS = {
  MATCHED: 'The rule matched: it decides.',
  NOT_MATCHED: 'The rule did not match.',
  OVERAGE: 'The claim is not in the token because it has too many values. The token is refused.',
  UNVERIFIED: 'The rule matched an address that is not verified, so that it grants nothing.',
  NOT_REACHED: 'An earlier rule decided.',
} as const;
export type RuleVerdict = keyof typeof RULE_VERDICTS;

export type Decision = {
  /** In the order of the rules. */
  readonly verdicts: readonly RuleVerdict[];
  /** The rule that decides, or why there is none. */
  readonly rule: ProviderRule | null;
  readonly refusal: TokenRefusal | null;
};

/** Goes through the rules of a provider. The first that matches decides. */
export function decide(
  rules: readonly ProviderRule[],
  claims: JsonObject,
  person: Pick<Person, 'emailClaim' | 'address'>,
): Decision {
  const verdicts: RuleVerdict[] = [];
  let decided: Pick<Decision, 'rule' | 'refusal'> | null = null;
  for (const rule of rules) {
    const verdict = decided === null ? verdictOf(rule, claims, person) : 'NOT_REACHED';
    verdicts.push(verdict);
    if (verdict === 'OVERAGE') decided = { rule: null, refusal: 'GROUPS_OVERAGE' };
    if (verdict === 'MATCHED')
      decided = { rule, refusal: rule.grant === 'NONE' ? 'RULE_NONE' : null };
  }
  return { verdicts, ...(decided ?? { rule: null, refusal: 'NO_RULE' }) };
}

function verdictOf(
  rule: ProviderRule,
  claims: JsonObject,
  { emailClaim, address }: Pick<Person, 'emailClaim' | 'address'>,
): RuleVerdict {
  const [name = '', ...more] = rule.claim;
  // To go on would skip a rule that might refuse.
  if (isInOverage(claims, name)) return 'OVERAGE';
  if (!matches(rule, valueAt(claims, rule.claim))) return 'NOT_MATCHED';
  // An address that anybody can claim must not grant anything; it may well refuse.
  if (more.length > 0 || rule.grant === 'NONE') return 'MATCHED';
  if (name === emailClaim && address === null) return 'UNVERIFIED';
  // Where the address is read from another claim, nothing is said about this one.
  return name === 'email' && name !== emailClaim ? 'UNVERIFIED' : 'MATCHED';
}

/** Entra ID leaves a claim with too many values out, and names it here. */
function isInOverage(claims: JsonObject, name: string): boolean {
  const { _claim_names: names, hasgroups } = claims;
  if (Object.hasOwn(claims, name)) return false;
  return (isJsonObject(names) && Object.hasOwn(names, name)) || (name === 'groups' && !!hasgroups);
}

/** The value of a claim by its path; undefined where there is none. */
export function valueAt(claims: JsonObject, path: readonly string[]): unknown {
  let value: unknown = claims;
  for (const name of path)
    value = isJsonObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  return value;
}

function matches({ operator, value: values }: ProviderRule, claim: unknown): boolean {
  const isOne = (part: unknown) => values.some((value) => value === part);
  if (operator === 'exists') return claim !== undefined && claim !== null;
  if (operator === 'equals') return isOne(claim);
  if (operator === 'emailDomain') return values.some((value) => domainOf(claim) === domain(value));
  if (typeof claim === 'string') return claim.split(' ').some(isOne);
  return Array.isArray(claim) && claim.some(isOne);
}

function domainOf(claim: unknown): string | null {
  const at = typeof claim === 'string' ? claim.lastIndexOf('@') : -1;
  return at < 0 ? null : domain(String(claim).slice(at + 1));
}

function domain(value: unknown): string {
  return String(value).toLowerCase();
}

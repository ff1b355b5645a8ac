import type { App } from '../../core/app.ts';
import type { ProviderRule } from '../../core/config/provider-rules.ts';
import { shortened } from '../../core/input/shorten.ts';
import type { TokenCheck } from '../../security/providers/providers.ts';
import { TOKEN_REFUSALS, type TokenRefusal } from '../../security/providers/refusals.ts';
import { type RuleVerdict, valueAt } from '../../security/providers/rules.ts';
import { findUserRowByEmail } from '../users/service.ts';
import { isLoginErased } from './user-of-login.ts';

/** A rule, and what became of it. */
export type ExplainedRule = {
  readonly rule: ProviderRule;
  readonly verdict: RuleVerdict;
  /** The claim as JSON, shortened; null where the token has none. */
  readonly found: string | null;
};

/** What a token grants, and why. */
export type LoginExplanation = Pick<TokenCheck, 'provider' | 'person' | 'login'> & {
  readonly refusal: TokenRefusal | null;
  readonly reason: string | null;
  /** The rule that grants something; null for a token that is refused. */
  readonly granting: ProviderRule | null;
  readonly rules: readonly ExplainedRule[];
};

/** Says what became of each rule, also of those that a refused token would have passed. Creates no user. */
export async function explainLogin(app: App, token: string): Promise<LoginExplanation> {
  const check = await app.providers.explain(token);
  const { refusal, person } = check;
  const address = person?.address;
  if (refusal !== null || address == null) return explanationOf(check, refusal);
  return explanationOf(check, await refusalOfUser(app, check, address));
}

async function refusalOfUser(
  app: App,
  { decision }: TokenCheck,
  address: string,
): Promise<TokenRefusal | null> {
  const user = await findUserRowByEmail(app, address);
  if (user !== null) return user.isActive ? null : 'USER_SUSPENDED';
  const isCreated = decision?.rule?.grant === 'USER';
  return isCreated && (await isLoginErased(app, address)) ? 'USER_ERASED' : null;
}

/** As far as the token itself and the settings decide. */
export function explanationOf(
  { provider, person, login, decision, claims }: TokenCheck,
  refusal: TokenRefusal | null,
): LoginExplanation {
  const rules = provider?.rules ?? [];
  return {
    provider,
    person,
    login,
    refusal,
    reason: refusal === null ? null : TOKEN_REFUSALS[refusal],
    granting: refusal === null ? (decision?.rule ?? null) : null,
    rules: rules.map((rule, place) => ({
      rule,
      verdict: decision?.verdicts[place] ?? 'NOT_REACHED',
      found: foundIn(claims, rule),
    })),
  };
}

const MOST_SHOWN = 300;

function foundIn(claims: TokenCheck['claims'], { claim }: ProviderRule): string | null {
  const value = valueAt(claims, claim);
  return value === undefined ? null : shortened(jsonOf(value), MOST_SHOWN);
}

function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return '(nested too deeply to be shown)';
  }
}

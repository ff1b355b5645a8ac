import { text } from 'node:stream/consumers';
import { databaseClock } from '../core/clock.ts';
import { parseConfig } from '../core/config/parse-config.ts';
import { ruleText } from '../core/config/provider-rules.ts';
import { UnavailableError } from '../core/errors.ts';
import { createLogger } from '../core/log.ts';
import { StartError } from '../core/start-error.ts';
import { explanationOf, type LoginExplanation } from '../domain/sign-in/explain.ts';
import { createProviders } from '../security/providers/providers.ts';
import { UsageError } from './usage-error.ts';

// Shows what a provider's token would grant, and why: latchkey explain-login < token.txt

const USAGE =
  'Usage: latchkey explain-login < token.txt, with an access token on standard input and the settings of the service';

const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A token can say anything, also what would move the cursor of a terminal. */
function printable(text: string): string {
  return text.replace(CONTROL, '');
}

export function formatExplanation(explanation: LoginExplanation): string {
  const { provider, person, login, reason, granting, rules } = explanation;
  const facts = [
    ['provider', provider?.name],
    ['subject', person?.subject],
    ['name', person?.name],
    ['verified email', provider === null ? undefined : (person?.address ?? 'none')],
    ['expires', login?.expiresAt.toISOString()],
  ].flatMap(([name, value]) => (value ? [`  ${String(name).padEnd(15)} ${printable(value)}`] : []));
  const shown = rules.map(
    ({ rule, verdict, found }) =>
      `  ${verdict.padEnd(15)} ${ruleText(rule)}   [${printable(found ?? 'no such claim')}]`,
  );
  const verdict = granting === null ? `Refused: ${reason}.` : `Accepted: ${ruleText(granting)}`;
  return [...facts, ...(shown.length > 0 ? ['rules:', ...shown] : []), verdict, ''].join('\n');
}

/** Needs no database: whether the user is suspended, the mutation of the same name says. */
export async function explainLoginCommand(args: readonly string[]): Promise<number> {
  if (args.length > 0 || process.stdin.isTTY) throw new UsageError(USAGE);
  const token = (await text(process.stdin)).trim();
  const config = parseConfig(process.env);
  if (config.providers.length === 0)
    throw new StartError('OIDC_PROVIDERS is not set here: no provider is known');
  const providers = createProviders(config.providers, {
    clock: databaseClock,
    log: createLogger('silent'),
  });
  await providers.refresh();
  const check = await providers.explain(token).catch((error: unknown) => {
    if (!(error instanceof UnavailableError)) throw error;
    throw new StartError(providers.problem() ?? error.message);
  });
  process.stdout.write(formatExplanation(explanationOf(check, check.refusal)));
  return check.refusal === null ? 0 : 1;
}

import type { Config } from '../../core/config/config.ts';
import { parseConfig } from '../../core/config/parse-config.ts';
import { productionProblems } from '../../core/config/production.ts';
import { givenValues, readSecretFiles } from '../../core/config/secret-files.ts';
import { SECRET_NAMES, SETTINGS } from '../../core/config/settings.ts';
import { StartError } from '../../core/start-error.ts';
import { fail, type InstallationCheck, ok, warn } from './check.ts';
import { checkRetention } from './retention.ts';

export type ReadSettings = {
  readonly config: Config | null;
  readonly checks: readonly InstallationCheck[];
};

/** All settings that the service refuses at its start, and what it only warns of. */
export function checkSettings(env: NodeJS.ProcessEnv): ReadSettings {
  const given = SETTINGS.filter(
    ({ name }) => env[name] !== undefined || env[`${name}_FILE`] !== undefined,
  );
  try {
    const config = parseConfig(env);
    return {
      config,
      checks: [
        ok('settings', `${given.length} set, all valid.`),
        ...config.warnings.map((text) => warnAbout(text)),
        ...checkSecrets(config, env),
        ...checkRetention(config),
      ],
    };
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    const remedy = 'Correct them as docs/settings.md describes; nothing else was checked.';
    return { config: null, checks: [fail('settings', error.message, remedy)] };
  }
}

/** The warnings of a start name the remedy after a colon. */
function warnAbout(text: string): InstallationCheck {
  const at = text.indexOf(': ');
  const remedy = at < 0 ? 'See docs/settings.md.' : sentenceOf(text.slice(at + 2));
  return warn('settings', `${at < 0 ? text : text.slice(0, at)}.`, remedy);
}

/** In production, weak and equal secrets stop the start; elsewhere, nothing else says so. */
function checkSecrets({ production }: Config, env: NodeJS.ProcessEnv): InstallationCheck[] {
  if (production) return [ok('secrets', 'They are strong, and differ from one another.')];
  const { values } = readSecretFiles(givenValues(env), SECRET_NAMES);
  const problems = productionProblems(values).filter(({ name }) => values[name] !== undefined);
  if (problems.length === 0)
    return [ok('secrets', 'Those that are set would be accepted in production.')];
  return problems.map(({ name, message }) => {
    const [problem = message] = message.split(/[:;] /, 1);
    const remedy = 'Set one with `openssl rand -hex 32` before others can reach the service.';
    return warn('secrets', `${name} ${problem}; production would refuse it.`, remedy);
  });
}

function sentenceOf(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.?]$/.test(text) ? '' : '.'}`;
}

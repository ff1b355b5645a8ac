import { unsafeNetworkSecrets } from './production.ts';
import type { Environment } from './settings.ts';
import { similarSetting } from './similar-names.ts';

type Values = Readonly<Record<string, string>>;

/**
 * What allows a start, but should not stay so.
 * @param given all of the environment
 */
export function warningsOf(
  env: Environment,
  values: Values,
  given: NodeJS.ProcessEnv,
): readonly string[] {
  return [
    ...('isImplied' in env.TRUST_PROXY ? [IMPLIED_HOPS] : []),
    ...guessableKeys(env, values),
    ...misspelledNames(given),
  ];
}

const IMPLIED_HOPS =
  'TRUST_PROXY=true trusts exactly one proxy: set TRUST_PROXY=1, or the addresses of your proxies';

const LOOPBACK = /^(localhost|127\.[\d.]+|::1)$/i;

function guessableKeys({ HOST, NODE_ENV }: Environment, values: Values): readonly string[] {
  const isReachable = HOST !== undefined && !LOOPBACK.test(HOST);
  if (NODE_ENV === 'production' || !isReachable) return [];
  return unsafeNetworkSecrets(values).map(
    (name) =>
      `HOST ${HOST} makes this service reachable from the network, and ${name} is easy to guess: set one with \`openssl rand -hex 32\`, or set HOST to 127.0.0.1`,
  );
}

/** The environment belongs to many programs, so a name that nobody knows is no error. */
function misspelledNames(given: NodeJS.ProcessEnv): readonly string[] {
  return Object.keys(given).flatMap((name) => {
    const meant = similarSetting(name, given);
    return meant === undefined ? [] : [`${name} is not a setting: did you mean ${meant}?`];
  });
}

import { unsafeNetworkSecrets } from './production.ts';
import { ENVIRONMENT, type Environment, SECRET_NAMES } from './settings.ts';

type Values = Readonly<Record<string, string>>;

/**
 * What allows a start, but should not stay so.
 * @param names those of all environment variables
 */
export function warningsOf(
  env: Environment,
  values: Values,
  names: readonly string[],
): readonly string[] {
  return [
    ...('isImplied' in env.TRUST_PROXY ? [IMPLIED_HOPS] : []),
    ...guessableKeys(env, values),
    ...misspelledNames(names),
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

const KNOWN = [...Object.keys(ENVIRONMENT.shape), ...SECRET_NAMES.map((name) => `${name}_FILE`)];
/** A short name, such as PORT, is near to many that are meant for other programs. */
const SHORTEST = 8;
const MOST_EDITS = 2;

/** The environment belongs to many programs, so a name that nobody knows is no error. */
function misspelledNames(names: readonly string[]): readonly string[] {
  const known = new Set(KNOWN);
  return names
    .filter((name) => name.length >= SHORTEST && !known.has(name))
    .flatMap((name) => {
      const meant = KNOWN.find((other) => isNear(name.toUpperCase(), other));
      return meant === undefined ? [] : [`${name} is not a setting: did you mean ${meant}?`];
    });
}

function isNear(name: string, other: string): boolean {
  const isLong = other.length >= SHORTEST && Math.abs(name.length - other.length) <= MOST_EDITS;
  return isLong && editsBetween(name, other) <= MOST_EDITS;
}

/** How many characters have to be inserted, deleted or replaced (Levenshtein). */
function editsBetween(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, count) => count);
  for (const [index, character] of [...from].entries()) {
    const next = [index + 1];
    for (let at = 1; at <= to.length; at += 1) {
      const replaced = (row[at - 1] ?? 0) + (to[at - 1] === character ? 0 : 1);
      next.push(Math.min(replaced, (row[at] ?? 0) + 1, (next[at - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}

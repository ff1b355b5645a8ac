import type { Problem } from './secret-files.ts';
import { isCommonDigest, isUnfilled } from './unfilled-secret.ts';
import { isKnownDefault, isPredictable } from './weak-secret.ts';

type Values = Readonly<Record<string, string>>;

const MIN_KEY_LENGTH = 24;
const HEADER_KEYS = [
  'ADMIN_API_TOKEN',
  'ANALYTICS_API_TOKEN',
  'INTERNAL_API_SECRET',
  'VEXA_SYSTEM_WEBHOOK_SECRET',
];
const PEPPERS = ['TOKEN_PEPPER', 'TOKEN_PEPPER_PREVIOUS'];
const REMEDY = 'set one with `openssl rand -hex 32`';

/** The rules that a development machine is spared. */
export function productionProblems(values: Values): readonly Problem[] {
  return [
    ...missing(values),
    ...HEADER_KEYS.flatMap((name) => keysIn(values[name]).flatMap((key) => weakKey(name, key))),
    // A previous one may be weak: that is a reason to change it.
    ...guessable('TOKEN_PEPPER', values['TOKEN_PEPPER']),
    ...sameSecrets(values),
  ];
}

/**
 * Keys that are fit for a development machine alone: to be named when others can reach it. The names
 * of their settings.
 */
export function unsafeNetworkSecrets(values: Values): readonly string[] {
  const problems = HEADER_KEYS.flatMap((name) =>
    keysIn(values[name]).flatMap((key) => weakKey(name, key)),
  );
  return [...new Set(problems.map(({ name }) => name))];
}

function missing(values: Values): readonly Problem[] {
  const problems: Problem[] = [];
  if (values['ADMIN_API_TOKEN'] === undefined) {
    problems.push({ name: 'ADMIN_API_TOKEN', message: `is required in production: ${REMEDY}` });
  }
  if (values['DATABASE_URL'] !== undefined && values['TOKEN_PEPPER'] === undefined) {
    problems.push({
      name: 'TOKEN_PEPPER',
      message: `is required in production with DATABASE_URL, so that every process has the same: ${REMEDY}`,
    });
  }
  return problems;
}

/** Two may be given during a change; each must be as good as one alone. */
function keysIn(value: string | undefined): readonly string[] {
  return value === undefined ? [] : value.split(',').map((key) => key.trim());
}

function weakKey(name: string, value: string): readonly Problem[] {
  if (isUnfilled(value)) return [unfilled(name)];
  if (isKnownDefault(value)) return [{ name, message: `is a well-known default: ${REMEDY}` }];
  if (value.length >= MIN_KEY_LENGTH) return guessable(name, value);
  return [
    { name, message: `must have at least ${MIN_KEY_LENGTH} characters in production: ${REMEDY}` },
  ];
}

function guessable(name: string, value: string | undefined): readonly Problem[] {
  if (value === undefined) return [];
  if (isUnfilled(value)) return [unfilled(name)];
  if (isCommonDigest(value))
    return [
      {
        name,
        message: `is too easy to guess: it is a digest of nothing or of a common password; ${REMEDY}`,
      },
    ];
  if (!isPredictable(value)) return [];
  return [
    {
      name,
      message: `is too easy to guess: it is repetitive or consists of common words; ${REMEDY}`,
    },
  ];
}

function unfilled(name: string): Problem {
  // Keys may have been made with the text as it stands.
  const ofOld = name === 'TOKEN_PEPPER' ? ', and keep this text in TOKEN_PEPPER_PREVIOUS' : '';
  return {
    name,
    message: `is a placeholder, or says where the secret is: set the secret itself, or ${name}_FILE${ofOld}`,
  };
}

/** One secret for two purposes opens both to whoever is given one, or finds one. */
function sameSecrets(values: Values): readonly Problem[] {
  const seen = new Map<string, string>();
  const problems: Problem[] = [];
  for (const name of [...HEADER_KEYS, ...PEPPERS]) {
    const own = HEADER_KEYS.includes(name) ? keysIn(values[name]) : [values[name] ?? ''];
    for (const secret of new Set(own.filter((text) => text !== ''))) {
      const other = seen.get(secret);
      if (other !== undefined)
        problems.push({ name, message: `must differ from ${other}: ${REMEDY}` });
      seen.set(secret, name);
    }
  }
  return problems;
}

import type { Problem } from './secret-files.ts';

type Values = Readonly<Record<string, string>>;

const MIN_KEY_LENGTH = 24;
const OPERATOR_KEYS = ['ADMIN_API_TOKEN', 'ANALYTICS_API_TOKEN', 'INTERNAL_API_SECRET'];
const REMEDY = 'set one with `openssl rand -hex 32`';

/** Values that stand in somebody's documentation, compared without case and punctuation. */
const KNOWN_DEFAULTS = new Set([
  'token',
  'admin',
  'adminapitoken',
  'adminkey',
  'admintoken',
  'analyticsapitoken',
  'changeit',
  'changeme',
  'changemeinproduction',
  'default',
  'devadmintoken',
  'devtoken',
  'example',
  'internalapisecret',
  'internalsecret',
  'password',
  'replaceme',
  'replacewithasecuretoken',
  'secret',
  'test',
  'testtoken',
  'vexaadmintoken',
  'youradminapitoken',
  'youradmintoken',
  'yoursecureadmintoken',
  'yoursecuretokenhere',
]);

/** The rules that a development machine is spared. */
export function productionProblems(values: Values): readonly Problem[] {
  return [
    ...missing(values),
    ...OPERATOR_KEYS.flatMap((name) => keysIn(values[name]).flatMap((key) => weakKey(name, key))),
    ...sameKeys(values),
  ];
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
  if (KNOWN_DEFAULTS.has(value.toLowerCase().replace(/[^a-z0-9]/g, ''))) {
    return [{ name, message: `is a well-known default: ${REMEDY}` }];
  }
  if (value.length >= MIN_KEY_LENGTH) return [];
  return [
    { name, message: `must have at least ${MIN_KEY_LENGTH} characters in production: ${REMEDY}` },
  ];
}

function sameKeys(values: Values): readonly Problem[] {
  const admin = keysIn(values['ADMIN_API_TOKEN']);
  if (!keysIn(values['ANALYTICS_API_TOKEN']).some((key) => admin.includes(key))) return [];
  return [
    {
      name: 'ANALYTICS_API_TOKEN',
      message: 'must differ from ADMIN_API_TOKEN: whoever reads figures would be the operator',
    },
  ];
}

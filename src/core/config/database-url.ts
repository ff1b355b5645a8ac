import { ownValue } from '../own-value.ts';

/** Of PostgreSQL, by name. */
export type Settings = Readonly<Record<string, string>>;

/** The address of a database, as an operator wrote it. */
export type DatabaseUrl = {
  /** What the driver is given: it would let every parameter in it win over ours. */
  readonly driverUrl: string;
  /** Where the tables are; null where the address does not say. */
  readonly schema: string | null;
  /** Whether it leads to PgBouncer in transaction mode. */
  readonly isPooled: boolean;
  /** The settings in its `options`. */
  readonly settings: Settings;
};

const SSL_MODES = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full', 'no-verify'];

/** What the driver reads itself; of some, it takes unknown values for something else. */
const DRIVERS: Readonly<Record<string, readonly string[] | null>> = {
  host: null,
  port: null,
  user: null,
  password: null,
  application_name: null,
  fallback_application_name: null,
  sslmode: SSL_MODES,
  // Any other text would turn TLS on, "false" included.
  ssl: ['true', '1', '0', 'no-verify'],
  sslcert: null,
  sslkey: null,
  sslrootcert: null,
  sslnegotiation: ['postgres', 'direct'],
  uselibpqcompat: ['true'],
};

/** What is read here. */
const OURS: Readonly<Record<string, readonly string[] | null>> = {
  schema: null,
  pgbouncer: ['true', 'false'],
  options: null,
};

const KNOWN = { ...DRIVERS, ...OURS };

const REMEDIES: Readonly<Record<string, string>> = {
  connection_limit: 'set DATABASE_POOL_SIZE instead',
  statement_timeout: 'set DATABASE_STATEMENT_TIMEOUT_MS instead',
  search_path: 'use schema instead',
};

/** What is wrong with the parameters, completing a sentence that starts with the setting's name; or null. */
export function urlProblem(text: string): string | null {
  const { parameters } = split(text);
  for (const name of new Set(parameters.keys())) {
    const problem = parameterProblem(name, parameters.getAll(name));
    if (problem !== null) return problem;
  }
  return null;
}

function parameterProblem(name: string, [value = '', ...more]: readonly string[]): string | null {
  const allowed = ownValue(KNOWN, name);
  if (allowed === undefined) return unknown(name);
  if (more.length > 0) return `has the parameter ${name} twice`;
  if (allowed !== null && !allowed.includes(value))
    return `has an unknown value for ${name}; use one of ${allowed.join(', ')}`;
  if (name === 'schema' && !SCHEMA.test(value))
    return 'has an invalid schema name: use letters, digits and _, at most 63';
  if (name === 'options' && readOptions(value) === null)
    return 'has invalid options: write them as -c name=value';
  return null;
}

/** Quotes the name only if it can hardly be a part of a password. */
function unknown(name: string): string {
  const parameter = /^\w{1,40}$/.test(name) ? `the parameter ${name}` : 'a parameter';
  const remedy = ownValue(REMEDIES, name) ?? `remove it (known: ${Object.keys(KNOWN).join(', ')})`;
  return `has ${parameter}, which is not supported; ${remedy}`;
}

const FULL_ALIASES = new Set(['prefer', 'require', 'verify-ca']);

/** The driver reads these modes as `verify-full`, and prints a warning of eight lines about it. */
function isAliasOfFull(parameters: URLSearchParams): boolean {
  const isCompatible = parameters.get('uselibpqcompat') === 'true';
  return !isCompatible && FULL_ALIASES.has(parameters.get('sslmode') ?? '');
}

const SCHEMA = /^[A-Za-z_][A-Za-z0-9_]{0,62}$/;

/** Reads an address in which `urlProblem` finds nothing wrong. */
export function readUrl(text: string): DatabaseUrl {
  const { base, parameters } = split(text);
  const schema = parameters.get('schema');
  const isPooled = parameters.get('pgbouncer') === 'true';
  const settings = readOptions(parameters.get('options') ?? '') ?? {};
  for (const name of Object.keys(OURS)) parameters.delete(name);
  if (isAliasOfFull(parameters)) parameters.set('sslmode', 'verify-full');
  const rest = parameters.size > 0 ? `?${parameters}` : '';
  return { driverUrl: base + rest, schema, isPooled, settings };
}

type Split = { readonly base: string; readonly parameters: URLSearchParams };

/** Blanks around an address, as in a file of settings, are no part of it. */
function split(text: string): Split {
  const trimmed = text.trim();
  const [, base = trimmed, query = ''] = /^([^?#]*)(?:\?([^#]*))?/.exec(trimmed) ?? [];
  return { base, parameters: new URLSearchParams(query) };
}

/** A backslash keeps the next character as it is. */
const WORD = /(?:[^\s\\]|\\.)+/gs;
const SETTING = /^(?:-c|--)?([A-Za-z_][\w.-]*)=(.*)$/s;

/** Reads `-c name=value` and `--name=value`, as the server does; null for anything else. */
function readOptions(text: string): Settings | null {
  const words = [...text.matchAll(WORD)].map(([word]) => word.replace(/\\(.)/gs, '$1'));
  const settings: Record<string, string> = {};
  for (let place = 0; place < words.length; place += 1) {
    const isSplit = words[place] === '-c';
    if (isSplit) place += 1;
    const word = words[place] ?? '';
    const [, name = '', value = ''] = SETTING.exec(word) ?? [];
    if (name === '' || isSplit === word.startsWith('-')) return null;
    settings[name.toLowerCase().replaceAll('-', '_')] = value;
  }
  return settings;
}

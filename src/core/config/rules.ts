import { isIP } from 'node:net';
import { z } from 'zod';
import { isScope, SCOPES } from '../scopes.ts';
import { readUrl, urlProblem } from './database-url.ts';

// The forms that settings may take. Each message completes a sentence that starts with the
// setting's name, and never repeats the value: it may be a secret in the wrong place.

const HOST_NAME = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i;
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
/** What Python services, which this one stands beside, call the same levels. */
const LEVEL_ALIASES: Readonly<Record<string, string>> = { warning: 'warn', critical: 'fatal' };

/** Digits only: no exponent, no hexadecimal, no sign, no blanks. */
export function integerSetting(min: number, max: number) {
  const range = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,10}$/, { error: range, abort: true })
    .transform(Number)
    .refine((value) => value >= min && value <= max, range);
}

export const trueOrFalse = z.stringbool({
  truthy: ['true', '1'],
  falsy: ['false', '0'],
  error: 'must be true or false',
});

/** A part of one. */
export const share = z
  .string()
  .regex(/^(?:0(?:\.\d{1,9})?|1(?:\.0{1,9})?)$/, {
    error: 'must be a number from 0 to 1',
    abort: true,
  })
  .transform(Number);

/** Without a user or a password, which would stand in errors. */
export const httpUrl = z.string().refine((value) => {
  const url = URL.parse(value);
  return url !== null && /^https?:$/.test(url.protocol) && url.username + url.password === '';
}, 'must be a URL that starts with http:// or https://, without a password');

export const environment = z.enum(['development', 'test', 'production'], {
  error: 'must be development, test or production (or unset, which means development)',
});

export const logLevel = z
  .string()
  .transform((value) => LEVEL_ALIASES[value.toLowerCase()] ?? value.toLowerCase())
  .pipe(z.enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(', ')}` }));

export const hostName = z
  .string()
  .refine(
    (value) => isIP(value) !== 0 || HOST_NAME.test(value),
    'must be an IP address or a host name, such as 127.0.0.1 or 0.0.0.0, without a port',
  );

const BASE_PATH = /^(?:\/[\w.~-]+)+$/;
const MOST_BASE_PATH = 200;

/** A prefix that no two programs read differently, and that hides none of the paths that probes ask for. */
export const basePath = z.string().refine((value) => {
  const [, ...segments] = value.split('/');
  const isPlain = segments.every((segment) => segment !== '.' && segment !== '..');
  return (
    value.length <= MOST_BASE_PATH && BASE_PATH.test(value) && isPlain && segments[0] !== 'health'
  );
}, 'must be a path such as /latchkey: it begins with /, does not end with / and has letters, digits, _, -, . and ~ only; it cannot begin with /health');

export const folder = z.string().refine((value) => !value.includes('\0'), 'must be a path');

export const databaseUrl = z
  .string()
  .trim()
  .regex(/^postgres(ql)?:\/\//i, {
    error: 'must start with postgres:// or postgresql://',
    abort: true,
  })
  .refine(
    isReadableUrl,
    'must look like postgres://user:password@host:5432/database, with any of @ : / ? # % in the password percent-encoded',
  )
  .superRefine((value, context) => {
    const problem = urlProblem(value);
    if (problem !== null) context.addIssue({ code: 'custom', message: problem });
  });

/** Of the server itself: what a session holds is lost behind a pooler. */
export const directDatabaseUrl = databaseUrl.refine(
  (value) => !readUrl(value).isPooled,
  'must be the address of the database server itself, without pgbouncer=true',
);

/** One or several, separated by commas. */
export const fileList = z
  .string()
  .transform((value) => value.split(',').map((path) => path.trim()))
  .pipe(z.array(z.string().min(1, 'must be one or more paths, separated by commas')));

export const trustMode = z.enum(['off', 'report', 'enforce'], {
  error: 'must be off, report or enforce',
});

/** Sent in a header, so anything beyond visible ASCII would never arrive as it was written. */
export const headerKey = z
  .string()
  .regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without spaces');

/** One key, or two while one takes the place of the other. */
export const headerKeys = z
  .string()
  .transform((value) => value.split(',').map((key) => key.trim()))
  .pipe(z.array(headerKey).max(2, 'must hold at most two keys, separated by a comma'));

export const eventUsers = z.enum(['imported', 'own'], { error: 'must be imported or own' });

export const limitStore = z.enum(['memory', 'postgres'], { error: 'must be memory or postgres' });

export const scopeList = z
  .string()
  .transform((value) => value.split(',').map((scope) => scope.trim()))
  .refine(
    (scopes) => scopes.every(isScope),
    `must list some of ${SCOPES.join(', ')}, separated by commas`,
  );

export const tokenPrefix = z
  .string()
  .regex(
    /^[a-z][a-z0-9]{1,9}$/,
    'must be 2 to 10 lower-case letters and digits, starting with a letter',
  );

export const pepper = z
  .string()
  .min(32, 'must be at least 32 characters long: set one with `openssl rand -hex 32`');

function isReadableUrl(value: string): boolean {
  // An address without a host means a Unix socket, named in `?host=`: `postgres://user@/database`.
  const url = URL.parse(value.replace('@/', '@localhost/'));
  if (url === null) return false;
  return [url.username, url.password, url.pathname].every(isDecodable);
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

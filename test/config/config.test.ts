import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parseConfig } from '../../src/config/config.ts';
import { SETTINGS } from '../../src/config/settings.ts';
import { StartError } from '../../src/start-error.ts';

const LONG_KEY = 'k7Qw2-an-operator-key-of-its-own';
const PEPPER = 'p'.repeat(32);
const PRODUCTION = { NODE_ENV: 'production', ADMIN_API_TOKEN: LONG_KEY };

const folder = mkdtempSync(join(tmpdir(), 'latchkey-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function refusal(env: NodeJS.ProcessEnv): string {
  try {
    parseConfig(env);
  } catch (error) {
    if (error instanceof StartError) return error.message;
    throw error;
  }
  throw new Error('The settings were accepted');
}

describe('what is read', () => {
  test('nothing is needed in development', () => {
    expect(parseConfig({})).toEqual({
      production: false,
      host: '127.0.0.1',
      port: 8056,
      dataDir: resolve('data'),
      logLevel: 'info',
      database: { url: null, poolSize: 10, statementTimeoutMs: 5_000 },
      keys: { admin: null, analytics: null, internal: null },
      token: { prefix: 'vxa', pepper: null },
      defaultMaxConcurrentBots: 0,
      trustProxy: false,
      graphiql: true,
    });
  });

  test('every setting arrives where it belongs', () => {
    const url = 'postgresql://me:p%40ss@db.example:5433/latchkey?sslmode=require';
    const config = parseConfig({
      ...PRODUCTION,
      HOST: '::1',
      PORT: '0',
      DATA_DIR: '/srv/latchkey',
      LOG_LEVEL: 'debug',
      DATABASE_URL: url,
      DATABASE_POOL_SIZE: '3',
      DATABASE_STATEMENT_TIMEOUT_MS: '700',
      ANALYTICS_API_TOKEN: `a-${LONG_KEY}`,
      INTERNAL_API_SECRET: `i-${LONG_KEY}`,
      TOKEN_PREFIX: 'ours',
      TOKEN_PEPPER: PEPPER,
      DEFAULT_MAX_CONCURRENT_BOTS: '2147483647',
      TRUST_PROXY: 'TRUE',
      GRAPHIQL: '1',
    });
    expect(config).toEqual({
      production: true,
      host: '::1',
      port: 0,
      dataDir: '/srv/latchkey',
      logLevel: 'debug',
      database: { url, poolSize: 3, statementTimeoutMs: 700 },
      keys: { admin: LONG_KEY, analytics: `a-${LONG_KEY}`, internal: `i-${LONG_KEY}` },
      token: { prefix: 'ours', pepper: PEPPER },
      defaultMaxConcurrentBots: 2_147_483_647,
      trustProxy: true,
      graphiql: true,
    });
  });

  test('an empty value counts as not set', () => {
    const empty = Object.fromEntries(SETTINGS.map(({ name }) => [name, '']));
    expect(parseConfig({ ...empty, ADMIN_API_TOKEN_FILE: '' })).toEqual(parseConfig({}));
  });

  test('production listens on all interfaces unless told otherwise', () => {
    expect(parseConfig(PRODUCTION).host).toBe('0.0.0.0');
    expect(parseConfig({ ...PRODUCTION, HOST: 'localhost' }).host).toBe('localhost');
  });

  test('production serves GraphiQL only when told to', () => {
    expect(parseConfig(PRODUCTION).graphiql).toBe(false);
    expect(parseConfig({ GRAPHIQL: 'false' }).graphiql).toBe(false);
  });

  test.each([
    ['WARNING', 'warn'],
    ['CRITICAL', 'fatal'],
    ['INFO', 'info'],
  ])('the log level %s of other services is known as %s', (given, level) => {
    expect(parseConfig({ LOG_LEVEL: given }).logLevel).toBe(level);
  });

  test.each([
    'postgres://user@/db?host=/run/postgresql',
    'postgres:///db',
    'postgresql://[::1]:5432/db',
  ])('the database address %s is accepted', (url) => {
    expect(parseConfig({ DATABASE_URL: url }).database.url).toBe(url);
  });

  test('in development a short key from the documentation will do', () => {
    expect(parseConfig({ ADMIN_API_TOKEN: 'token' }).keys.admin).toBe('token');
  });
});

describe('secrets in files', () => {
  test('are read without the line break at their end', () => {
    const config = parseConfig({
      ADMIN_API_TOKEN_FILE: file('admin', 'from-a-file\r\n'),
      TOKEN_PEPPER_FILE: file('pepper', `${PEPPER}\n`),
      DATABASE_URL_FILE: file('url', 'postgres://u@h/d\n'),
    });
    expect(config.keys.admin).toBe('from-a-file');
    expect(config.token.pepper).toBe(PEPPER);
    expect(config.database.url).toBe('postgres://u@h/d');
  });

  test('are refused when both forms are set, unreadable or empty', () => {
    const text = refusal({
      ADMIN_API_TOKEN: 'one',
      ADMIN_API_TOKEN_FILE: file('other', 'two'),
      TOKEN_PEPPER_FILE: join(folder, 'absent'),
      INTERNAL_API_SECRET_FILE: file('empty', '\n'),
    });
    expect(text).toContain('ADMIN_API_TOKEN and ADMIN_API_TOKEN_FILE are both set');
    expect(text).toContain(
      'TOKEN_PEPPER cannot be read from the file that TOKEN_PEPPER_FILE names (ENOENT)',
    );
    expect(text).toContain('INTERNAL_API_SECRET is empty');
    expect(text).not.toContain(folder);
  });

  test('are not called missing when their file cannot be read', () => {
    const text = refusal({ NODE_ENV: 'production', ADMIN_API_TOKEN_FILE: join(folder, 'absent') });
    expect(text).not.toContain('required');
  });
});

describe('what is refused', () => {
  test.each([
    ['PORT', '1e3'],
    ['PORT', '0x10'],
    ['PORT', ' 80'],
    ['PORT', '-1'],
    ['PORT', '65536'],
    ['DATABASE_POOL_SIZE', '0'],
    ['DATABASE_STATEMENT_TIMEOUT_MS', '1.5'],
    ['DEFAULT_MAX_CONCURRENT_BOTS', '2147483648'],
    ['HOST', 'localhost:80'],
    ['HOST', 'http://localhost'],
    ['LOG_LEVEL', 'loud'],
    ['NODE_ENV', 'prod'],
    ['NODE_ENV', 'Production'],
    ['DATABASE_URL', 'mysql://u@h/d'],
    ['DATABASE_URL', 'postgres://u:p#ss@h/d'],
    ['DATABASE_URL', 'postgres://u:p%zz@h/d'],
    ['TOKEN_PREFIX', 'Vxa'],
    ['TOKEN_PREFIX', 'v'],
    ['TOKEN_PREFIX', 'with_line'],
    ['TOKEN_PEPPER', 'p'.repeat(31)],
    ['TRUST_PROXY', 'perhaps'],
    ['ADMIN_API_TOKEN', 'two words'],
    ['ANALYTICS_API_TOKEN', 'schlüssel'],
    ['INTERNAL_API_SECRET', 'line\nbreak'],
  ])('%s=%j', (name, value) => {
    const text = refusal({ [name]: value });
    expect(text).toMatch(new RegExp(`^The settings do not allow a start: ${name} must `));
    expect(text).not.toContain('\n');
  });

  test('all problems come at once, in one line, and without the values', () => {
    const text = refusal({
      NODE_ENV: 'production',
      PORT: 'canary-1',
      ADMIN_API_TOKEN: 'canary-2',
      TOKEN_PEPPER: 'canary-3',
      DATABASE_URL: 'canary-4',
      LOG_LEVEL: 'canary-5',
    });
    for (const name of ['PORT', 'ADMIN_API_TOKEN', 'TOKEN_PEPPER', 'DATABASE_URL', 'LOG_LEVEL']) {
      expect(text).toContain(`${name} must `);
    }
    expect(text).not.toContain('canary');
    expect(text).not.toContain('\n');
  });
});

describe('in production', () => {
  test('an admin key is required', () => {
    expect(refusal({ NODE_ENV: 'production' })).toContain(
      'ADMIN_API_TOKEN is required in production',
    );
  });

  test.each([
    'token',
    'changeme',
    'dev-admin-token',
    'admin',
    'SECRET',
    'Password',
    'change_me_in_production',
  ])('the known default %s is refused', (key) => {
    for (const name of ['ADMIN_API_TOKEN', 'ANALYTICS_API_TOKEN', 'INTERNAL_API_SECRET']) {
      expect(refusal({ ...PRODUCTION, [name]: key })).toContain(`${name} is a well-known default`);
    }
  });

  test('a key of 23 characters is too short, one of 24 is not', () => {
    for (const name of ['ADMIN_API_TOKEN', 'ANALYTICS_API_TOKEN', 'INTERNAL_API_SECRET']) {
      expect(refusal({ ...PRODUCTION, [name]: 'x'.repeat(23) })).toContain(
        `${name} must have at least 24`,
      );
      expect(() => parseConfig({ ...PRODUCTION, [name]: 'x'.repeat(24) })).not.toThrow();
    }
  });

  test('the two operator keys must differ', () => {
    expect(refusal({ ...PRODUCTION, ANALYTICS_API_TOKEN: LONG_KEY })).toContain(
      'must differ from ADMIN_API_TOKEN',
    );
  });

  test('a pepper is required with a database of your own, and only then', () => {
    const env = { ...PRODUCTION, DATABASE_URL: 'postgres://u@h/d' };
    expect(refusal(env)).toContain('TOKEN_PEPPER is required in production with DATABASE_URL');
    expect(() => parseConfig({ ...env, TOKEN_PEPPER: PEPPER })).not.toThrow();
    expect(() => parseConfig(PRODUCTION)).not.toThrow();
  });
});

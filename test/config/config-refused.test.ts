import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../src/config/config.ts';
import { refusal } from './refusal.ts';

const LONG_KEY = 'k7Qw2-an-operator-key-of-its-own';
const PEPPER = 'p'.repeat(32);
const PRODUCTION = { NODE_ENV: 'production', ADMIN_API_TOKEN: LONG_KEY };

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
    ['TRUST_PROXY', '11'],
    ['TRUST_PROXY', '-1'],
    ['TRUST_PROXY', '10.0.0.0/33'],
    ['TRUST_PROXY', '10.0.0.5,'],
    ['TRUST_PROXY', '::/0'],
    ['TRUST_PROXY', 'loopback, 0.0.0.0/0'],
    ['CONNECTIONS_PER_ADDRESS', 'many'],
    ['REQUESTS_AT_ONCE', '1'],
    ['ADMIN_API_TOKEN', 'two words'],
    ['ANALYTICS_API_TOKEN', 'schlüssel'],
    ['INTERNAL_API_SECRET', 'line\nbreak'],
    ['ADMIN_API_TOKEN', 'one,two,three'],
    ['ADMIN_API_TOKEN', 'one,'],
    ['TOKEN_ALLOWED_SCOPES', 'bot,admin'],
    ['TOKEN_MAX_PER_USER', '-1'],
    ['RATE_LIMIT_KEY', '1e6'],
    ['GUESS_LIMIT', 'off'],
    ['RATE_LIMIT_STORE', 'redis'],
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

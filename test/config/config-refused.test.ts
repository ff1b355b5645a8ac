import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../src/core/config/parse-config.ts';
import { SETTING_NAMES } from '../../src/core/config/settings.ts';
import { refusal } from './refusal.ts';

describe('what is refused', () => {
  test.each(SETTING_NAMES.flatMap((name) => [`"`, `'`].map((quote) => [name, quote] as const)))(
    '%s in quotes: %s',
    (name, quote) => {
      const text = refusal({ [name]: `${quote}k7Qw2operatorkeyofitsown4f1c${quote}` });
      expect(text).toContain(`${name} is in quotes, which would be a part of it: remove them`);
    },
  );

  test('two settings that do not go together', () => {
    const direct = 'postgres://u@h/d';
    expect(refusal({ DATABASE_DIRECT_URL: direct })).toContain(
      'DATABASE_URL is required with DATABASE_DIRECT_URL',
    );
    const same = 'METRICS_PORT must differ from PORT: both are';
    expect(refusal({ METRICS_PORT: '8056' })).toContain(`${same} 8056`);
    expect(refusal({ PORT: '80', METRICS_PORT: '080' })).toContain(`${same} 80`);
    expect(parseConfig({ PORT: '0', METRICS_PORT: '0' }).metricsPort).toBe(0);
  });

  test.each([
    ['PORT', '1e3'],
    ['PORT', '0x10'],
    ['PORT', ' 80'],
    ['PORT', '-1'],
    ['PORT', '65536'],
    ['DATABASE_POOL_SIZE', '0'],
    ['BACKUP_EVERY_HOURS', '0'],
    ['BACKUP_KEEP', '0'],
    ['BACKUP_DIR', 'a\0b'],
    ['DATABASE_STATEMENT_TIMEOUT_MS', '1.5'],
    ['DEFAULT_MAX_CONCURRENT_BOTS', '2147483648'],
    ['HOST', 'localhost:80'],
    ['HOST', 'http://localhost'],
    ['LOG_LEVEL', 'loud'],
    ['NODE_ENV', 'prod'],
    ['NODE_ENV', 'Production'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'collector:4318'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://user:pass@collector'],
    ['OTEL_TRACES_SAMPLER_ARG', '1.5'],
    ['OTEL_TRACES_SAMPLER_ARG', '-0'],
    ['DATABASE_URL', 'mysql://u@h/d'],
    ['DATABASE_URL', 'postgres://u:p#ss@h/d'],
    ['DATABASE_URL', 'postgres://u:p%zz@h/d'],
    ['TOKEN_PREFIX', 'Vxa'],
    ['TOKEN_PREFIX', 'v'],
    ['TOKEN_PREFIX', 'with_line'],
    ['TOKEN_PEPPER', 'p'.repeat(31)],
    ['BASE_PATH', 'latchkey'],
    ['BASE_PATH', '/'],
    ['BASE_PATH', '/latchkey/'],
    ['BASE_PATH', '//latchkey'],
    ['BASE_PATH', '/a//b'],
    ['BASE_PATH', '/a/../b'],
    ['BASE_PATH', '/./a'],
    ['BASE_PATH', '/latchkey?x=1'],
    ['BASE_PATH', '/latchkey#x'],
    ['BASE_PATH', '/latch%6Bey'],
    ['BASE_PATH', '/latch key'],
    ['BASE_PATH', '/"><script>'],
    ['BASE_PATH', '/schlüssel'],
    ['BASE_PATH', 'https://example.com/latchkey'],
    ['BASE_PATH', '/health'],
    ['BASE_PATH', '/health/x'],
    ['BASE_PATH', `/${'x'.repeat(200)}`],
    ['PUBLIC_ORIGIN', 'latchkey.example.com'],
    ['PUBLIC_ORIGIN', 'https://latchkey.example.com/'],
    ['PUBLIC_ORIGIN', 'https://latchkey.example.com/path'],
    ['PUBLIC_ORIGIN', 'http://latchkey.example.com'],
    ['TRUST_PROXY', 'perhaps'],
    ['TRUST_PROXY', '11'],
    ['TRUST_PROXY', '-1'],
    ['TRUST_PROXY', '10.0.0.0/33'],
    ['TRUST_PROXY', '10.0.0.5,'],
    ['TRUST_PROXY', '::/0'],
    ['TRUST_PROXY', 'loopback, 0.0.0.0/0'],
    ['CONNECTIONS_PER_ADDRESS', 'many'],
    ['REQUESTS_AT_ONCE', '3'],
    ['SUBSCRIPTIONS_AT_ONCE', '1'],
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
    ['CORS_ORIGINS', '*'],
    ['CORS_ORIGINS', 'null'],
    ['CORS_ORIGINS', 'https://*.example.com'],
    ['CORS_ORIGINS', 'app.example.com'],
    ['CORS_ORIGINS', 'https://app.example.com/'],
    ['CORS_ORIGINS', 'https://app.example.com:443'],
    ['CORS_ORIGINS', 'https://App.example.com'],
    ['CORS_ORIGINS', 'https://user@app.example.com'],
    ['CORS_ORIGINS', 'https://app.example.com,'],
    ['CORS_ORIGINS', 'none, https://app.example.com'],
  ])('%s=%j', (name, value) => {
    const text = refusal({ [name]: value });
    expect(text).toMatch(
      new RegExp(`^The service cannot start with these settings: ${name} must `),
    );
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

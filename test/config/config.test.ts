import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../src/core/config/parse-config.ts';
import { SETTINGS } from '../../src/core/config/settings.ts';
import { AS_READ, DEFAULTS, EVERY_SETTING, LONG_KEY, PRODUCTION } from './expected.ts';

describe('what is read', () => {
  test('nothing is needed in development', () => {
    const { settings, ...config } = parseConfig({});
    expect(settings.every(({ isSet }) => !isSet)).toBe(true);
    expect(config).toEqual(DEFAULTS);
  });

  test('every setting arrives where it belongs', () => {
    const { settings, ...config } = parseConfig(EVERY_SETTING);
    expect(config).toEqual(AS_READ);
    expect(settings.map(({ name }) => name)).toEqual(SETTINGS.map(({ name }) => name));
  });

  test('an empty value counts as not set', () => {
    const empty = Object.fromEntries(SETTINGS.map(({ name }) => [name, '']));
    expect(parseConfig({ ...empty, ADMIN_API_TOKEN_FILE: '' })).toEqual(parseConfig({}));
  });

  test('production listens on all interfaces unless told otherwise', () => {
    expect(parseConfig(PRODUCTION).host).toBe('0.0.0.0');
    expect(parseConfig({ ...PRODUCTION, HOST: 'localhost' }).host).toBe('localhost');
  });

  test('no web page is allowed in production unless it is set, and nowhere with `none`', () => {
    const nobody = { exact: new Set(), loopback: false };
    expect(parseConfig(PRODUCTION).origins).toEqual(nobody);
    expect(parseConfig({ CORS_ORIGINS: 'none' }).origins).toEqual(nobody);
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
    expect(parseConfig({ ADMIN_API_TOKEN: 'token' }).keys.admin).toEqual(['token']);
  });

  test('two operator keys may be given while one takes the place of the other', () => {
    const { keys } = parseConfig({
      ...PRODUCTION,
      ADMIN_API_TOKEN: `${LONG_KEY}, new-${LONG_KEY}`,
      ANALYTICS_API_TOKEN: `a-${LONG_KEY}`,
    });
    expect(keys.admin).toEqual([LONG_KEY, `new-${LONG_KEY}`]);
  });
});

describe('the name of an environment variable that is no setting', () => {
  test.each([
    ['DATABSE_URL', 'DATABASE_URL'],
    ['DATABASE_URLS', 'DATABASE_URL'],
    ['ADMIN_API_TOKN_FILE', 'ADMIN_API_TOKEN_FILE'],
    ['admin_api_token', 'ADMIN_API_TOKEN'],
    ['TRUST_PROXXY', 'TRUST_PROXY'],
    ['RATE_LIMT_KEY', 'RATE_LIMIT_KEY'],
    ['TOKEN_PEPER', 'TOKEN_PEPPER'],
    ['DRAIN_SECOND', 'DRAIN_SECONDS'],
  ])('%s is named with the setting that it resembles', (name, meant) => {
    const { warnings } = parseConfig({ [name]: 'a-secret-value' });
    expect(warnings).toEqual([`${name} is not a setting: did you mean ${meant}?`]);
  });

  test.each(['PATH', 'POST', 'HOSTS', 'PGDATABASE', 'NODE_OPTIONS', 'HOSTNAME', 'LOGNAME'])(
    '%s may be of another program',
    (name) => {
      expect(parseConfig({ [name]: 'x' }).warnings).toEqual([]);
    },
  );

  test('no setting resembles another one so much that it would be named', () => {
    const all = Object.fromEntries(
      SETTINGS.flatMap(({ name, secret }) =>
        secret
          ? [
              [name, ''],
              [`${name}_FILE`, ''],
            ]
          : [[name, '']],
      ),
    );
    expect(parseConfig(all).warnings).toEqual([]);
  });
});

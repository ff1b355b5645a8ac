import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../src/core/config/parse-config.ts';
import { unsafeNetworkSecrets } from '../../src/core/config/production.ts';
import { isUnfilled } from '../../src/core/config/unfilled-secret.ts';
import { chance } from './chance.ts';
import { COMMON_DIGESTS, EASY_TO_GUESS, UNFILLED, UNFILLED_PEPPERS } from './easy-to-guess.ts';
import { refusal } from './refusal.ts';

const LONG_KEY = 'k7Qw2-an-operator-key-of-its-own';
const PEPPER = 'd41b09c7e2f85a3604bb1f7c9a20e86d';
const RANDOM = '9f2c7b04e1d85a3fc6601bd27e94a8f35c1e70d9b24f8a63';
const HEADER_KEYS = ['ADMIN_API_TOKEN', 'ANALYTICS_API_TOKEN', 'INTERNAL_API_SECRET'];
const PRODUCTION = { NODE_ENV: 'production', ADMIN_API_TOKEN: LONG_KEY };

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';
/** What generators of passwords and keys use. */
const ALPHABETS = [
  DIGITS + LETTERS.slice(0, 6),
  DIGITS + LETTERS,
  LETTERS,
  LETTERS + LETTERS.toUpperCase(),
  DIGITS + LETTERS + LETTERS.toUpperCase(),
  // Base32, base58, base64.
  `${LETTERS.toUpperCase()}234567`,
  '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz',
  `${DIGITS + LETTERS + LETTERS.toUpperCase()}+/`,
  `${DIGITS + LETTERS + LETTERS.toUpperCase()}-_`,
  Array.from({ length: 94 }, (_, place) => String.fromCharCode(33 + place))
    .join('')
    .replace(',', ''),
];

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
      expect(refusal({ ...PRODUCTION, [name]: RANDOM.slice(0, 23) })).toContain(
        `${name} must have at least 24`,
      );
      expect(() => parseConfig({ ...PRODUCTION, [name]: RANDOM.slice(0, 24) })).not.toThrow();
    }
  });

  test.each(EASY_TO_GUESS)('%s is too easy to guess for any secret', (secret) => {
    // What is encoded would be something else with more at its end.
    const pepper = secret.length < 32 ? secret.padEnd(33, secret) : secret;
    const values = {
      ...Object.fromEntries(HEADER_KEYS.map((name) => [name, secret])),
      TOKEN_PEPPER: pepper,
    };
    for (const [name, value] of Object.entries(values))
      expect(refusal({ ...PRODUCTION, [name]: value })).toContain(`${name} is too easy to guess`);
  });

  test.each(COMMON_DIGESTS)('%s is a digest that is easy to guess', (secret) => {
    for (const name of HEADER_KEYS)
      expect(refusal({ ...PRODUCTION, [name]: secret })).toContain(`${name} is too easy to guess`);
  });

  test.each(UNFILLED)('%s stands in place of a secret', (text) => {
    for (const name of [...HEADER_KEYS, 'TOKEN_PEPPER']) {
      const value = name === 'TOKEN_PEPPER' && text.length < 32 ? null : text;
      if (value === null) continue;
      expect(refusal({ ...PRODUCTION, [name]: value })).toContain(`${name} is a placeholder`);
    }
  });

  test.each(UNFILLED_PEPPERS)('%s stands in place of a pepper', (text) => {
    expect(refusal({ ...PRODUCTION, TOKEN_PEPPER: text })).toContain(
      'TOKEN_PEPPER is a placeholder',
    );
  });

  test('a random secret never looks like a path, a reference or a placeholder', () => {
    const { bytes: some, number, text } = chance('secrets that look like no path');
    const bytes = () => some(18 + number(40));
    const makers = [
      () => bytes().toString('base64'),
      // As many begin with a slash as would be paths.
      () => `/${bytes().toString('base64')}`,
      () => `/${text(LETTERS, 3)}/${bytes().toString('base64')}`,
      () => bytes().toString('base64url'),
      () => `__${bytes().toString('base64url')}`,
      () => bytes().toString('hex'),
      () => `$2b$12$${text(`./${LETTERS}${LETTERS.toUpperCase()}${DIGITS}`, 53)}`,
      () => text(`./${LETTERS}${LETTERS.toUpperCase()}${DIGITS}`, 32),
      () => `./${text(`./${LETTERS}${LETTERS.toUpperCase()}${DIGITS}`, 32)}`,
      () => `AQICAH${bytes().toString('base64')}`,
      ...ALPHABETS.map((alphabet) => () => text(alphabet, 24 + number(20))),
    ];
    const refused = makers.flatMap((make) =>
      Array.from({ length: 5_000 }, make).filter((secret) => isUnfilled(secret)),
    );
    expect(refused).toEqual([]);
  });

  test('what a generator makes is never too easy to guess', () => {
    const { bytes, text } = chance('secrets that are not easy to guess');
    const generators = [
      () => bytes(12).toString('hex'),
      () => bytes(32).toString('hex'),
      () => bytes(18).toString('base64url'),
      () => bytes(24).toString('base64'),
      () =>
        bytes(16)
          .toString('hex')
          .replace(/^(.{8})(.{4}).(.{3}).(.{3})/, '$1-$2-4$3-8$4-'),
      () => `adm_${bytes(18).toString('base64url')}`,
      // The shortest that is accepted.
      ...ALPHABETS.map((alphabet) => () => text(alphabet, 24)),
    ];
    const refusals: string[] = [];
    for (let round = 0; round < 10_000; round += 1)
      for (const make of generators) {
        const key = make();
        if (unsafeNetworkSecrets({ ADMIN_API_TOKEN: key }).length > 0) refusals.push(key);
      }
    expect(refusals).toEqual([]);
  });

  test('no two secrets may be the same, also not one of two during a change', () => {
    const names = [...HEADER_KEYS, 'TOKEN_PEPPER', 'TOKEN_PEPPER_PREVIOUS'];
    const secrets = Object.fromEntries(
      names.map((name) => [name, randomBytes(24).toString('hex')]),
    );
    expect(() => parseConfig({ NODE_ENV: 'production', ...secrets })).not.toThrow();
    for (const [place, name] of names.entries()) {
      for (const other of names.slice(0, place)) {
        const text = refusal({ NODE_ENV: 'production', ...secrets, [name]: secrets[other] });
        expect(text).toContain(`${name} must differ from ${other}`);
        expect(text).not.toContain(secrets[other]);
      }
    }
    const two = `${RANDOM},${secrets['ANALYTICS_API_TOKEN']}`;
    expect(refusal({ NODE_ENV: 'production', ...secrets, ADMIN_API_TOKEN: two })).toContain(
      'ANALYTICS_API_TOKEN must differ from ADMIN_API_TOKEN',
    );
  });

  test('a weak pepper is no obstacle to leaving it', () => {
    const env = { ...PRODUCTION, TOKEN_PEPPER: RANDOM, TOKEN_PEPPER_PREVIOUS: 'p'.repeat(32) };
    expect(() => parseConfig(env)).not.toThrow();
  });

  test('a pepper is required with a database of your own, and only then', () => {
    const env = { ...PRODUCTION, DATABASE_URL: 'postgres://u@h/d' };
    expect(refusal(env)).toContain('TOKEN_PEPPER is required in production with DATABASE_URL');
    expect(() => parseConfig({ ...env, TOKEN_PEPPER: PEPPER })).not.toThrow();
    expect(() => parseConfig(PRODUCTION)).not.toThrow();
  });
});

describe('in development, a key that is easy to guess', () => {
  test.each([
    ['0.0.0.0', 'ADMIN_API_TOKEN', 'changeme', true],
    ['::', 'ANALYTICS_API_TOKEN', 'token', true],
    ['192.168.1.5', 'INTERNAL_API_SECRET', 'short', true],
    ['10.0.0.7', 'ADMIN_API_TOKEN', 'a'.repeat(40), true],
    ['0.0.0.0', 'ADMIN_API_TOKEN', LONG_KEY, false],
    ['127.0.0.1', 'ADMIN_API_TOKEN', 'changeme', false],
    ['localhost', 'ADMIN_API_TOKEN', 'changeme', false],
    ['::1', 'ADMIN_API_TOKEN', 'changeme', false],
  ])('is warned of where others can reach it: HOST=%s %s=%s', (host, name, key, isWarned) => {
    const { warnings } = parseConfig({ HOST: host, [name]: key });
    expect(
      warnings.map((line) => [line.includes(name), line.includes(host), line.includes(key)]),
    ).toEqual(isWarned ? [[true, true, false]] : []);
  });

  test('is no matter while HOST is left alone', () => {
    expect(parseConfig({ ADMIN_API_TOKEN: 'changeme' }).warnings).toEqual([]);
  });
});

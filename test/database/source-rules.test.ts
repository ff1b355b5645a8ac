import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const FILES = globSync('{src,scripts}/**/*.ts', { cwd: ROOT })
  .filter((path) => !path.includes('generated'))
  .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));

const MATCHES = [
  /\.(?:test|exec|match|includes)\([^()]*\.message\b/,
  /\.message\??\.(?:includes|startsWith|endsWith|match|search|indexOf|replace)\(/,
  /\.message\s*[!=]==/,
  /\bseverity\b/,
];

/** The driver's own failures have no code; their texts are the same in every language. */
const OF_THE_DRIVER = 'src/data/connection/connect-error.ts';

it('no error is recognised by its text, which depends on the language of the server', () => {
  const found = FILES.filter(({ text }) => MATCHES.some((pattern) => pattern.test(text)));
  const paths = found.map(({ path }) => path).filter((path) => path.startsWith('src/'));
  expect(paths).toEqual([OF_THE_DRIVER]);
});

it('every connection begins with the settings that the service relies on', () => {
  const opening = FILES.filter(({ text }) => /new pg\.(?:Client|Pool)\(/.test(text));
  expect(opening.length).toBeGreaterThan(5);
  for (const { path, text } of opening) {
    const opened = text.match(/new pg\.(?:Client|Pool)\(/g) ?? [];
    const configured = text.match(/\.\.\.\S*config\b|\.\.\.connectionSettings\(/g) ?? [];
    expect([path, configured.length]).toEqual([path, opened.length]);
    expect([path, text.includes('connectionString')]).toEqual([path, path.endsWith('migrate.ts')]);
  }
});

it('Prisma is asked for nothing that does not obey the request that it is for', () => {
  const found = FILES.filter(({ text }) =>
    /\.(?:findUnique(?:OrThrow)?|\$transaction)\b/.test(text),
  );
  expect(found.map(({ path }) => path)).toEqual([]);
});

it('no row is locked against those who refer to it, which could wait for each other', () => {
  const found = FILES.filter(({ text }) => /\bfor update\b/.test(text));
  expect(found.map(({ path }) => path)).toEqual([]);
});

const RULES_IN_ONE_PLACE = [
  ['a key works', /\b(?:expires|retires)_at (?:<=|>) /, 'src/security/keys/working.ts'],
  ['the keys of a user work', /is_active and u\.deleted_at/, 'src/security/keys/working.ts'],
  ['a meeting is over', /\('completed', 'failed'\)|'completed',\s+'failed'\]\./, null],
  ['a bot holds a slot', /'active',\s+'needs_human_help'\)/, null],
  ['a row is within reach', /userId === null \? sql/, 'src/security/authentication/reach.ts'],
] as const;

it.each(RULES_IN_ONE_PLACE)('whether %s is decided in one place', (_rule, pattern, place) => {
  const found = FILES.filter(({ path, text }) => path.startsWith('src/') && pattern.test(text));
  expect(found.map(({ path }) => path)).toEqual(place === null ? [] : [place]);
});

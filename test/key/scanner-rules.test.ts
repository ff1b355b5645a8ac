import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { newSecret } from '../../src/security/keys/secret.ts';
import { verdictsOn } from './command.ts';
import { keys } from './keys.ts';
import { entropyOf, github, gitleaks, type Scanner } from './scanners.ts';

const BEYOND_RE2 = /\(\?(?:[=!>(R]|<[=!])|\\[1-9kKG]|[+*?}]\+/;

const [key = ''] = keys;
const tail = key.slice('vxa_bot_'.length);

const scanners: readonly [string, (prefix?: string) => Scanner][] = [
  ['gitleaks', gitleaks],
  ['github', github],
];

describe.each(scanners)('what is printed for %s', (_name, read) => {
  const scanner = read();

  it('finds each of 2,000 keys, whole and once', () => {
    expect(scanner.find(keys.join('\n'))).toEqual(keys);
    expect(scanner.find(keys.join(','))).toEqual(keys);
  });

  it.each([
    ['quotes', `"${key}"`],
    ['an address', `?key=${key}&limit=5`],
    ['escaped line breaks', `\\n${key}\\n`],
    ['escaped signs', `key%3D${key}%26`],
    ['a longer name', `KEY_${key}_old`],
  ])('finds a key within %s', (_where, text) => {
    expect(scanner.find(text)).toEqual([key]);
  });

  it('finds the admin key of a first start', () => {
    const generated = `adm_${'a1B2c3D4'.repeat(5)}`;
    expect(scanner.find(`${generated}, key=${generated}&x`)).toEqual([generated, generated]);
  });

  it('finds keys of older versions, which still work', () => {
    const older = [`vxa_user_${'a1B2c3D4'.repeat(4)}`, `vxa_tx_${'a1B2c3D4'.repeat(5)}`];
    expect(scanner.find(older.join('\n'))).toEqual(older);
  });

  it.each([
    ['one too short', key.slice(0, -1)],
    ['one too long', `${key}x`],
    ['a sign that no key has', `${key.slice(0, 20)}-${key.slice(21)}`],
    ['another prefix', newSecret('acme', 'bot')],
    ['a longer prefix', `x${key}`],
    ['a prefix in capitals', key.replace('vxa', 'VXA')],
    ['no scope', `vxa_${tail}`],
    ['a digit in the scope', `vxa_b0t_${tail}`],
    ['a hint', `vxa_bot_…${key.slice(-4)}`],
    ['a mask', `vxa_bot_************${key.slice(-4)}`],
    ['a commit hash', '859134a0'.repeat(5)],
  ])('passes over a text with %s', (_what, text) => {
    expect(scanner.find(`key: ${text}\n`)).toEqual([]);
  });

  it('finds keys of the own prefix alone, and those of older versions', () => {
    const own = read('acme');
    const theirs = newSecret('acme', 'admin');
    const older = `vxa_user_${'a1B2c3D4'.repeat(4)}`;
    expect(own.find(`${key} ${theirs} ${older}`).toSorted()).toEqual([theirs, older]);
  });

  it('is written so that an engine without memory reads it', () => {
    expect(scanner.sources.length).toBeGreaterThan(1);
    for (const source of scanner.sources) expect(source).not.toMatch(BEYOND_RE2);
    for (const source of ['(?=a)', '(?<!a)', '(a)\\1', 'a++', '(?>a)'])
      expect(source).toMatch(BEYOND_RE2);
  });
});

describe('examples', () => {
  it('are plain zeros with the right checksum: matched by GitHub, and passed over by gitleaks', () => {
    const { samples, find } = github();
    expect(find(samples.join('\n'))).toEqual(samples);
    for (const sample of samples) expect(sample).toMatch(/^(?:vxa_[a-z]+|adm)_0{32}/);
    const verdicts = verdictsOn(samples.join('\n'));
    expect(verdicts.filter((line) => line.endsWith('the checksum matches'))).toHaveLength(6);
    expect(verdicts.filter((line) => line.includes('older version'))).toHaveLength(2);
    expect(gitleaks().find(samples.join('\n'))).toEqual([]);
    // The threshold lies between the two with room on either side.
    expect(Math.max(...samples.map(entropyOf))).toBeLessThan(2.8);
    expect(Math.min(...keys.map(entropyOf))).toBeGreaterThan(3.8);
  });

  it('in this repository set off no scanner', () => {
    const { find } = gitleaks();
    const found = ['.', ...['src', 'test', 'scripts', 'dashboard', 'bench', 'prisma', 'schema']]
      .flatMap(filesIn)
      .flatMap((path) => find(readFileSync(path, 'utf8')).map(() => path));
    expect(found).toEqual([]);
    expect(find(`in a file: ${key}`)).toEqual([key]);
  });
});

function filesIn(folder: string): string[] {
  return (
    readdirSync(folder, { recursive: folder !== '.', withFileTypes: true })
      // Files with a dot are the owner's, such as `.env`.
      .filter((entry) => entry.isFile() && !entry.name.startsWith('.'))
      .map((entry) => join(entry.parentPath, entry.name))
      // Others' code, installed by a test.
      .filter((path) => !path.includes('node_modules'))
  );
}

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readReport } from '../../scripts/packages/advisories.ts';
import {
  type LockFile,
  lockFileProblems,
  type Manifest,
} from '../../scripts/packages/lock-file.ts';

const LOCK = JSON.parse(readFileSync('package-lock.json', 'utf8')) as LockFile;
const MANIFEST = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;

/** The lock file with one more package in it. */
function withPackage(entry: LockFile['packages'][string]): LockFile {
  const fine = { version: '1.0.0', integrity: 'sha512-AAAA' };
  return {
    packages: { ...LOCK.packages, 'node_modules/a/node_modules/@b/c': { ...fine, ...entry } },
  };
}

describe('the packages of an installation', () => {
  it('are those that somebody decided on', () => {
    expect(lockFileProblems(LOCK, MANIFEST)).toEqual([]);
    expect(Object.keys(LOCK.packages).length).toBeGreaterThan(100);
  });

  it.each([
    ['without a digest', withPackage({ integrity: '' }), '@b/c has no sha512 digest'],
    ['with a weak digest', withPackage({ integrity: 'sha1-AAAA' }), '@b/c has no sha512 digest'],
    [
      'from a named place',
      withPackage({ resolved: 'git+ssh://example.com/c.git' }),
      '@b/c names its own download address',
    ],
    [
      'with an install script',
      withPackage({ hasInstallScript: true }),
      '@b/c@1.0.0 has an install script: list it in allowScripts',
    ],
  ])('would be named: one %s', (_what, lock, problem) => {
    expect(lockFileProblems(lock, MANIFEST)).toEqual([problem]);
  });

  it.each([
    [
      'an install script of another version than the one allowed',
      {
        allowScripts: {
          ...MANIFEST.allowScripts,
          'esbuild@0.28.2': undefined,
          'esbuild@0.1.0': true,
        },
      },
      /esbuild@0\.28\.2 has an install script/,
    ],
    [
      'a permission that nothing needs',
      { allowScripts: { ...MANIFEST.allowScripts, gone: true } },
      /gone in allowScripts/,
    ],
    ['a version that may move', { dependencies: { pg: '^8.0.0' } }, /pg is not pinned/],
    ['a version that is a tag', { devDependencies: { pg: 'latest' } }, /pg is not pinned/],
    ['a package of a repository', { dependencies: { pg: 'github:a/b' } }, /pg is not pinned/],
  ])('would be named: %s', (_what, change, problem) => {
    const manifest = JSON.parse(JSON.stringify({ ...MANIFEST, ...change })) as Manifest;
    expect(lockFileProblems(LOCK, manifest).join('\n')).toMatch(problem);
  });
});

describe("the registry's advisories", () => {
  const one = (severity: string) =>
    JSON.stringify({ vulnerabilities: { c: { name: 'c', severity, range: '<2' } } });

  it.each([
    ['nothing', JSON.stringify({ vulnerabilities: {} }), { problems: [] }],
    ['a grave one', one('critical'), { problems: ['c <2: critical'] }],
    ['a high one', one('high'), { problems: ['c <2: high'] }],
    ['a low one', one('low'), { problems: [] }],
    [
      'no list at all',
      JSON.stringify({
        message: '405 Method Not Allowed - POST https://example.com/list',
        error: {},
      }),
      { unavailable: '405 Method Not Allowed' },
    ],
    ['no JSON', 'npm: command not found', { unavailable: 'npm audit printed no report' }],
  ])('are read: %s', (_what, text, read) => {
    expect(readReport(text)).toEqual(read);
  });
});

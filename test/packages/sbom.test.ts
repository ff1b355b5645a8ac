import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

type Component = {
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly licenses?: readonly { readonly expression: string }[];
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
};

const BOM = JSON.parse(readFileSync('dist/sbom.json', 'utf8')) as {
  readonly bomFormat: string;
  readonly specVersion: string;
  readonly metadata: { readonly component: Pick<Component, 'name' | 'version'> };
  readonly components: readonly Component[];
};
const NAMES = new Set(BOM.components.map(({ name }) => name));

/** The packages of which source maps say that they are part of a build. */
function packagesIn(build: string): readonly string[] {
  const { sources } = JSON.parse(readFileSync(`dist/${build}.map`, 'utf8')) as {
    readonly sources: readonly string[];
  };
  // Some packages have others in them, and name these in source maps of their own.
  const files = sources.filter((path) => existsSync(join('dist', path)));
  const names = files.map((path) => /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]);
  return [...new Set(names.filter((name) => name !== undefined))];
}

describe('the bill of materials', () => {
  it('is of this version', () => {
    const { name, version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(BOM).toMatchObject({
      bomFormat: 'CycloneDX',
      metadata: { component: { name, version } },
    });
  });

  it.each(['main.js', 'latchkey.js'])('names all packages that are a part of %s', (build) => {
    const packages = packagesIn(build);
    expect(packages.length).toBeGreaterThan(20);
    expect(packages.filter((name) => !NAMES.has(name))).toEqual([]);
  });

  it('names what the pages are made of, and what an image installs', () => {
    const expected = [
      'preact',
      '@urql/core',
      '@observablehq/plot',
      '@prisma/client',
      'swagger-ui-dist',
    ];
    expect([...NAMES]).toEqual(expect.arrayContaining(expected));
  });

  it('names no tool that only builds or tests', () => {
    const tools = ['vitest', 'typescript', 'esbuild', '@biomejs/biome', 'playwright-core'];
    expect(tools.filter((name) => NAMES.has(name))).toEqual([]);
  });

  it('gives version, license and digest of each, once', () => {
    for (const { name, version, purl, licenses, hashes } of BOM.components) {
      expect(purl).toBe(`pkg:npm/${name.replace('@', '%40')}@${version}`);
      expect(licenses?.[0]?.expression, purl).toBeTruthy();
      expect(hashes?.[0], purl).toEqual({
        alg: 'SHA-512',
        content: expect.stringMatching(/^[0-9a-f]{128}$/),
      });
    }
    const purls = BOM.components.map(({ purl }) => purl);
    expect(purls).toEqual([...new Set(purls)]);
  });
});

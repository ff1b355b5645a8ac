import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
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

/** The packages of which source maps say that they are part of the service, as it was built last. */
function packagesBuilt(): readonly string[] {
  const built: readonly string[] = JSON.parse(readFileSync('dist/built.json', 'utf8'));
  const files = built.filter((name) => name.endsWith('.map')).flatMap(sourcesOf);
  const names = files.map((path) => /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]);
  return [...new Set(names.filter((name) => name !== undefined))];
}

function sourcesOf(map: string): readonly string[] {
  const { sources } = JSON.parse(readFileSync(map, 'utf8')) as {
    readonly sources: readonly string[];
  };
  // Some packages have others in them, and name these in source maps of their own.
  return sources.filter((path) => existsSync(join(dirname(map), path)));
}

describe('the bill of materials', () => {
  it('is of this version', () => {
    const { name, version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(BOM).toMatchObject({
      bomFormat: 'CycloneDX',
      metadata: { component: { name, version } },
    });
  });

  it('names all packages that are a part of the service', () => {
    const packages = packagesBuilt();
    expect(packages.length).toBeGreaterThan(40);
    expect(packages.filter((name) => !NAMES.has(name))).toEqual([]);
  });

  it('names what the pages are made of, and what is copied', () => {
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

  it('comes with the text of each license, which belongs to every copy', () => {
    const texts = readFileSync('dist/licenses.txt', 'utf8');
    for (const { name, version, licenses } of BOM.components)
      expect(texts).toContain(`${name} ${version} (${licenses?.[0]?.expression})`);
    for (const sign of ['Permission is hereby granted', 'Apache License', 'Redistribution and use'])
      expect(texts).toContain(sign);
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

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type CruisedFile, folderCycles } from './folder-cycles.ts';

/** Generated code imports as it likes. */
const EXCLUDED = '^src/data/generated/';

function cruise(): readonly CruisedFile[] {
  const { stdout } = spawnSync(
    './node_modules/.bin/depcruise',
    ['src', '--config', '.dependency-cruiser.cjs', '--output-type', 'json', '--exclude', EXCLUDED],
    { encoding: 'utf8', maxBuffer: 100_000_000 },
  );
  return (JSON.parse(stdout) as { readonly modules: readonly CruisedFile[] }).modules;
}

const DOMAIN = /^src\/domain\/([^/]+)\//;

/** Which domain imports which, as `a > b`. */
function domainImports(files: readonly CruisedFile[]): Set<string> {
  const pairs = files.flatMap(({ source, dependencies }) =>
    dependencies.map(({ resolved }) => [DOMAIN.exec(source)?.[1], DOMAIN.exec(resolved)?.[1]]),
  );
  const between = pairs.filter(([from, to]) => from && to && from !== to);
  return new Set(between.map((pair) => pair.join(' > ')));
}

const ROW = /^\| (`[^|]+`) \|([^|]*)\|$/gm;
const NAME = /`([a-z-]+)`/g;

/** The same, as the table in the document says. */
function documentedImports(): Set<string> {
  const [, text = ''] = readFileSync('docs/architecture.md', 'utf8').split('| domain | imports |');
  const table = text.slice(0, text.indexOf('\n\n'));
  const namesIn = (cell = '') => [...cell.matchAll(NAME)].map(([, name]) => name);
  return new Set(
    [...table.matchAll(ROW)].flatMap(([, from, to]) =>
      namesIn(from).flatMap((one) => namesIn(to).map((other) => `${one} > ${other}`)),
    ),
  );
}

/** `a/b.ts > c/d.ts` is one import. */
function filesOf(...imports: readonly string[]): readonly CruisedFile[] {
  return imports.map((text) => {
    const [source = '', resolved = ''] = text.split(' > ');
    return { source, dependencies: [{ resolved }] };
  });
}

describe('the folders of the source', () => {
  const files = cruise();

  it('import in one direction only, at every depth', () => {
    expect(files.length).toBeGreaterThan(400);
    expect(folderCycles(files)).toEqual([]);
  });

  it('import of other domains what the table in the document says', () => {
    expect([...domainImports(files)].sort()).toEqual([...documentedImports()].sort());
  });

  it.each([
    ['one direction', ['src/a/1.ts > src/b/1.ts', 'src/a/2.ts > src/b/2.ts'], []],
    ['within a folder', ['src/a/1.ts > src/a/2.ts', 'src/a/2.ts > src/a/1.ts'], []],
    ['siblings', ['src/a/1.ts > src/b/1.ts', 'src/b/2.ts > src/a/2.ts'], ['src: a > b > a']],
    [
      'sub-folders of siblings',
      ['src/a/x/1.ts > src/b/1.ts', 'src/b/2.ts > src/a/y/2.ts'],
      ['src: a > b > a'],
    ],
    [
      'parent and sub-folder',
      ['src/1.ts > src/a/1.ts', 'src/a/2.ts > src/2.ts'],
      ['src: . > a > .'],
    ],
    [
      'by way of a third',
      ['src/a/1.ts > src/b/1.ts', 'src/b/2.ts > src/c/1.ts', 'src/c/2.ts > src/a/2.ts'],
      ['src: a > b > c > a'],
    ],
  ])('are checked: %s', (_name, imports, expected) => {
    expect(folderCycles(filesOf(...imports))).toEqual(expected);
  });
});

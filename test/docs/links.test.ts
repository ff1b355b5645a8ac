import { readdirSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { brokenLinks, missingNames, readPage, readPages } from './pages.ts';

const MOST_WORDS = 1_000;
const MOST_IMAGE_BYTES = 200_000;

describe.each(readPages())('$name', (page) => {
  it('links only to files and headings that exist', () => {
    expect(brokenLinks(page)).toEqual([]);
  });

  it('names only files, folders and npm scripts that exist', () => {
    expect(missingNames(page)).toEqual([]);
  });
});

it('docs/README.md lists every page once, and has a section for each kind of reader', () => {
  const { text } = readPage('docs/README.md');
  const listed = [...text.matchAll(/^\| \[[^\]]+\]\(([^)]+)\)/gm)].map(([, target = '']) => target);
  const pages = readPages()
    .map(({ name }) => (name.startsWith('docs/') ? name.slice(5) : `../${name}`))
    .filter((name) => name !== 'README.md' && name !== '../README.md');
  expect(listed.toSorted()).toEqual(
    [...pages, '../README.md#run-it', '../CHANGELOG.md'].toSorted(),
  );
  expect(text.match(/^## /gm)).toHaveLength(6);
});

describe('the README', () => {
  const { text } = readPage('README.md');

  it('is short', () => {
    expect(text.split(/\s+/).filter(Boolean).length).toBeLessThan(MOST_WORDS);
  });

  it('has two small pictures', () => {
    const folder = new URL('../../docs/images/', import.meta.url);
    const names = readdirSync(folder);
    expect(names.sort()).toEqual(['dashboard.png', 'graphiql.png']);
    for (const name of names) {
      expect(text).toContain(`docs/images/${name}`);
      expect(statSync(new URL(name, folder)).size).toBeLessThan(MOST_IMAGE_BYTES);
    }
  });
});

describe('the check of links and names', () => {
  it('finds a deliberate mistake of each kind', () => {
    const text = [
      '# A `title`, twice\n\n[a](#a-title-twice) [b](#no-such) [c](no-such.md) [d](LICENSE)',
      '[e](docs/keys.md#rotate) [f](docs/keys.md#no-such) [g](https://example.com/no-such)',
      '`src/main.ts` `src/no-such.ts` `no-such.ts` `npm run no-such` `npm run schema`',
      '```sh\nnode scripts/no-such.ts\n```',
    ].join('\n');
    const page = { name: 'README.md', text };
    expect(brokenLinks(page)).toEqual(['#no-such', 'no-such.md', 'docs/keys.md#no-such']);
    expect(missingNames(page)).toEqual([
      'src/no-such.ts',
      'scripts/no-such.ts',
      'no-such.ts',
      'npm run no-such',
    ]);
  });
});

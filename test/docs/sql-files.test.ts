import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readPage } from './pages.ts';

const ROOT = join(import.meta.dirname, '../..');
const STATEMENT = /\bsql`\s*(?:with|select|insert|update|delete|lock|set|create|listen|notify)\b/;
const ROW = /^\| `(src\/[\w/-]+)`(?:: (`[^|]+`))? \| ([^|]+) \|$/gm;
const NAME = /`([\w.-]+)`/g;

const SOURCES = globSync('src/**/*.ts', { cwd: ROOT })
  .filter((path) => !path.includes('/generated/'))
  .filter((path) => STATEMENT.test(readFileSync(join(ROOT, path), 'utf8')));

/** A row names files of a folder, or stands for all that have statements in it. */
const LISTED = [...readPage('docs/decisions/prisma-and-sql.md').text.matchAll(ROW)].flatMap(
  ([, folder = '', names]) =>
    names === undefined
      ? SOURCES.filter((path) => path.startsWith(`${folder}/`))
      : [...names.matchAll(NAME)].map(([, name = '']) => `${folder}/${name}`),
);

it('the page on Prisma and SQL lists each file with SQL statements once, and no other', () => {
  expect(SOURCES.length).toBeGreaterThan(50);
  expect([...LISTED].sort()).toEqual([...SOURCES].sort());
});

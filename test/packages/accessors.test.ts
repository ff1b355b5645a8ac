import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

// An object that is written with accessors gets a shape of its own, which V8 keeps among its oldest
// objects together with all that the accessors refer to: thousands of rows of requests that are over.

const ROOT = join(import.meta.dirname, '../..');

type Line = { readonly text: string; readonly depth: number };

/** The line that begins what a line stands in. */
function openingOf(lines: readonly Line[], place: number): string {
  const { depth } = lines[place] ?? { depth: 0 };
  const before = lines.slice(0, place).filter(({ text }) => text.trim() !== '');
  return before.findLast((line) => line.depth < depth)?.text ?? '';
}

function accessorsOutsideClasses(text: string): string[] {
  const lines = text
    .split('\n')
    .map((line) => ({ text: line, depth: line.length - line.trimStart().length }));
  return lines
    .filter(({ text: line }, place) => {
      const isAccessor = /^\s+(?:get|set) \w+\(/.test(line);
      return isAccessor && !/\bclass\b/.test(openingOf(lines, place));
    })
    .map(({ text: line }) => line.trim());
}

it('only classes have accessors', () => {
  const files = globSync('src/**/*.ts', { cwd: ROOT }).filter(
    (path) => !path.includes('generated'),
  );
  const found = files.flatMap((path) =>
    accessorsOutsideClasses(readFileSync(join(ROOT, path), 'utf8')).map(
      (line) => `${path} ${line}`,
    ),
  );
  expect(files.length).toBeGreaterThan(300);
  expect(found).toEqual([]);
});

it('an accessor of an object is found, one of a class is not', () => {
  const object = 'return {\n  a,\n  get b() {\n    return 1;\n  },\n};';
  const inClass = 'class A {\n  b = 1;\n\n  get c() {\n    return 1;\n  }\n}';
  expect(accessorsOutsideClasses(object)).toEqual(['get b() {']);
  expect(accessorsOutsideClasses(inClass)).toEqual([]);
});

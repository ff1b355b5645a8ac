import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readPage } from './pages.ts';

const PLACEMENT = /^\| Placement \| Tables \|\n\|[-|]+\|\n((?:\|.*\|\n)+)/m;

it('docs/scaling.md places each table of the data model once', () => {
  const [, rows = ''] = PLACEMENT.exec(readPage('docs/scaling.md').text) ?? [];
  const tables = rows
    .trim()
    .split('\n')
    .flatMap((row) => [...(row.split('|')[2] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name));
  const model = readFileSync('prisma/schema.prisma', 'utf8');
  const mapped = [...model.matchAll(/@@map\("(\w+)"\)/g)].map(([, name]) => name);
  expect(tables.toSorted()).toEqual(mapped.toSorted());
});

import { describe, expect, it } from 'vitest';
import { duration, share } from '../../dashboard/format.ts';
import type { Column } from '../../dashboard/parts/column.ts';
import { csvOf } from '../../dashboard/parts/csv.ts';

type Row = { readonly name: string; readonly value: number | string | null };

const COLUMNS: readonly Column<Row>[] = [
  { name: 'Name', cell: ({ name }) => name },
  { name: 'Meetings', isNumber: true, value: ({ value }) => value },
  { name: 'Success', isNumber: true, value: ({ value }) => value, format: share },
  {
    name: 'Time',
    isNumber: true,
    value: ({ value }) => value,
    format: duration,
    unit: 'seconds',
  },
];

const csv = (row: Row) => csvOf(COLUMNS, [row]).trimEnd().split('\r\n');

describe('a table as CSV', () => {
  it.each<[Row['value'], string]>([
    [1234567, '1234567'],
    ['9007199254740993', '9007199254740993'],
    [0.5, '0.5'],
    [0, '0'],
    [-3, '-3'],
    [null, ''],
  ])('has the number %o as %s, however it is shown', (value, written) => {
    expect(csv({ name: 'x', value })).toEqual([
      'Name,Meetings,Success,Time (seconds)',
      `x,${written},${written},${written}`,
    ]);
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['+1 555', "'+1 555"],
    ['@here', "'@here"],
    ['-5', '-5'],
    ['x;=1+1;', `"x;'=1+1;"`],
    [';@a;-b', `";'@a;'-b"`],
    ['a;b', '"a;b"'],
    ['say "hi", you', '"say ""hi"", you"'],
  ])('makes no formula of %s, whatever separates cells', (name, written) => {
    expect(csv({ name, value: 1 })[1]).toBe(`${written},1,1,1`);
  });
});

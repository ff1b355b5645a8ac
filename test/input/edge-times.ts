/** A time as it is written, and the same in UTC as it is stored; null for one that does not exist here. */
export type WrittenTime = readonly [text: string, stored: string | null];

const FIRST = '0001-01-01T00:00:00.000Z';
const LAST = '9999-12-31T23:59:59.999Z';

/** Around the years 1 and 9999, and those that no calendar or clock has. */
export const EDGE_TIMES: readonly WrittenTime[] = [
  ['0001-01-01T00:00:00Z', FIRST],
  ['0001-01-01T00:00:00.000+00:00', FIRST],
  ['0001-01-01T02:00:00+02:00', FIRST],
  ['0000-12-31T22:00:00-02:00', FIRST],
  ['0000-12-31T23:59:59.9996-02:00', '0001-01-01T02:00:00.000Z'],
  ['0001-01-01T00:00:00+00:01', null],
  ['0001-01-01T00:00:00+02:00', null],
  ['0001-01-01T00:00:00+23:59', null],
  ['0000-12-31T23:59:59.9999Z', null],
  ['0000-01-01T00:00:00Z', null],
  ['0000-02-29T12:00:00-02:00', null],
  ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59.000Z'],
  ['9999-12-31T23:59:59.999Z', LAST],
  ['9999-12-31T23:59:59.9999Z', LAST],
  ['9999-12-31T23:59:59.999999+00:00', LAST],
  ['9999-12-31T21:59:59.999999-02:00', LAST],
  ['9999-12-31T23:59:59-00:01', null],
  ['9999-12-31T23:59:59-02:00', null],
  ['9999-12-31T23:59:59.999-23:59', null],
  ['2024-02-29T23:59:59Z', '2024-02-29T23:59:59.000Z'],
  ['2026-02-29T00:00:00Z', null],
  ['2026-02-30T00:00:00Z', null],
  ['2026-04-31T00:00:00Z', null],
  ['2026-01-32T00:00:00Z', null],
  ['2026-00-01T00:00:00Z', null],
  ['2026-01-00T00:00:00Z', null],
  ['2026-13-01T00:00:00Z', null],
  ['2026-01-01T24:00:00Z', null],
  ['2026-01-01T23:60:00Z', null],
  ['2026-12-31T23:59:60Z', null],
  ['2026-01-01T00:00:00+24:00', null],
  ['2026-01-01T00:00:00+02:60', null],
  ['12026-01-01T00:00:00Z', null],
  ['+012026-01-01T00:00:00Z', null],
  ['infinity', null],
];

/** Fractions of less than a millisecond are cut in some places and rounded in others. */
export function isAbout(stored: string): readonly [string, string] {
  return [stored, stored.replace('02:00:00.000Z', '01:59:59.999Z')];
}

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { settingsTable } from '../../scripts/settings-table.ts';

test('the README lists every setting as the program reads it', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const [, listed] = /<!-- settings -->\s*([\s\S]*?)\s*<!-- \/settings -->/.exec(readme) ?? [];
  expect(listed, 'run: node scripts/print-settings.ts').toBe(settingsTable());
});

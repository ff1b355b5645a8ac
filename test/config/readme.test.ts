import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { settingsTable } from '../../scripts/settings-table.ts';

test('docs/settings.md lists every setting as the program reads it', () => {
  const page = readFileSync(new URL('../../docs/settings.md', import.meta.url), 'utf8');
  const [, listed] = /<!-- settings -->\s*([\s\S]*?)\s*<!-- \/settings -->/.exec(page) ?? [];
  expect(listed, 'run: node scripts/print-settings.ts').toBe(settingsTable());
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parseConfig } from '../../src/core/config/parse-config.ts';
import { refusal } from './refusal.ts';

const PEPPER = 'p'.repeat(32);

const folder = mkdtempSync(join(tmpdir(), 'latchkey-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('secrets in files', () => {
  test('are read without the line break at their end', () => {
    const config = parseConfig({
      ADMIN_API_TOKEN_FILE: file('admin', 'from-a-file\r\n'),
      TOKEN_PEPPER_FILE: file('pepper', `${PEPPER}\n`),
      DATABASE_URL_FILE: file('url', 'postgres://u@h/d\n'),
    });
    expect(config.keys.admin).toEqual(['from-a-file']);
    expect(config.token.pepper).toBe(PEPPER);
    expect(config.database.url).toBe('postgres://u@h/d');
  });

  test('are refused when both forms are set, unreadable or empty', () => {
    const text = refusal({
      ADMIN_API_TOKEN: 'one',
      ADMIN_API_TOKEN_FILE: file('other', 'two'),
      TOKEN_PEPPER_FILE: join(folder, 'absent'),
      INTERNAL_API_SECRET_FILE: file('empty', '\n'),
    });
    expect(text).toContain('ADMIN_API_TOKEN and ADMIN_API_TOKEN_FILE are both set');
    expect(text).toContain(
      'TOKEN_PEPPER cannot be read from the file that TOKEN_PEPPER_FILE names (ENOENT)',
    );
    expect(text).toContain('INTERNAL_API_SECRET is empty');
    expect(text).not.toContain(folder);
  });

  test('are not called missing when their file cannot be read', () => {
    const text = refusal({ NODE_ENV: 'production', ADMIN_API_TOKEN_FILE: join(folder, 'absent') });
    expect(text).not.toContain('required');
  });
});

import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseConfig } from '../../src/core/config/parse-config.ts';
import { loadSecrets } from '../../src/core/config/secrets.ts';
import { StartError } from '../../src/core/start-error.ts';

const isRoot = process.getuid?.() === 0;

let parent = '';
let dataDir = '';
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'latchkey-secrets-'));
  dataDir = join(parent, 'data');
});
afterEach(() => rmSync(parent, { recursive: true }));

const load = (env: NodeJS.ProcessEnv = {}) =>
  loadSecrets(parseConfig({ DATA_DIR: dataDir, ...env }));
const modeOf = (path: string) => statSync(path).mode & 0o777;

describe('without keys in the environment', () => {
  test('the first start makes an admin key and a pepper, and later ones read them', async () => {
    const first = await load();
    expect(first).toMatchObject({
      adminKeyCreated: true,
      analyticsKeys: [],
    });
    expect(first.adminKeys[0]).toMatch(/^adm_[0-9A-Za-z]{32,}$/);
    expect(first.adminKeyFile).toBe(join(dataDir, 'admin-key'));
    expect(first.pepper.length).toBeGreaterThanOrEqual(32);

    expect(await load()).toEqual({ ...first, adminKeyCreated: false });
  });

  test('nobody else can read them', async () => {
    await load();
    expect(modeOf(dataDir)).toBe(isRoot ? 0o711 : 0o700);
    expect(readdirSync(dataDir).sort()).toEqual(['admin-key', 'token-pepper']);
    expect(modeOf(join(dataDir, 'admin-key'))).toBe(0o600);
    expect(modeOf(join(dataDir, 'token-pepper'))).toBe(0o600);
  });

  test('starts at once agree, and exactly one says that it made the key', async () => {
    const all = await Promise.all(Array.from({ length: 12 }, () => load()));
    expect(new Set(all.map(({ adminKeys }) => adminKeys[0])).size).toBe(1);
    expect(new Set(all.map(({ pepper }) => pepper)).size).toBe(1);
    expect(all.filter(({ adminKeyCreated }) => adminKeyCreated)).toHaveLength(1);
    expect(readFileSync(join(dataDir, 'token-pepper'), 'utf8')).toBe(`${all[0]?.pepper}\n`);
    expect(readdirSync(dataDir)).toHaveLength(2);
  });

  test('a folder that exists keeps its mode', async () => {
    chmodSync(parent, 0o750);
    await load({ DATA_DIR: parent });
    expect(modeOf(parent)).toBe(0o750);
  });

  test('with a database of your own in development, the pepper is kept likewise', async () => {
    const { pepper } = await load({ DATABASE_URL: 'postgres://u@h/d' });
    expect((await load()).pepper).toBe(pepper);
  });
});

describe('with keys in the environment', () => {
  test('they count, and nothing is written', async () => {
    const secrets = await load({
      ADMIN_API_TOKEN: 'token',
      ANALYTICS_API_TOKEN: 'figures',
      INTERNAL_API_SECRET: 'internal',
      TOKEN_PEPPER: 'p'.repeat(40),
    });
    expect(secrets).toEqual({
      adminKeys: ['token'],
      analyticsKeys: ['figures'],
      pepper: 'p'.repeat(40),
      previousPepper: null,
      adminKeyFile: null,
      adminKeyCreated: false,
      adminKeyReplaced: false,
    });
    expect(existsSync(dataDir)).toBe(false);
  });

  test('production with the embedded database keeps its pepper in the data folder', async () => {
    const env = { NODE_ENV: 'production', ADMIN_API_TOKEN: '3fd81c0b7e2a9654d07c1e8fb25a90' };
    const { pepper } = await load(env);
    expect((await load(env)).pepper).toBe(pepper);
    expect(readdirSync(dataDir)).toEqual(['token-pepper']);
  });
});

describe('a folder that cannot be used', () => {
  test('is named, with the setting that moves it', async () => {
    writeFileSync(dataDir, 'a file in the way');
    const failure = load();
    await expect(failure).rejects.toThrow(StartError);
    await expect(failure).rejects.toThrow(/admin-key cannot be read \(ENOTDIR\).*DATA_DIR/);
  });

  test('and a damaged pepper stops the start instead of ending every key', async () => {
    await load();
    writeFileSync(join(dataDir, 'token-pepper'), 'short');
    await expect(load()).rejects.toThrow(/token-pepper is damaged\. Restore it from a backup/);
    writeFileSync(join(dataDir, 'admin-key'), '');
    await expect(load()).rejects.toThrow(/admin-key holds no usable key/);
  });
});

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const analyze = (args: readonly string[]) =>
  spawnSync('systemd-analyze', ['--no-pager', ...args], { encoding: 'utf8' });
const isInstalled = analyze(['--version']).error === undefined;
if (!isInstalled)
  process.stdout.write('NOT RUN: the checks of the unit, as systemd is not installed here\n');

it('CI checks the unit with the tool of systemd', () => {
  if (process.env['CI'] === 'true') expect(isInstalled).toBe(true);
});

it('compose.yaml starts everything again, and waits for a database that takes long', () => {
  const text = readFileSync('compose.yaml', 'utf8');
  expect(text.match(/^ {4}restart: unless-stopped$/gm)).toHaveLength(2);
  expect(text).toMatch(/^ {6}start_period: 10m$/m);
});

describe.skipIf(!isInstalled)('ops/latchkey.service', () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-unit-'));
  const unit = join(folder, 'latchkey.service');
  // As if this checkout were installed: the program has to be there.
  const text = readFileSync('ops/latchkey.service', 'utf8').replaceAll(
    '/opt/latchkey',
    process.cwd(),
  );
  writeFileSync(unit, text);
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is a unit of systemd', () => {
    const { status, stdout, stderr } = analyze(['verify', unit]);
    expect({ status, said: stdout + stderr }).toEqual({ status: 0, said: '' });
  });

  it('leaves the service few ways into the system', () => {
    // From 0, a box without doors, to 10; the tool calls up to 2 safe. Rights that it needs count as well.
    const { status, stdout } = analyze(['security', '--offline=true', '--threshold=20', unit]);
    expect(status, stdout).toBe(0);
  });

  it('does not give up while the database is away', () => {
    const [, unit = '', service = ''] = text.split(/^\[(?:Unit|Service)\]$/m);
    expect(unit).toMatch(/^StartLimitIntervalSec=0$/m);
    expect(service).toMatch(/^Restart=always$/m);
    expect(service).toMatch(/^RestartSec=2$/m);
  });

  it('gives a stop the time that docs/deployment.md asks for', () => {
    expect(text).toContain('TimeoutStopSec=20');
    expect(text).toContain('KillMode=mixed');
  });
});

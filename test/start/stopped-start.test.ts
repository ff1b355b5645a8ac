import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newDatabaseFolder } from '../support/database-folder.ts';
import { freePort } from '../support/ports.ts';
import { build, readyUrl, serversOf, start } from './process.ts';

beforeAll(build);

let dataDir: string;
beforeEach(() => {
  dataDir = newDatabaseFolder('latchkey-stopped-');
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

type Group = {
  readonly child: ChildProcess;
  readonly text: () => string;
  readonly ended: Promise<number | null>;
};

/** A start in a process group of its own, as a shell or a supervisor makes it. */
function startGroup(file: string, args: readonly string[], port = '0'): Group {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [file, ...args], {
    env: { PATH, PORT: port, DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      text += String(chunk);
    });
  const { promise, resolve } = Promise.withResolvers<number | null>();
  child.on('close', resolve);
  return { child, text: () => text, ended: promise };
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await pause(2);
}

const names = () => (existsSync(dataDir) ? readdirSync(dataDir) : []);
const isMaking = () => names().some((name) => name.includes('.unfinished-'));

/** How far a first start has come. */
const STAGES: readonly (readonly [string, () => boolean])[] = [
  ['as soon as it has a lock', () => names().includes('latchkey.lock')],
  ['while the database is created', isMaking],
  [
    'in the middle of that',
    () => isMaking() && serversOf(join(dataDir, 'postgres.unfinished')).length > 0,
  ],
  ['when the database is there', () => existsSync(join(dataDir, 'postgres'))],
  ['when the server runs', () => existsSync(join(dataDir, 'postgres/postmaster.pid'))],
];
const TO = [
  ['the process alone', 1],
  ['its group', -1],
] as const;
const CASES = STAGES.flatMap(([stage, isSo]) =>
  TO.map(([whom, sign]) => ({ stage, whom, sign, isSo })),
);

describe('a first start that is told to stop', () => {
  it.each(CASES)('$stage, by a signal to $whom, ends quietly', async ({ sign, isSo }) => {
    const { child, text, ended } = startGroup('dist/main.js', []);
    await until(isSo);
    process.kill(sign * (child.pid ?? 0), 'SIGTERM');
    expect([await ended, readyUrl(text()), text()]).toEqual([0, undefined, '']);
    expect(serversOf(dataDir)).toEqual([]);
    expect(isMaking()).toBe(false);
    const service = await start({ env: { DATA_DIR: dataDir } });
    expect(await service.end('SIGTERM')).toBe(0);
  });

  it.each(CASES.filter(({ stage }) => stage.includes('created') || stage.includes('runs')))(
    'and is a command: $stage, by a signal to $whom',
    async ({ sign, isSo }) => {
      const { child, text, ended } = startGroup('dist/latchkey.js', ['audit', 'verify']);
      await until(isSo);
      process.kill(sign * (child.pid ?? 0), 'SIGTERM');
      expect([await ended, text()]).toEqual([143, '']);
      expect(serversOf(dataDir)).toEqual([]);
      const service = await start({ env: { DATA_DIR: dataDir } });
      expect(await service.end('SIGTERM')).toBe(0);
    },
  );
});

it('a first start answers health checks while the database is created', async () => {
  const port = String(await freePort());
  const { child, ended } = startGroup('dist/main.js', [], port);
  await until(isMaking);
  const answered: string[] = [];
  while (isMaking()) {
    const { status } = await fetch(`http://127.0.0.1:${port}/health/live`);
    if (isMaking()) answered.push(String(status));
  }
  process.kill(child.pid ?? 0, 'SIGTERM');
  await ended;
  expect(new Set(answered)).toEqual(new Set(['200']));
});

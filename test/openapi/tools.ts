import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import { inject } from 'vitest';

const FOLDER = 'test/tools';
const MODULES = join(FOLDER, 'node_modules');
const NPM = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
/** Written by npm: what is installed. */
const INSTALLED = '.package-lock.json';
const COPIED_LOCK = '.wanted-lock.json';
/** Ends what hangs. */
const MOST_MS = 60_000;

/** Of the locks on the test server, the one for the folder of the tools. */
const LOCK = 3;

/**
 * Installs the linters and generators where that is not done yet, or where others are wanted now. Test
 * files that run at once wait for each other.
 */
export async function prepareTools(): Promise<void> {
  const client = new pg.Client({ connectionString: inject('postgres').url });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    if (!isReady()) install();
  } finally {
    await client.end();
  }
}

function install(): void {
  process.stdout.write('Installing the OpenAPI tools (once) …\n');
  // Beside its place, and moved in one step: another run of the tests finds all of it or nothing.
  const home = mkdtempSync(join(FOLDER, '.installing-'));
  try {
    for (const name of ['package.json', 'package-lock.json', '.npmrc'])
      cpSync(join(FOLDER, name), join(home, name));
    execFileSync('npm', NPM, { cwd: home, stdio: ['ignore', 'ignore', 'inherit'] });
    cpSync(join(FOLDER, 'package-lock.json'), join(home, 'node_modules', COPIED_LOCK));
    moveIn(join(home, 'node_modules'));
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function isReady(): boolean {
  const copy = join(MODULES, COPIED_LOCK);
  return (
    existsSync(join(MODULES, INSTALLED)) &&
    existsSync(copy) &&
    readFileSync(copy, 'utf8') === readFileSync(join(FOLDER, 'package-lock.json'), 'utf8')
  );
}

function moveIn(made: string): void {
  // Somebody else was quicker, and runs them already.
  if (isReady()) return;
  try {
    rmSync(MODULES, { recursive: true, force: true });
    renameSync(made, MODULES);
  } catch (error) {
    if (!isReady()) throw error;
  }
}

type ToolRun = { readonly input?: string; readonly args?: readonly string[] };

/** Runs one of the programs in the folder, beside the server that it may call; what it prints. */
export async function runTool(name: string, { input = '', args = [] }: ToolRun): Promise<string> {
  return await runNode([join(FOLDER, name), ...args], input);
}

/** @throws with all that it prints, when it fails */
export async function runNode(args: readonly string[], input = ''): Promise<string> {
  const child = spawn(process.execPath, args, { timeout: MOST_MS });
  child.stdin.end(input);
  const [output, complaints, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  if (code !== 0) throw new Error(`${args[0]} failed: ${output}${complaints}`);
  return output;
}

#!/usr/bin/env node
// `npx latchkey …` in a checkout: makes it ready, as npm's scripts do, and hands over to the built
// command. Like setup.mjs it must run on Node 20. An image has no sources: `node dist/latchkey.js`.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

// What a command prints may go into a file: what making ready has to say stays out of it.
const setup = spawnSync(process.execPath, [join(root, 'scripts/setup.mjs')], {
  stdio: ['ignore', 2, 2],
});
if (setup.status !== 0) process.exit(setup.status ?? 1);

const own = join(root, 'node_modules/.bin/node');
const child = spawn(
  existsSync(own) ? own : process.execPath,
  [join(root, 'dist/latchkey.js'), ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit' },
);
// A terminal sends Ctrl-C to both: the command decides when it ends.
process.on('SIGINT', () => undefined);
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  process.stderr.write(`latchkey: ${error.message}\n`);
  process.exitCode = 1;
});
child.on('exit', (code) => {
  process.exitCode = code ?? 1;
});

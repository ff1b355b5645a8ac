import { spawn } from 'node:child_process';

// Everything that must hold before a change is one: checks first, two at a time, then all suites.

type Step = { readonly name: string; readonly command: readonly string[] };

const CHECKS: readonly Step[] = [
  { name: 'types', command: ['tsc', '-p', '.'] },
  { name: 'types of the dashboard', command: ['tsc', '-p', 'dashboard'] },
  { name: 'format and lint', command: ['biome', 'ci', '--error-on-warnings', '.'] },
  { name: 'unused code and dependencies', command: ['knip'] },
  {
    name: 'import rules',
    command: ['depcruise', 'src', 'dashboard', '--config', '.dependency-cruiser.cjs'],
  },
  { name: 'printed schema', command: ['node', 'scripts/print-schema.ts', '--check'] },
  { name: 'manifest for agents', command: ['node', 'scripts/print-manifest.ts', '--check'] },
  { name: 'client types', command: ['graphql-codegen', '--config', 'codegen.ts', '--check'] },
  { name: 'migrations match the model', command: ['node', 'scripts/check-migrations.ts'] },
  { name: 'packages', command: ['node', 'scripts/check-packages.ts'] },
];

const AT_ONCE = 2;

async function check(steps: readonly Step[]): Promise<boolean> {
  const waiting = [...steps];
  const results: boolean[] = [];
  const worker = async () => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      results.push(await runQuietly(step));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return results.every(Boolean);
}

/** Says how it went in one line, and the rest only when it failed, or what could not be checked. */
async function runQuietly({ name, command }: Step): Promise<boolean> {
  const start = performance.now();
  const { code, output } = await run(command, 'pipe');
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  process.stdout.write(`${code === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)\n`);
  const shown =
    code === 0 ? output.split('\n').filter((line) => line.startsWith('NOT ')) : [output];
  for (const text of shown) process.stdout.write(`${text}\n`);
  return code === 0;
}

function run([program = '', ...args]: readonly string[], output: 'pipe' | 'inherit') {
  const { promise, resolve } = Promise.withResolvers<{ code: number; output: string }>();
  const child = spawn(program, args, {
    stdio: ['ignore', output, output],
    shell: process.platform === 'win32',
  });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => chunks.push(String(chunk)));
  child.on('error', (error) => resolve({ code: 1, output: error.message }));
  child.on('close', (code) => resolve({ code: code ?? 1, output: chunks.join('') }));
  return promise;
}

const isGood = await check(CHECKS);
if (!isGood) process.exit(1);
if (process.argv.includes('--checks')) process.exit(0);
const { code } = await run(['vitest', 'run'], 'inherit');
process.exit(code);

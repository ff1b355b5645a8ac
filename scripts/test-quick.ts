import { execFileSync, spawn } from 'node:child_process';
import { nearestTests } from './quick/nearest-tests.ts';

// `npm run test:quick`: the tests nearest to what changed, once, on the embedded PostgreSQL, within a
// minute. What changed is all that the main branch does not have, committed or not.

const LIMIT_MS = 57_000;
/** What fits into the time on two cores. */
const MOST_FILES = 8;

function git(...args: readonly string[]): string[] {
  const text = execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  return text.split('\n').filter((line) => line !== '');
}

/** Where this branch left the main one; the last commit where there is no such branch. */
function startOfBranch(): string {
  for (const main of ['origin/main', 'main']) {
    try {
      const [base] = git('merge-base', 'HEAD', main);
      if (base !== undefined) return base;
    } catch {
      // There is no branch of that name.
    }
  }
  return 'HEAD';
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function tellWhatIsLeftOut(left: readonly string[]): void {
  say(
    'NOT RUN: the other projects (every optimisation off, Debian, hostile settings, PgBouncer), the',
  );
  say(
    'checks of `npm run check`, and what is further away from the change: `npm test` runs it all.',
  );
  if (left.length === 0) return;
  say(`Near, too, but more than fits into a minute (${left.length}):`);
  for (const file of left) say(`  ${file}`);
}

const changed = [
  ...git('diff', '--name-only', '--diff-filter=d', startOfBranch()),
  ...git('ls-files', '--others', '--exclude-standard'),
];
const near = nearestTests(changed, git('ls-files', '--', '*.ts'));
const chosen = near.slice(0, MOST_FILES);
const left = near.slice(MOST_FILES);
if (chosen.length === 0) {
  say(`No test is near to the ${changed.length} changed files.`);
  tellWhatIsLeftOut([]);
} else {
  const child = spawn('vitest', ['run', '--project', 'embedded', ...chosen], { stdio: 'inherit' });
  let isLate = false;
  const limit = setTimeout(() => {
    isLate = true;
    child.kill('SIGTERM');
  }, LIMIT_MS);
  child.on('close', (code) => {
    clearTimeout(limit);
    if (isLate) say('The minute was over before all had run.');
    tellWhatIsLeftOut(left);
    process.exitCode = code ?? 1;
  });
}

import { text as readAll } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { givenValues } from '../src/core/config/secret-files.ts';
import { ENVIRONMENT } from '../src/core/config/settings.ts';
import { StartError } from '../src/core/start-error.ts';
import { githubPatterns, gitleaksRules } from './key/scanner-rules.ts';
import { type Verdict, verdictsOn } from './key/verdicts.ts';

// For when a key has leaked, or so that none does. It needs no database, and no secret but the
// text in question: npm run key -- check - | gitleaks | github

const USAGE =
  'Usage: npm run key -- check - (reads what you paste), check TEXT, gitleaks, or github; add --prefix PREFIX if it is not in TOKEN_PREFIX';
const NOT_A_KEY = 1;
const WRONG_USE = 2;

type Order = {
  readonly command: string;
  readonly words: readonly string[];
  readonly prefix: string;
};

function readOrder(): Order {
  const { positionals, values } = readWords();
  const [command = '', ...words] = positionals;
  const isComplete =
    command === 'check' ? words.join('') !== '' : ['gitleaks', 'github'].includes(command);
  if (!isComplete || (command !== 'check' && words.length > 0)) throw new StartError(USAGE);
  return { command, words, prefix: prefixFrom(values.prefix) };
}

function readWords() {
  try {
    return parseArgs({ options: { prefix: { type: 'string' } }, allowPositionals: true });
  } catch {
    throw new StartError(USAGE);
  }
}

function prefixFrom(option: string | undefined): string {
  const given = option ?? givenValues(process.env)['TOKEN_PREFIX'];
  const { data, error } = ENVIRONMENT.shape.TOKEN_PREFIX.safeParse(given);
  if (data !== undefined) return data;
  const name = option === undefined ? 'TOKEN_PREFIX' : '--prefix';
  throw new StartError(`${name} ${error?.issues[0]?.message}`);
}

async function textFrom(words: readonly string[]): Promise<string> {
  if (words.join() === '-') {
    if (process.stdin.isTTY) process.stderr.write('Paste the text, then press Enter and Ctrl-D:\n');
    return await readAll(process.stdin);
  }
  process.stderr.write(
    "The text may now be in the shell's history. Next time: npm run key -- check -\n",
  );
  return words.join(' ');
}

function tell(verdicts: readonly Verdict[]): string {
  if (verdicts.length === 0)
    return `Unknown format: it contains no key of this service or of an older version. An imported key in
another format cannot be recognised here; ask the service (verifyToken).
`;
  const lines = verdicts.map(({ hint, text }) => `  ${hint}  ${text}\n`);
  return `${lines.join('')}This checks format and checksum only. To find out whether a key exists and works, ask the
service (verifyToken).
`;
}

async function run({ command, words, prefix }: Order): Promise<number> {
  if (command !== 'check') {
    process.stdout.write(command === 'github' ? githubPatterns(prefix) : gitleaksRules(prefix));
    return 0;
  }
  const verdicts = verdictsOn(await textFrom(words), prefix);
  process.stdout.write(tell(verdicts));
  return verdicts.some(({ isKey }) => isKey) ? 0 : NOT_A_KEY;
}

try {
  process.exitCode = await run(readOrder());
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  process.stderr.write(`latchkey: ${error.message}\n`);
  process.exitCode = WRONG_USE;
}

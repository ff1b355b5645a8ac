import { text as readAll } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { givenValues } from '../core/config/secret-files.ts';
import { ENVIRONMENT } from '../core/config/settings.ts';
import { githubPatterns, gitleaksRules } from './key/scanner-rules.ts';
import { type TextVerdict, verdictsOn } from './key/verdicts.ts';
import { UsageError } from './usage-error.ts';

// For when a key has leaked, or so that none does. It needs no database, and no secret but the
// text in question: latchkey key check - | gitleaks | github

const USAGE =
  'Usage: latchkey key check - (reads what you paste), check TEXT, gitleaks, or github; add --prefix PREFIX if it is not in TOKEN_PREFIX';
const NOT_A_KEY = 1;

type Order = {
  readonly command: string;
  readonly words: readonly string[];
  readonly prefix: string;
};

function readOrder(args: readonly string[]): Order {
  const { positionals, values } = readWords(args);
  const [command = '', ...words] = positionals;
  const isComplete =
    command === 'check' ? words.join('') !== '' : ['gitleaks', 'github'].includes(command);
  if (!isComplete || (command !== 'check' && words.length > 0)) throw new UsageError(USAGE);
  return { command, words, prefix: prefixFrom(values.prefix) };
}

function readWords(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: { prefix: { type: 'string' } },
      allowPositionals: true,
    });
  } catch {
    throw new UsageError(USAGE);
  }
}

function prefixFrom(option: string | undefined): string {
  const given = option ?? givenValues(process.env)['TOKEN_PREFIX'];
  const { data, error } = ENVIRONMENT.shape.TOKEN_PREFIX.safeParse(given);
  if (data !== undefined) return data;
  const name = option === undefined ? 'TOKEN_PREFIX' : '--prefix';
  throw new UsageError(`${name} ${error?.issues[0]?.message}`);
}

async function textFrom(words: readonly string[]): Promise<string> {
  if (words.join() === '-') {
    if (process.stdin.isTTY) process.stderr.write('Paste the text, then press Enter and Ctrl-D:\n');
    return await readAll(process.stdin);
  }
  process.stderr.write(
    "The text may now be in the shell's history. Next time: latchkey key check -\n",
  );
  return words.join(' ');
}

function tell(verdicts: readonly TextVerdict[]): string {
  if (verdicts.length === 0)
    return `Unknown format: it contains no key of this service or of an older version. An imported key in
another format cannot be recognised here; ask the service (verifyToken).
`;
  const lines = verdicts.map(({ hint, text }) => `  ${hint}  ${text}\n`);
  return `${lines.join('')}This checks format and checksum only. To find out whether a key exists and works, ask the
service (verifyToken).
`;
}

/** Ends with 1 when there is no key in the text. */
export async function keyCommand(args: readonly string[]): Promise<number> {
  const { command, words, prefix } = readOrder(args);
  if (command !== 'check') {
    process.stdout.write(command === 'github' ? githubPatterns(prefix) : gitleaksRules(prefix));
    return 0;
  }
  const verdicts = verdictsOn(await textFrom(words), prefix);
  process.stdout.write(tell(verdicts));
  return verdicts.some(({ isKey }) => isKey) ? 0 : NOT_A_KEY;
}

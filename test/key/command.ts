import { spawnSync } from 'node:child_process';

type Given = { readonly text?: string; readonly env?: Readonly<Record<string, string>> };

/** `latchkey key …`, as an operator would, who pastes the text. */
export function runKey(words: readonly string[], { text = '', env = {} }: Given = {}) {
  const { PATH = '' } = process.env;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['dist/latchkey.js', 'key', ...words],
    {
      env: { PATH, ...env },
      input: text,
      encoding: 'utf8',
      maxBuffer: 16 * 1024 * 1024,
    },
  );
  return { code: status, output: stdout, errors: stderr };
}

/** What it says of a text, without the lines that say what it cannot know. */
export function verdictsOn(text: string): string[] {
  return runKey(['check', '-'], { text })
    .output.split('\n')
    .filter((line) => line.startsWith('  '));
}

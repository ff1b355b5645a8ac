import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { build } from './process.ts';

/** With a folder that nothing can be put into: whatever does more than explain fails. */
function latchkey(...words: readonly string[]) {
  const { PATH = '' } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/latchkey.js', ...words], {
    env: { PATH, DATA_DIR: '/proc/latchkey' },
    input: '',
    encoding: 'utf8',
  });
  return { code: status, output: stdout, errors: stderr };
}

build();
const NAMES = latchkey('--help')
  .output.split('\n')
  .flatMap((line) => /^ {2}(\S+)/.exec(line)?.[1] ?? []);

describe('help', () => {
  it('lists the commands', () => {
    expect(NAMES).toEqual(expect.arrayContaining(['start', 'demo', 'backup', 'doctor']));
    expect(latchkey('-h').output).toBe(latchkey().output);
  });

  it.each(NAMES)('explains %s, and does nothing else', (name) => {
    for (const word of ['--help', '-h']) {
      const { code, output, errors } = latchkey(name, word);
      expect({ code, errors }).toEqual({ code: 0, errors: '' });
      expect(output).toMatch(new RegExp(`^latchkey ${name} .+\\.\nUsage: latchkey ${name}`));
    }
  });

  it.each(['start', 'migrate', 'demo'])('%s takes no words', (name) => {
    const { code, errors } = latchkey(name, 'now');
    expect({ code, errors }).toEqual({ code: 2, errors: `latchkey: Usage: latchkey ${name}\n` });
  });

  it.each(NAMES)('%s ends with 2 for an option that it does not have', (name) => {
    const { code, output, errors } = latchkey(name, '--no-such-option');
    expect({ code, output }).toEqual({ code: 2, output: '' });
    expect(errors).toMatch(/^latchkey: [^\n]*Usage: latchkey [^\n]*\n$/);
  });
});

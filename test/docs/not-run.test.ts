import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Command, commandsIn, isListed, NOT_RUN } from './commands.ts';
import { readPage, readPages } from './pages.ts';

// What can be checked of the commands that no test runs: their syntax, and that what they name is there.

const listed = NOT_RUN.flatMap(({ commands }) => commands);
const COMMANDS = readPages()
  .flatMap(commandsIn)
  .filter((command) => isListed(listed, command));
const beginning = (begin: string): readonly Command[] =>
  COMMANDS.filter(({ text }) => text.startsWith(begin));

const readJson = (path: string) => JSON.parse(readFileSync(path, 'utf8'));

describe('a command of the documents that is not run', () => {
  it.each(COMMANDS.map(({ text }) => text))('has the syntax of a shell: %s', (text) => {
    const { status, stderr } = spawnSync('sh', ['-n'], { input: text, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('installs packages in the versions that the examples are tested with', () => {
    const { packages } = readJson('examples/package-lock.json') as {
      packages: Record<string, { version: string }>;
    };
    const wanted = beginning('npm install').flatMap(({ text }) =>
      text.split(' ').filter((word) => !/^(npm|install|-.*)$/.test(word)),
    );
    expect(wanted.length).toBeGreaterThan(8);
    for (const word of wanted) {
      const [, name = '', major] = /^(@?[^@]+)(?:@(\d+))?$/.exec(word) ?? [];
      const { version } = packages[`node_modules/${name}`] ?? {};
      expect(version, word).toMatch(major === undefined ? /^\d/ : new RegExp(`^${major}\\.`));
    }
  });

  it('builds and pushes the image that the chart runs', () => {
    const [, repository = ''] =
      /image: \{ repository: (\S+) \}/.exec(readPage('docs/kubernetes.md').text) ?? [];
    const [, version = ''] =
      /^appVersion: (\S+)$/m.exec(readFileSync('ops/helm/latchkey/Chart.yaml', 'utf8')) ?? [];
    const image = `${repository}:${version}`;
    expect(
      [...beginning('docker build'), ...beginning('docker push')].map(({ text }) => text),
    ).toEqual([`docker build -t ${image} .`, `docker push ${image}`]);
    for (const file of ['Dockerfile', 'package-lock.json']) expect(existsSync(file)).toBe(true);
  });

  it('gives the program of others a file that names files', () => {
    const [{ text = '' } = {}] = beginning('ANALYTICS_KEY=');
    const file = text.split(' ').at(-1) ?? '';
    const paths = [...readFileSync(file, 'utf8').matchAll(/^ +path: (\S+)$/gm)];
    expect(paths).toHaveLength(2);
    for (const [, path = ''] of paths) expect(existsSync(join(dirname(file), path))).toBe(true);
  });
});

const BENCH = /npm run bench -- ([^`\n#]+)/g;
const OPTION = /^--([\w-]+)$/;

/** What stands in blocks and in the text. */
const MEASUREMENTS = readPages().flatMap(({ name, text }) =>
  [...text.matchAll(BENCH)].map(([, given = '']) => [name, given.trim()] as const),
);

it.each(MEASUREMENTS)('%s names a measurement and options of it: %s', (_page, given) => {
  const words = given.split(/\s+/);
  const [name = 'table'] = words.filter((word, place) => place === 0 && !word.startsWith('-'));
  const list = readFileSync('bench/bench.ts', 'utf8');
  const [, file = ''] =
    new RegExp(`'${name}'[\\s\\S]*?import\\('\\./([\\w/-]+\\.ts)'\\)`).exec(list) ?? [];
  expect(file, name).not.toBe('');
  const source = readFileSync(join('bench', file), 'utf8');
  const options = words.flatMap((word) => OPTION.exec(word)?.[1] ?? []);
  for (const option of options.filter((one) => one !== 'help'))
    expect(source, `--${option}`).toMatch(new RegExp(`'?\\b${option}\\b'?: \\{ type: '`));
});

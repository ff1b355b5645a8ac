import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

/** An image that was built without a container engine: its files, and how it is run. */
export type Image = {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly user: string;
  readonly command: readonly string[];
  readonly healthCheck: readonly string[];
  /** What it was built in, and the image itself: to be removed afterwards. */
  readonly folders: readonly string[];
};

type Stage = {
  readonly folder: string;
  readonly env: Record<string, string>;
  user: string;
  command: readonly string[];
  healthCheck: readonly string[];
};

/**
 * Does in folders what the Dockerfile says. Packages are not installed again: they are those of this
 * checkout, which were installed by the same script and lock file.
 */
export function buildImage(): Image {
  const stages = new Map<string, Stage>();
  let stage: Stage | null = null;
  for (const { name, rest } of instructions(readFileSync('Dockerfile', 'utf8'))) {
    if (name === 'FROM') {
      stage = newStage();
      stages.set(/ AS (\S+)$/.exec(rest)?.[1] ?? '', stage);
    } else {
      if (stage === null) throw new Error(`${name} before FROM`);
      follow(name, rest, { stage, stages });
    }
  }
  if (stage === null) throw new Error('there is no stage');
  return { ...stage, folders: [...stages.values()].map(({ folder }) => folder) };
}

function newStage(): Stage {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-image-'));
  // As in an image: everybody may read it, and its owner alone may write.
  chmodSync(folder, 0o755);
  return { folder, env: {}, user: 'root', command: [], healthCheck: [] };
}

type Place = { readonly stage: Stage; readonly stages: ReadonlyMap<string, Stage> };

function follow(name: string, rest: string, { stage, stages }: Place): void {
  if (name === 'COPY') copy(rest, stage.folder, stages);
  else if (name === 'RUN') runIn(stage.folder, rest);
  else if (name === 'ENV')
    for (const [, key = '', value = ''] of rest.matchAll(/(\w+)=(\S+)/g)) stage.env[key] = value;
  else if (name === 'USER') stage.user = rest;
  else if (name === 'CMD') stage.command = JSON.parse(rest);
  else if (name === 'HEALTHCHECK')
    stage.healthCheck = JSON.parse(rest.slice(rest.indexOf('CMD ') + 'CMD '.length));
  else if (name !== 'WORKDIR' && name !== 'EXPOSE') throw new Error(`${name} is not known here`);
}

function copy(rest: string, to: string, stages: ReadonlyMap<string, Stage>): void {
  const words = rest.split(/\s+/);
  const other = /^--from=(\S+)$/.exec(words[0] ?? '')?.[1];
  const from = other === undefined ? '.' : (stages.get(other)?.folder ?? '');
  const [target = '', ...sources] = words.slice(other === undefined ? 0 : 1).toReversed();
  for (const source of sources) {
    const name = source.replace('/app/', '');
    if (other === undefined && !sent().has(name.split('/')[0] ?? ''))
      throw new Error(`.dockerignore withholds ${name}`);
    cpSync(
      join(from, name),
      target.endsWith('/') ? join(to, target, basename(name)) : join(to, target),
      {
        recursive: true,
        filter: (path) => other !== undefined || !path.endsWith('src/data/generated'),
      },
    );
  }
}

/** What of the checkout a build gets to see. */
function sent(): ReadonlySet<string> {
  const lines = readFileSync('.dockerignore', 'utf8').split('\n');
  return new Set(lines.filter((line) => line.startsWith('!')).map((line) => line.slice(1)));
}

function runIn(folder: string, command: string): void {
  execFileSync('cp', ['-al', 'node_modules', folder]);
  // Links: what the set-up writes there would be written in this checkout, too.
  const notes = join(folder, 'node_modules/.latchkey');
  execFileSync('rm', ['-r', notes]);
  mkdirSync(notes);
  copyFileSync('node_modules/.latchkey/install', join(notes, 'install'));
  execFileSync('sh', ['-c', command], { cwd: folder, stdio: 'pipe' });
}

/** Without comments, and with continued lines in one. */
function instructions(text: string): readonly { readonly name: string; readonly rest: string }[] {
  const lines = text
    .replaceAll(/^\s*#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '');
  return lines.map((line) => {
    const [name = '', ...rest] = line.split(' ');
    return { name, rest: rest.join(' ') };
  });
}

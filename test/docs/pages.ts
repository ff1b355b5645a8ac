import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Folders of the repository that documents name files in. */
const FOLDERS = 'bench dashboard docs examples ops prisma schema scripts src test'.split(' ');

/** What codegen makes in the project of a client. */
const GENERATED = 'src/gql/';

const LINK = /!?\[[^\]]*\]\(([^)\s]+)\)/g;
const CODE = /```[^\n]*\n([\s\S]*?)```|`([^`\n]+)`/g;
const PATH = new RegExp(`(?<![\\w./@-])(?:${FOLDERS.join('|')})/[\\w./-]*`, 'g');
const FILE_NAME = /^\.?[\w-]+(?:\.[\w-]+)*\.(?:cjs|graphql|json|jsonc|md|mjs|ts|tsx|yaml)$/;
const NPM_SCRIPT = /npm run (?:-s )?([\w:-]+)/g;

export type Page = { readonly name: string; readonly text: string };

/** The documents that a newcomer is led through. */
export function readPages(): Page[] {
  const below = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name));
  return ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...below].map(readPage);
}

export function readPage(name: string): Page {
  return { name, text: readFileSync(join(ROOT, name), 'utf8') };
}

/** Links to files and headings that do not exist. */
export function brokenLinks({ name, text }: Page): string[] {
  const targets = [...withoutCode(text).matchAll(LINK)].map(([, target = '']) => target);
  return targets.filter((target) => {
    if (/^[a-z]+:/.test(target)) return false;
    const [path = '', anchor] = target.split('#');
    const file = resolve(ROOT, dirname(name), path);
    if (!existsSync(file)) return true;
    const linked = path === '' ? text : readFileSync(file, 'utf8');
    return anchor !== undefined && !anchorsOf(linked).has(anchor);
  });
}

/** Files, folders and npm scripts that a page names as code and that do not exist. */
export function missingNames({ text }: Page): string[] {
  const codes = [...text.matchAll(CODE)].map(([, block, span]) => block ?? span ?? '');
  const paths = codes.flatMap((code) => code.match(PATH) ?? []);
  const files = codes.filter((code) => FILE_NAME.test(code));
  const scripts = codes.flatMap((code) => [...code.matchAll(NPM_SCRIPT)]);
  const known = fileNames();
  const declared = npmScripts();
  return [
    ...paths.filter((path) => !isThere(path)),
    ...files.filter((file) => !known.has(file)),
    ...scripts.flatMap(([, script = '']) => (declared.has(script) ? [] : [`npm run ${script}`])),
  ];
}

/** Pages for developers of clients name files of the examples as they stand in a project of its own. */
function isThere(path: string): boolean {
  if (path.startsWith(GENERATED)) return true;
  return [ROOT, join(ROOT, 'examples')].some((folder) => existsSync(join(folder, path)));
}

/** As GitHub makes them: lower case, without punctuation, a number for each repetition. */
function anchorsOf(text: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const [, heading = ''] of withoutCode(text).matchAll(/^#+ (.+)$/gm)) {
    const words = heading.toLowerCase().replaceAll(/[^\p{L}\p{N}\s_-]/gu, '');
    const anchor = words.trim().replaceAll(' ', '-');
    let unique = anchor;
    for (let count = 1; anchors.has(unique); count += 1) unique = `${anchor}-${count}`;
    anchors.add(unique);
  }
  return anchors;
}

/** Headings keep the text of their code spans. */
function withoutCode(text: string): string {
  return text.replaceAll(/```[^\n]*\n[\s\S]*?```/g, '');
}

function fileNames(): ReadonlySet<string> {
  const below = FOLDERS.flatMap((folder) =>
    globSync('**', {
      cwd: join(ROOT, folder),
      exclude: (name) => name === 'node_modules',
    }),
  );
  const own = below.filter((path) => !path.includes('node_modules'));
  const names = own.map((path) => path.slice(path.lastIndexOf('/') + 1));
  return new Set([...names, ...readdirSync(ROOT)]);
}

function npmScripts(): ReadonlySet<string> {
  const { scripts } = JSON.parse(readPage('package.json').text) as { scripts: object };
  return new Set(Object.keys(scripts));
}

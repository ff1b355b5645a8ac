import type { Page } from './pages.ts';

// The shell commands that documents tell their readers to run, and how the tests run them.

/** One command, on one line, without the remark behind it. */
export type Command = { readonly page: string; readonly text: string };

const BLOCK = /^```sh\n([\s\S]*?)^```$/gm;
const CONTINUED = /\s*\\\n\s*/g;
const REMARK = /^#|\s{2,}#\s.*$/;

export function commandsIn({ name, text }: Page): Command[] {
  return [...text.matchAll(BLOCK)]
    .flatMap(([, block = '']) => block.replaceAll(CONTINUED, ' ').split('\n'))
    .map((line) => line.replace(REMARK, '').trim())
    .filter((line) => line !== '' && !/^\S*["{}\]]/.test(line))
    .map((line) => ({ page: name, text: line }));
}

/** Commands by how they begin, on one page. */
type Listed = readonly [page: string, ...begins: readonly string[]];

/** Those that another file of tests runs, which has the words in it. */
type Elsewhere = {
  readonly file: string;
  readonly words: readonly string[];
  readonly commands: readonly Listed[];
};

export const ELSEWHERE: readonly Elsewhere[] = [
  {
    file: 'test/backup/docs.test.ts',
    words: ['docs/backup.md', 'blockWith'],
    commands: [
      [
        'docs/backup.md',
        ...['npx latchkey backup', 'npx latchkey audit', 'npx latchkey restore'],
        ...['npx latchkey pepper status', 'pg_', 'createdb', 'export DATABASE_URL'],
        ...['npm start', 'curl -f', 'docker compose', 'tar -czf'],
      ],
    ],
  },
  {
    file: 'test/key/lost-pepper.test.ts',
    words: ["'forget'"],
    commands: [['docs/backup.md', 'npx latchkey pepper forget']],
  },
  {
    file: 'test/examples/prepare.ts',
    words: ['@graphql-codegen/cli', "'npm'"],
    commands: [['docs/clients.md', 'npx graphql-codegen']],
  },
  {
    file: 'test/start/tls.test.ts',
    words: ['TLS_CERT_FILE', 'TLS_KEY_FILE', 'start('],
    commands: [['docs/deployment.md', 'TLS_CERT_FILE=']],
  },
  {
    file: 'test/vexa-import/follow-command.test.ts',
    words: ["'--follow'"],
    commands: [
      [
        'docs/import.md',
        'npx latchkey import vexa --from postgres://user:password@host:5432/vexa --follow',
      ],
    ],
  },
  {
    file: 'test/vexa/doctor.test.ts',
    words: ["'--vexa'"],
    commands: [['docs/vexa.md', 'npx latchkey doctor --vexa']],
  },
];

type Exception = { readonly reason: string; readonly commands: readonly Listed[] };

/** `not-run.test.ts` checks of each what can be checked without what is missing. */
export const NOT_RUN: readonly Exception[] = [
  { reason: 'is what runs this test', commands: [['README.md', 'npm test']] },
  {
    reason: 'needs an engine of containers, and a registry',
    commands: [['docs/kubernetes.md', 'docker build', 'docker push']],
  },
  {
    reason: 'downloads packages; test/examples installs the same ones from a lock file',
    commands: [['docs/clients.md', 'npm create', 'cd my-app', 'npm install', 'npm run dev']],
  },
  { reason: 'takes some minutes to hours', commands: [['docs/performance.md', 'npm run bench']] },
  {
    reason: 'needs the program of others',
    commands: [['docs/agents.md', 'ANALYTICS_KEY=… apollo']],
  },
];

export function isListed(lists: readonly Listed[], { page, text }: Command): boolean {
  return lists.some(
    ([name, ...begins]) => name === page && begins.some((one) => text.startsWith(one)),
  );
}

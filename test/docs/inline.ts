import type { Page } from './pages.ts';
import { CONTAINER, KUBERNETES, NPM } from './stand-ins.ts';

// The commands that documents name within a sentence, and how the tests run each.

const CODE = /`([^`\n]+)`/g;
const BLOCK = /^```[^\n]*\n[\s\S]*?^```$/gm;
const COMMAND = /^(?:npx|docker|systemctl|helm|git|kubectl|pg_dump|pg_restore|pgbackrest) \S/;

export function inlineIn({ text }: Page): readonly string[] {
  const codes = [...text.replaceAll(BLOCK, '').matchAll(CODE)].map(([, code = '']) => code);
  return codes.filter((code) => COMMAND.test(code));
}

type Run = {
  /** What it prints when it is run where the reader of a page is. */
  readonly prints: RegExp;
  readonly standIns?: string;
};
/** Another file of tests runs it, which has these words in it. */
type Elsewhere = { readonly file: string; readonly words: readonly string[] };
type NotRun = { readonly reason: string };

const NOTHING = /^$/;
const NO_CONTAINERS: NotRun = { reason: 'needs an engine of containers, and images' };
const OF_OTHERS: NotRun = { reason: 'needs the program of others' };

/** A host with systemd, and a clone of the repository. */
const HOST = `${NPM}
systemctl() { printf 'systemctl %s\\n' "$*"; }
git() { command git -C clone "$@" --quiet; }`;

export const INLINE: Readonly<Record<string, Run | Elsewhere | NotRun>> = {
  'npx latchkey admin-key': { prints: /vxa_admin_\w+/ },
  'npx latchkey analytics check': { prints: /summar/ },
  'npx latchkey analytics rebuild': { prints: /^Summarised \d+ days/ },
  'npx latchkey audit accept': { prints: /^Nothing to accept/ },
  'npx latchkey audit export': { prints: /^\{.*"action":/ },
  'npx latchkey audit verify': { prints: /sound|intact/ },
  'npx latchkey backup': { prints: /backups\/\S+\n/ },
  'npx latchkey demo': { prints: /^The demo is in: 20 users/ },
  'npx latchkey doctor': { prints: /ok {4}database/ },
  'npx latchkey import vexa --from postgres://… --dry-run': { prints: /users/ },
  'npx latchkey key github': { prints: /vxa_/ },
  'npx latchkey key gitleaks >> .gitleaks.toml': { prints: NOTHING },
  'npx latchkey migrate': { prints: /migrat/ },
  'npx latchkey pepper status': { prints: /keys/ },
  'docker compose exec latchkey node dist/latchkey.js admin-key': {
    prints: /vxa_admin_\w+/,
    standIns: CONTAINER,
  },
  'docker compose exec latchkey node dist/latchkey.js backup': {
    prints: /backups\/\S+\n/,
    standIns: CONTAINER,
  },
  'docker compose exec latchkey node dist/latchkey.js doctor': {
    prints: /ok {4}database/,
    standIns: CONTAINER,
  },
  'helm upgrade latchkey ops/helm/latchkey --values values.yaml': {
    prints: /^upgrade\nlatchkey\n\S+\n--values\nvalues\.yaml\n$/,
    standIns: KUBERNETES,
  },
  'kubectl rollout restart deployment/latchkey': {
    prints: /^rollout\nrestart\ndeployment\/latchkey\n$/,
    standIns: KUBERNETES,
  },
  'systemctl stop latchkey && git pull && npm run build && systemctl start latchkey': {
    prints: /^systemctl stop latchkey\nnpm run\nnpm build\nsystemctl start latchkey\n$/,
    standIns: HOST,
  },

  'npx gql.tada generate-output': {
    file: 'test/examples/prepare.ts',
    words: ['gql.tada', 'generate-output'],
  },
  'npx latchkey doctor --vexa': { file: 'test/vexa/doctor.test.ts', words: ["'--vexa'"] },
  'npx latchkey explain-login < token.txt': {
    file: 'test/sign-in/explain.test.ts',
    words: ["'explain-login'", 'stdin'],
  },
  'npx latchkey key check -': { file: 'test/key/leak-kit.test.ts', words: ["['check', '-']"] },
  'npx latchkey pepper forget': { file: 'test/key/lost-pepper.test.ts', words: ["'forget'"] },
  'npx latchkey pepper forget --keys N': {
    file: 'test/key/backup.test.ts',
    words: ["'forget', '--keys'"],
  },

  'npx vitest run --project embedded test/token/keys.test.ts': {
    reason: 'is what runs this test',
  },
  'docker buildx build --platform linux/amd64,linux/arm64 .': NO_CONTAINERS,
  'docker compose': { reason: 'is the name of a program, and no command' },
  'docker compose up --build -d': NO_CONTAINERS,
  'docker compose stop admin-api': NO_CONTAINERS,
  'docker compose -f docker-compose.yml -f latchkey.yml up -d --no-deps api-gateway dashboard':
    NO_CONTAINERS,
  'docker compose -f docker-compose.yml -f latchkey.yml up -d --no-deps gateway meeting-api agent-api terminal':
    NO_CONTAINERS,
  'pgbackrest --stanza=main backup': OF_OTHERS,
  'pgbackrest --stanza=main restore': OF_OTHERS,
};

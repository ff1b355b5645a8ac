import { hash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/core/config/parse-config.ts';
import { recordOne } from '../recording/reports.ts';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { createVexaDatabase, type VexaDatabase } from '../vexa-import/source.ts';
import { type Command, commandsIn, ELSEWHERE, isListed, NOT_RUN } from './commands.ts';
import { readPages } from './pages.ts';
import { followCommand, runCommand, type Shell } from './shell.ts';

const SAMPLE_KEY = /vxa_bot_0{10,}\w+/;
const DOCUMENT = 'query One($id: ID!) { node(id: $id) { id } }';

/** What each command prints that is run here, as a pattern. */
const PRINTS: readonly (readonly [page: string, begins: string, printed: RegExp])[] = [
  ['README.md', 'ADMIN_KEY=$(cat', /^$/],
  [
    'README.md',
    'curl -X POST http://127.0.0.1:8056/admin/users',
    /^\{"email":"ada@example.com","name":"Ada",.*"id":1,/,
  ],
  [
    'README.md',
    "curl -X POST 'http",
    /^\{"user_id":1,"id":1,"token":"vxa_bot_\w+","scopes":\["bot","tx"\],"name":"first"/,
  ],
  ['README.md', 'curl http://127.0.0.1:8056/auth/me', /ada@example\.com/],
  ['README.md', 'curl http://127.0.0.1:8056/graphql', /"totalCount":\d+,.*ada@example\.com/],
  ['docs/access.md', 'CORS_ORIGINS=', /^$/],
  ['docs/agents.md', 'curl http', /"peak":\d+/],
  [
    'docs/cost.md',
    'curl -s',
    /^\{"data":\{\},"extensions":\{"cost":\{"requested":11,"maximum":20000\}\}\}$/,
  ],
  ['docs/deployment.md', 'mkdir -p /etc/latchkey', /^$/],
  ['docs/deployment.md', 'for name in admin-key', /^$/],
  ['docs/deployment.md', "echo 'TRUST_PROXY=1'", /^$/],
  ['docs/figures.md', 'curl -N', /"meetingChanged":\{"id":"[^"]+","status":/],
  ['docs/import.md', 'npx latchkey import vexa', /users/],
  ['docs/monitoring.md', 'npx latchkey doctor --url', /ok {4}public URL/],
  ['docs/not-offered.md', 'curl -N', /"meetingChanged":\{"databaseId":\d+,"statusName":/],
  ['docs/trusted-documents.md', 'curl http', /"data":\{"node":\{"id":/],
];

const COMMANDS = readPages().flatMap(commandsIn);
const elsewhere = ELSEWHERE.flatMap(({ commands }) => commands);
/** Undefined for one that is run elsewhere, or not at all. */
const patternOf = (command: Command) =>
  isListed(elsewhere, command)
    ? undefined
    : PRINTS.find(([page, begins]) => isListed([[page, begins]], command))?.[2];
const notRun = NOT_RUN.flatMap(({ commands }) => commands);
const RUN = COMMANDS.filter((command) => patternOf(command) !== undefined);
/** In the order in which somebody starts: the README makes the first user. */
const PAGES = [...new Set(RUN.map(({ page }) => page))];

describe('the commands in the documents', () => {
  it('are each run here or elsewhere, or are an exception with a reason', () => {
    const places = COMMANDS.map((command) => ({
      ...command,
      places: [
        patternOf(command) !== undefined,
        isListed(elsewhere, command),
        isListed(notRun, command),
      ].filter(Boolean).length,
    }));
    expect(places.filter((one) => one.places !== 1)).toEqual([]);
    const left = COMMANDS.filter((command) => isListed(notRun, command));
    process.stdout.write(
      `${COMMANDS.length - left.length} of ${COMMANDS.length} commands are run\n`,
    );
  });

  it('are still in the documents, and the other tests still run theirs', () => {
    const gone = [
      ...elsewhere,
      ...notRun,
      ...PRINTS.map(([page, begins]) => [page, begins] as const),
    ]
      .flatMap(([page, ...begins]) => begins.map((begin) => [page, begin] as const))
      .filter((one) => !COMMANDS.some((command) => isListed([one], command)));
    expect(gone).toEqual([]);
    for (const { file, words } of ELSEWHERE)
      for (const word of words) expect(readFileSync(file, 'utf8')).toContain(word);
  });
});

describe('a command of the documents', () => {
  let server: TestServer;
  let vexa: VexaDatabase;
  let user: SeededUser;
  let shell: Shell;
  const minted: string[] = [];
  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-docs-'));
    const id = `sha256:${hash('sha256', DOCUMENT)}`;
    writeFileSync(join(folder, 'documents.json'), JSON.stringify({ [id]: DOCUMENT }));
    const documents = ['examples/agents/manifest.json', join(folder, 'documents.json')];
    server = await startServer({ env: { TRUSTED_DOCUMENTS: documents.join(',') } });
    vexa = await createVexaDatabase('0.12');
    mkdirSync(join(folder, 'data'));
    writeFileSync(join(folder, 'data/admin-key'), server.adminKey, { mode: 0o600 });
    const env = {
      DATABASE_URL: server.databaseUrl,
      TOKEN_PEPPER: server.app.peppers.current.text,
      ADMIN_API_TOKEN: server.adminKey,
      ADMIN_KEY: server.adminKey,
      ANALYTICS_KEY: server.analyticsKey,
      DATA_DIR: join(folder, 'data'),
    };
    shell = { folder, env };
  });
  afterAll(async () => {
    await vexa.drop();
    await server.stop();
    rmSync(shell.folder, { recursive: true, force: true });
  });

  /** Somebody with a key, whom no command has made. */
  async function withUser(): Promise<Shell> {
    user ??= await seedUser(server);
    const { secret } = await seedKey(server, user);
    return { ...shell, env: { ...shell.env, KEY: secret } };
  }

  function adapted(text: string): string {
    const { operations } = JSON.parse(readFileSync('examples/agents/manifest.json', 'utf8')) as {
      operations: { id: string; name: string }[];
    };
    const capacity = operations.find(({ name }) => name === 'BotCapacity')?.id ?? '';
    return text
      .replaceAll('http://127.0.0.1:8056', server.url)
      .replaceAll('https://latchkey.example.com', server.url)
      .replaceAll('postgres://user:password@host:5432/vexa', vexa.url)
      .replaceAll('/etc/latchkey', join(shell.folder, 'etc'))
      .replace(/sha256:[0-9a-f]{64}/, `sha256:${hash('sha256', DOCUMENT)}`)
      .replace('"documentId": "…"', `"documentId": "${capacity}"`)
      .replace('"id": "…"', `"id": "${user?.id}"`)
      .replace(SAMPLE_KEY, minted[0] ?? '');
  }

  async function tryOut(command: Command, own: Shell): Promise<void> {
    const expected = patternOf(command) ?? /$^/;
    const text = adapted(command.text);
    if (text.startsWith('curl -N')) {
      await followCommand(own, text, { expected, happen: () => recordOne(server, user) });
      return;
    }
    if (SETTING.test(text)) parseConfig(settingOf(text));
    const printed = await runCommand(own, text);
    expect(printed, command.text).toMatch(expected);
    minted.push(...(/vxa_bot_\w+/.exec(printed) ?? []));
  }

  it.each(PAGES)('does on %s what the page says', async (page) => {
    // The README makes the first user itself.
    const own = page === 'README.md' ? shell : await withUser();
    for (const command of RUN.filter((one) => one.page === page)) await tryOut(command, own);
  });
});

const SETTING = /^[A-Z_]+=\S+$/;

function settingOf(text: string): Record<string, string> {
  const [name = '', value = ''] = text.split('=', 2);
  return { [name]: value };
}

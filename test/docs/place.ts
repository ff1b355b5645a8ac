import { execFileSync } from 'node:child_process';
import { hash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startProvider, type TestProvider } from '../sign-in/provider.ts';
import { newDatabaseFolder } from '../support/database-folder.ts';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { createVexaDatabase } from '../vexa-import/source.ts';
import { readPage } from './pages.ts';
import type { Service, Shell } from './shell.ts';

/** Where the reader of a page is: a host with the service, a folder, a provider, another database. */
export type Place = {
  readonly server: TestServer;
  readonly user: SeededUser;
  readonly folder: string;
  readonly dataDir: string;
  readonly shell: Shell;
  /** A command with the names of this place in it. */
  readonly adapted: (text: string) => string;
  /** Begins a page, with a key of somebody whom no command has made. */
  readonly enter: (page: string) => Promise<void>;
  /** From here on, the page is about a service that it has started itself. */
  readonly moveTo: (service: Service) => void;
  readonly leave: () => Promise<void>;
  /** Notes the text of a key that was printed. */
  readonly hear: (printed: string) => void;
  readonly close: () => Promise<void>;
};

const SAMPLE_KEY = /vxa_bot_0{10,}\w+/;
const DOCUMENT = 'query One($id: ID!) { node(id: $id) { id } }';
const DOCUMENT_ID = `sha256:${hash('sha256', DOCUMENT)}`;

export async function openPlace(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-docs-'));
  writeFileSync(join(folder, 'documents.json'), JSON.stringify({ [DOCUMENT_ID]: DOCUMENT }));
  const provider = await startProvider();
  const server = await startServer({
    env: {
      TRUSTED_DOCUMENTS: ['examples/agents/manifest.json', join(folder, 'documents.json')].join(),
      OIDC_PROVIDERS: providersOf(provider),
    },
  });
  const vexa = await createVexaDatabase('0.12');
  const dataDir = newDatabaseFolder('latchkey-docs-data-');
  mkdirSync(join(folder, 'root/etc/systemd/system'), { recursive: true });
  makeClone(folder);
  const [, values = ''] = /```yaml\n([\s\S]*?)```/.exec(readPage('docs/kubernetes.md').text) ?? [];
  writeFileSync(join(folder, 'values.yaml'), values);
  const user = await seedUser(server);
  const settings = {
    DATABASE_URL: server.databaseUrl,
    TOKEN_PEPPER: server.app.peppers.current.text,
    ADMIN_API_TOKEN: server.adminKey,
    ADMIN_KEY: server.adminKey,
    ANALYTICS_KEY: server.analyticsKey,
    CLIENT_ID: 'machine',
    CLIENT_SECRET: 'secret',
    ROOT: join(folder, 'root'),
  };
  let env: Record<string, string> = settings;
  let started: Service | null = null;
  let minted = '';

  return {
    ...{ server, user, folder, dataDir },
    get shell() {
      return { folder, env };
    },
    adapted: (text) =>
      text
        .replaceAll('http://127.0.0.1:8056', started?.url ?? server.url)
        .replaceAll('https://latchkey.example.com', server.url)
        .replaceAll('https://example.okta.com/oauth2/default/v1/token', `${provider.issuer}/token`)
        .replaceAll('postgres://user:password@host:5432/vexa', vexa.url)
        .replaceAll('/etc/systemd', join(folder, 'root/etc/systemd'))
        .replaceAll(' /etc/latchkey', ` ${join(folder, 'etc')}`)
        .replaceAll('/opt/latchkey', process.cwd())
        .replace(/(?<= )(?=ops\/)/, `${resolve('.')}/`)
        .replace(/^git pull/, `cd ${join(folder, 'clone')} && git pull --quiet`)
        .replace('cat data/', `cat ${dataDir}/`)
        .replace(/sha256:[0-9a-f]{64}/, DOCUMENT_ID)
        .replace('"documentId": "…"', `"documentId": "${capacityId()}"`)
        .replace('"id": "…"', `"id": "${user.id}"`)
        .replace(SAMPLE_KEY, minted),
    enter: async () => {
      const { secret } = await seedKey(server, user);
      env = { ...settings, KEY: secret };
    },
    moveTo: (service) => {
      started = service;
      env = { ...env, ADMIN_KEY: readFileSync(join(dataDir, 'admin-key'), 'utf8').trim() };
    },
    leave: async () => {
      await started?.stop();
      started = null;
    },
    hear: (printed) => {
      minted = /vxa_bot_\w+/.exec(printed)?.[0] ?? minted;
    },
    close: async () => {
      await vexa.drop();
      await server.stop();
      await provider.stop();
      for (const path of [folder, dataDir]) rmSync(path, { recursive: true, force: true });
    },
  };
}

/** As on the page, for a program with the scope that it names. */
function providersOf({ issuer }: TestProvider): string {
  const [, json = ''] = /```json\n([\s\S]*?)```/.exec(readPage('docs/sign-in.md').text) ?? [];
  return json.replace('https://example.okta.com/oauth2/default', issuer);
}

function capacityId(): string {
  const { operations } = JSON.parse(readFileSync('examples/agents/manifest.json', 'utf8')) as {
    operations: { id: string; name: string }[];
  };
  return operations.find(({ name }) => name === 'BotCapacity')?.id ?? '';
}

/** A clone that lacks the last commit of its origin. */
function makeClone(folder: string): void {
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...args], {
      cwd: folder,
      stdio: 'ignore',
    });
  git('init', 'origin');
  git('-C', 'origin', 'commit', '--allow-empty', '-m', 'The previous version');
  git('clone', 'origin', 'clone');
  writeFileSync(join(folder, 'origin/new'), '');
  git('-C', 'origin', 'add', 'new');
  git('-C', 'origin', 'commit', '-m', 'The new version');
}

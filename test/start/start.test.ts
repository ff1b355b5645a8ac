import { execFile } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { until } from '../http/raw-connection.ts';
import { newDatabaseFolder } from '../support/database-folder.ts';
import {
  adminKeyIn,
  canRead,
  create,
  createByGraphQL,
  elsewhere,
  emails,
  removeDatabase,
  request,
} from './installation.ts';
import { build, type Running, run, serversOf, start } from './process.ts';

const runFile = promisify(execFile);

const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;
const canBeOther = isRoot && canRead(NOBODY);
if (!isRoot) process.stdout.write('NOT RUN: starts as root and as another user, which take root\n');
else if (!canBeOther)
  process.stdout.write('NOT RUN: starts as another user, who cannot read this checkout\n');

let home: string;
let dataDir: string;
const running: Running[] = [];

beforeAll(build);
beforeEach(() => {
  home = newDatabaseFolder('latchkey-start-');
  // PostgreSQL's account may pass through, so that its files stand there, too.
  chmodSync(home, 0o711);
  dataDir = join(home, 'data');
});
afterEach(async () => {
  await Promise.all(running.splice(0).map(({ end }) => end('SIGTERM')));
  for (const dir of [dataDir, join(home, 'other')]) removeDatabase(dir);
  rmSync(home, { recursive: true, force: true });
});

async function up(env: Record<string, string> = {}): Promise<Running> {
  const service = await start({ env: { DATA_DIR: dataDir, ...env } });
  running.push(service);
  return service;
}

async function down(service: Running, signal: NodeJS.Signals): Promise<number | null> {
  running.splice(running.indexOf(service), 1);
  return await service.end(signal);
}

const adminKey = () => adminKeyIn(dataDir);

function databaseServers(dir = dataDir): number[] {
  return serversOf(elsewhere(dir) ?? dir);
}

describe('a first start', () => {
  it('says where everything is, shows the admin key this once, and a line that works, and keeps its secrets', async () => {
    const first = await up();
    for (const path of ['/graphql', '/docs', '/health/ready'])
      expect(first.output()).toContain(first.url + path);
    expect(first.output()).toContain(adminKey());
    const line = /curl -X POST [\s\S]*?'\{.*\}'/.exec(first.output())?.[0] ?? '';
    const { stdout } = await runFile('sh', ['-c', line]);
    expect(JSON.parse(stdout)).toMatchObject({ email: 'you@example.com' });
    expect((await fetch(`${first.url}/health/ready`)).status).toBe(200);

    expect(databaseServers()).toHaveLength(1);
    expect(await down(first, 'SIGINT')).toBe(0);
    expect(databaseServers()).toEqual([]);

    const second = await up();
    expect(second.output()).not.toContain(adminKey());
    expect(second.output()).toContain(join(dataDir, 'admin-key'));
    expect(await emails(second, adminKey())).toEqual(['you@example.com']);
    expect(databaseServers()).toHaveLength(1);
    expect(await down(second, 'SIGTERM')).toBe(0);
    expect(databaseServers()).toEqual([]);
    expectSecretsKept();
  });

  function expectSecretsKept(): void {
    for (const name of [
      'admin-key',
      'token-pepper',
      'postgres-password',
      'postgres-service-password',
    ]) {
      expect(statSync(join(dataDir, name)).mode & 0o077).toBe(0);
    }
  }
});

describe('a killed service', () => {
  it('has every acknowledged write when it is started again', async () => {
    const acknowledged: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const service = await up();
      const writers = Array.from({ length: 4 }, async (_, writer) => {
        for (let place = 0; ; place += 1) {
          const email = `r${round}-w${writer}-${place}@example.com`;
          await (writer % 2 === 0 ? create : createByGraphQL)(service, adminKey(), email);
          acknowledged.push(email);
        }
      });
      const before = acknowledged.length;
      await until(() => acknowledged.length > before + 10);
      service.child.kill('SIGKILL');
      await Promise.allSettled(writers);
      running.splice(0);
    }
    const orphans = databaseServers();
    expect(orphans).toHaveLength(1);
    const last = await up();
    expect(databaseServers()).toHaveLength(1);
    expect(databaseServers()).not.toEqual(orphans);
    const present = new Set(await emails(last, adminKey()));
    expect(acknowledged.filter((email) => !present.has(email))).toEqual([]);
    expect(await down(last, 'SIGTERM')).toBe(0);
    expect(databaseServers()).toEqual([]);
  });
});

describe('two starts at once on one folder', () => {
  // The whole of it: one line, no stack. `.` stops at the end of a line.
  const IN_USE =
    /^(Error: ended before it was ready: )?latchkey: The data folder .* is in use by .*$/;

  it('end with one service and one clear refusal', async () => {
    const results = await Promise.allSettled([up(), up()]);
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused).toHaveLength(1);
    expect(String(refused[0]?.reason).trim()).toMatch(IN_USE);

    // The one that gave up has not taken the lock of the other with it.
    const third = await run({ env: { DATA_DIR: dataDir } });
    expect(third.code).toBe(1);
    expect(third.errors.trim()).toMatch(IN_USE);
    expect(databaseServers()).toHaveLength(1);
    const [winner] = running;
    expect((await fetch(`${winner?.url}/health/ready`)).status).toBe(200);
  });
});

describe('a start that cannot be', () => {
  const OWN = 'postgres://nobody:secret-word@127.0.0.1';

  it.each([
    ['a port that is no number', { PORT: 'abc' }, /PORT/],
    [
      'several bad settings',
      { PORT: '70000', LOG_LEVEL: 'loud', DATABASE_URL: 'mysql://x' },
      /PORT.*LOG_LEVEL|LOG_LEVEL.*PORT|DATABASE_URL/,
    ],
    ['a database that refuses connections', { DATABASE_URL: `${OWN}:1/latchkey` }, /127\.0\.0\.1/],
    [
      'a database on no host',
      { DATABASE_URL: 'postgres://nobody:secret-word@no-such-host.invalid/latchkey' },
      /no-such-host\.invalid/,
    ],
    ['a database address that is none', { DATABASE_URL: 'garbage' }, /DATABASE_URL/],
    ['production without keys', { NODE_ENV: 'production' }, /ADMIN_API_TOKEN/],
    [
      'production with a known key',
      { NODE_ENV: 'production', ADMIN_API_TOKEN: 'changeme' },
      /ADMIN_API_TOKEN/,
    ],
    ['a data folder that cannot be', { DATA_DIR: '/dev/null/data' }, /\/dev\/null\/data|DATA_DIR/],
    ['an address of another machine', { HOST: '192.0.2.1', DATABASE_URL: '' }, /192\.0\.2\.1/],
  ])('says so in one line: %s', async (_what, env, line) => {
    const { code, errors } = await run({ env: { DATA_DIR: dataDir, ...env } });
    expect(code).toBe(1);
    expect(errors).toMatch(line);
    expect(errors.trim().split('\n')).toHaveLength(1);
    expect(errors).not.toContain('secret-word');
    expect(databaseServers()).toEqual([]);
  });

  it('says so in one line: a port that is taken', async () => {
    const { url } = await up();
    const other = join(home, 'other');
    const { code, errors } = await run({ env: { DATA_DIR: other, PORT: new URL(url).port } });
    expect([code, errors.trim().split('\n').length]).toEqual([1, 1]);
    expect(errors).toContain('is in use');
    expect(existsSync(join(other, 'admin-key'))).toBe(true);
    expect(databaseServers(other)).toEqual([]);
  });

  it.runIf(canBeOther)('says so in one line: a data folder of somebody else', async () => {
    const { code, errors } = await run({ env: { DATA_DIR: dataDir }, uid: NOBODY });
    expect([code, errors.trim().split('\n').length]).toEqual([1, 1]);
    expect(errors).toContain(dataDir);
    expect(errors).toContain('DATA_DIR');
  });
});

describe('a service in production', () => {
  const KEY = 'a-production-admin-key-of-many-characters';
  const INTROSPECTION = '{ __schema { queryType { name } } }';
  const BROWSER = { headers: { accept: 'text/html' } };

  it('shows its schema to the operator only, and GraphiQL to nobody, unlike one in development', async () => {
    const service = await up({ NODE_ENV: 'production', ADMIN_API_TOKEN: KEY });
    expect(service.output()).not.toContain(KEY);
    expect(await request(service, INTROSPECTION)).not.toHaveProperty('data.__schema');
    expect(await request(service, INTROSPECTION, { 'x-admin-api-key': KEY })).toHaveProperty(
      'data.__schema.queryType.name',
      'Query',
    );
    const page = await fetch(`${service.url}/graphql`, BROWSER);
    expect(page.status).toBe(400);
    expect(page.headers.get('content-type')).toContain('application/json');
    expect(await down(service, 'SIGTERM')).toBe(0);

    const inDevelopment = await up();
    expect(await request(inDevelopment, INTROSPECTION)).toHaveProperty('data.__schema');
    const graphiql = await fetch(`${inDevelopment.url}/graphql`, BROWSER);
    expect(graphiql.headers.get('content-type')).toContain('text/html');
  });
});

describe('whoever starts it', () => {
  it.runIf(isRoot)('may be root, in a folder that only root can enter', async () => {
    chmodSync(home, 0o700);
    const service = await up();
    await create(service, adminKey(), 'root@example.com');
    expect(await down(service, 'SIGTERM')).toBe(0);
    expect(await emails(await up(), adminKey())).toEqual(['root@example.com']);
  });

  it.runIf(canBeOther)('may be an ordinary user', async () => {
    const own = mkdtempSync(join(tmpdir(), 'latchkey-user-'));
    chownSync(own, NOBODY, NOBODY);
    const service = await start({ env: { DATA_DIR: join(own, 'data') }, uid: NOBODY });
    expect((await fetch(`${service.url}/health/ready`)).status).toBe(200);
    expect(serversOf(own)).toHaveLength(1);
    expect(await service.end('SIGTERM')).toBe(0);
    expect(serversOf(own)).toEqual([]);
    rmSync(own, { recursive: true, force: true });
  });
});

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressWith } from '../database/scratch.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { build, type Ended, run, serversOf, start } from './process.ts';
import { runProgram, runScript } from './script.ts';

const MINUTE = 60_000;

const keyIn = (output: string) => /^ {2}(vxa_\w+)$/m.exec(output)?.[1] ?? '';

describe('a command on the host', () => {
  let server: TestServer;
  let ahead = 0;
  beforeAll(async () => {
    server = await startServer({ clock: () => new Date(Date.now() + ahead) });
  });
  afterAll(() => server.stop());

  const host = (name: string, ...given: string[]): Promise<Ended> =>
    runScript(name, given, {
      DATABASE_URL: server.databaseUrl,
      TOKEN_PEPPER: server.app.peppers.current.text,
    });
  const create = async (key: string) => {
    const response = await server.fetch('/admin/users', {
      method: 'POST',
      headers: { 'x-admin-api-key': key, 'content-type': 'application/json' },
      body: JSON.stringify({ email: `${Math.random().toString(36).slice(2)}@example.com` }),
    });
    return response.status;
  };
  const list = async (key: string) =>
    (await server.fetch('/admin/users', { headers: { 'x-admin-api-key': key } })).status;

  it('admin-key prints a key that opens everything for 15 minutes, and says so', async () => {
    const { code, output, errors } = await host('admin-key', '--name', 'Ada at three in the night');
    expect([code, errors]).toEqual([0, '']);
    expect(output).toContain('It works for 15 minutes');
    const key = keyIn(output);
    expect(await create(key)).toBe(201);
    ahead = 14 * MINUTE;
    expect(await create(key)).toBe(201);
    ahead = 15 * MINUTE;
    expect([await create(key), await list(key)]).toEqual([403, 403]);
    ahead = 0;
  });

  it('admin-key makes one that reads, too', async () => {
    const key = keyIn((await host('admin-key', '--read-only')).output);
    expect(key).toMatch(/^vxa_analytics_/);
    expect([await list(key), await create(key)]).toEqual([200, 403]);
  });

  it('admin-key stands loud in the audit log: what it was, from where, and for whom', async () => {
    const { output } = await host('admin-key', '--name', 'Grace');
    const { data } = await server.graphql<{ auditEvents: { edges: unknown[] } }>(
      `{ auditEvents(first: 1, filter: {action: {eq: ADMIN_KEY_RECOVERED}}) { edges { node {
           actor { kind name } ip requestId before after } } } }`,
      { admin: server.adminKey },
    );
    expect(data.auditEvents.edges).toEqual([
      {
        node: {
          actor: { kind: 'HOST', name: 'latchkey admin-key' },
          ip: null,
          requestId: 'latchkey admin-key',
          before: null,
          after: expect.objectContaining({ name: 'Grace', access: 'admin' }),
        },
      },
    ]);
    expect(JSON.stringify(data)).not.toContain(keyIn(output));
  });

  it.each([
    'admin-key --for Ada',
    'admin-key Ada',
    'admin-key --name ',
    'analytics',
    'analytics forget',
    'analytics rebuild --fast',
    'audit',
    'audit prove',
    'audit verify --head',
    'audit verify --head abc',
    'pepper',
    'pepper lose',
    'pepper status now',
    'pepper forget --keys all',
    'pepper --no-such-option',
  ])('that is not understood says how it is used, and exits with 2: %s', async (command) => {
    const [name = '', ...given] = command.split(' ');
    const { code, output, errors } = await host(name, ...given);
    expect([code, output, errors.split('\n').length]).toEqual([2, '', 2]);
    expect(errors).toContain(`Usage: latchkey ${name} `);
  });

  it.each(['admin-key', 'analytics check', 'audit verify', 'pepper status', 'pepper forget'])(
    'says in one line that the database is away: %s',
    async (command) => {
      const [name = '', ...given] = command.split(' ');
      const away = [
        [
          'postgres://latchkey:hush@127.0.0.1:1/latchkey',
          'The database server 127.0.0.1:1 does not respond',
        ],
        [addressWith({ pathname: '/no_such_database' }), '"no_such_database" does not exist'],
      ] as const;
      for (const [DATABASE_URL, text] of away) {
        const { code, output, errors } = await runScript(name, given, {
          DATABASE_URL,
          TOKEN_PEPPER: 'a pepper of no matter, for want of a database',
        });
        expect([code, output, errors.split('\n').length]).toEqual([1, '', 2]);
        expect(errors).toContain(text);
        expect(errors).not.toContain('hush');
      }
    },
  );
});

describe('an installation that does not run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-host-'));
  let made: Ended;
  beforeAll(async () => {
    build();
    made = await runScript('admin-key', [], { DATA_DIR: folder });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('is given its first admin key, left as it was found, and started with it', async () => {
    const { code, output } = made;
    expect(code).toBe(0);
    expect(serversOf(folder)).toEqual([]);
    const service = await start({ env: { DATA_DIR: folder } });
    const headers = { 'x-admin-api-key': keyIn(output) };
    expect((await fetch(`${service.url}/admin/users`, { headers })).status).toBe(200);
    // And now that it runs, the commands use the database that is there.
    const verdict = await runScript('audit', ['verify'], { DATA_DIR: folder });
    expect(verdict.output).toMatch(/^The audit log is intact/);
    expect(serversOf(folder)).toHaveLength(1);
    expect(await service.end('SIGTERM')).toBe(0);
  });

  it.each(['admin-key', 'analytics', 'audit', 'import', 'migrate', 'pepper'])(
    'has the built %s, too, for an image without sources',
    async (name) => {
      const env = { DATABASE_URL: addressWith({ pathname: '/no_such_database' }) };
      const given = {
        analytics: ['check'],
        audit: ['verify'],
        pepper: ['status'],
        import: ['vexa', '--from', 'x'],
      };
      const order = given[name as keyof typeof given] ?? [];
      const built = await runProgram('dist/latchkey.js', [name, ...order], {
        ...env,
        DATA_DIR: folder,
      });
      expect([built.code, built.output]).toEqual([1, '']);
      expect(built.errors).toContain('"no_such_database" does not exist');
    },
  );

  it('does not start with another pepper, and says so in one line', async () => {
    const settings = { DATA_DIR: folder, TOKEN_PEPPER: `not ${'p'.repeat(40)}` };
    const { code, errors } = await run({ env: settings });
    expect([code, errors.split('\n').length]).toEqual([1, 2]);
    expect(errors).toMatch(/^latchkey: 1 working keys .* another TOKEN_PEPPER\./);
    expect(readFileSync(join(folder, 'token-pepper'), 'utf8')).not.toContain('not p');
    expect(serversOf(folder)).toEqual([]);
  });
});

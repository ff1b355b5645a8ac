import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addressWith } from '../database/scratch.ts';
import { serversOf } from '../start/process.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { launchCommand, launchImport } from './command.ts';
import { fillSmall, SMALL } from './fill.ts';
import { createVexaDatabase, type VexaDatabase } from './source.ts';

let server: TestServer;
let source: VexaDatabase;
let keys: readonly string[];

beforeAll(async () => {
  server = await startServer();
  source = await createVexaDatabase('0.10');
  keys = await fillSmall(source, '0.10');
});
afterAll(async () => {
  await source.drop();
  await server.stop();
});

describe('latchkey import', () => {
  it('rehearses, then takes over into a running installation, and ends with a table', async () => {
    const dry = await launchImport(server, ['--from', source.url, '--dry-run']).ended;
    expect(dry).toMatchObject({ code: 0 });
    expect(dry.output).toContain('This was a dry run: nothing was written.');
    expect(await server.db.prisma.user.count()).toBe(0);

    const { code, output, errors } = await launchImport(server, ['--from', source.url]).ended;
    expect(code).toBe(0);
    expect(output).toMatch(/read +written +unchanged +skipped\n/);
    expect(output).toMatch(/segments +900 +900 +0 +0\n/);
    expect(output).toBe(dry.output.replace('This was a dry run: nothing was written.\n\n', ''));
    expect(errors).toMatch(/segments {2}900 of 900 {2}[\d,]+ rows\/s {2}0 s left/);
    const response = await server.fetch('/auth/me', { headers: { 'x-api-key': keys[0] ?? '' } });
    expect(response.status).toBe(200);
  });

  it('finishes its batch on Ctrl-C, says how to go on, and does', async () => {
    const another = await startServer();
    const stopped = launchImport(another, ['--from', source.url]);
    await stopped.heard('keys  0 of');
    stopped.child.kill('SIGINT');
    // npm passes on what the terminal has sent already.
    stopped.child.kill('SIGINT');
    const { code, output } = await stopped.ended;
    expect([code, output]).toEqual([130, expect.stringContaining('Run the same command again')]);
    const resumed = await launchImport(another, ['--from', source.url]).ended;
    expect(resumed.output).toMatch(/segments +900 +900 +0 +0\n/);
    expect(await another.db.prisma.meeting.count()).toBe(SMALL.meetings);
    await another.stop();
  });

  it('takes over into an installation that does not run, and leaves nothing running', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'latchkey-import-'));
    const { code, output } = await launchCommand(['vexa', '--from', source.url], {
      DATA_DIR: folder,
    }).ended;
    expect(code).toBe(0);
    expect(output).toMatch(/keys +60 +60 +0 +0\n/);
    expect(serversOf(folder)).toEqual([]);
    rmSync(folder, { recursive: true });
  });
});

describe('latchkey import refuses in one line', () => {
  const refused = async (given: readonly string[]): Promise<string> => {
    const { DATABASE_URL, TOKEN_PEPPER } = {
      DATABASE_URL: server.databaseUrl,
      TOKEN_PEPPER: server.app.peppers.current.text,
    };
    const { code, output, errors } = await launchCommand(given, {
      DATABASE_URL,
      TOKEN_PEPPER,
      ADMIN_API_TOKEN: server.adminKey,
    }).ended;
    const expected = errors.startsWith('latchkey: Usage: ') ? 2 : 1;
    expect([code, output, errors.split('\n').length]).toEqual([expected, '', 2]);
    return errors;
  };

  it.each([[[]], [['vexa']], [['other', '--from', 'postgres://h/d']], [['vexa', '--form', 'x']]])(
    'a command that says too little: %s',
    async (given) => {
      expect(await refused(given)).toContain('Usage: latchkey import vexa --from');
    },
  );

  it('an address that is none', async () => {
    expect(await refused(['vexa', '--from', 'vexa.sqlite'])).toContain(
      '--from is not a database address',
    );
  });

  it('a database out of reach, without its password', async () => {
    const from = 'postgresql+asyncpg://vexa:hush@127.0.0.1:1/vexa?ssl=require';
    const line = await refused(['vexa', '--from', from]);
    expect(line).toContain('The database server 127.0.0.1:1 does not respond');
    expect(line).toContain('--from');
    expect(line).not.toMatch(/hush|DATABASE_URL/);
  });

  it('a database that is not there', async () => {
    const from = addressWith({ pathname: '/no_such_database' });
    expect(await refused(['vexa', '--from', from])).toContain('"no_such_database" does not exist');
  });

  it("a database of another program: our own, for one; it says what Vexa's would have", async () => {
    const line = await refused(['vexa', '--from', server.databaseUrl]);
    expect(line).toContain('is not a Vexa database: it has no api_tokens.token, ');
  });
});

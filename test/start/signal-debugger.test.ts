import pg from 'pg';
import { beforeAll, expect, it } from 'vitest';
import { createScratchDatabase, dropScratchDatabase } from '../database/scratch.ts';
import { newDatabaseFolder } from '../support/database-folder.ts';
import { build, start } from './process.ts';
import { launchScript } from './script.ts';

beforeAll(build);

/** The debugger that a signal opens would take a port of its own. */
const NODE_OPTIONS = '--inspect-port=0';
const MIGRATION_LOCK = 72_707_369;

it('the service opens no debugger at SIGUSR1, and goes on', async () => {
  const service = await start({
    env: { DATA_DIR: newDatabaseFolder('latchkey-debugger-'), NODE_OPTIONS },
  });
  for (let times = 0; times < 3; times += 1) service.child.kill('SIGUSR1');
  expect((await fetch(`${service.url}/health/ready`)).status).toBe(200);
  expect(await service.end('SIGTERM')).toBe(0);
  expect(service.output()).not.toContain('Debugger listening');
});

it.each([['migrate'], ['audit', 'verify'], ['pepper', 'status']])(
  'latchkey %s opens none, and says that it waits for another process that migrates',
  async (name, ...args) => {
    const databaseUrl = await createScratchDatabase();
    const client = new pg.Client(databaseUrl);
    await client.connect();
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const { child, ended } = launchScript(name ?? '', args, {
      DATABASE_URL: databaseUrl,
      TOKEN_PEPPER: 'a pepper of at least 32 characters',
      ADMIN_API_TOKEN: 'an-admin-key',
      NODE_OPTIONS,
    });
    const told = Promise.withResolvers<void>();
    child.stderr?.on('data', (text) => {
      if (/another process migrates the database/.test(String(text))) told.resolve();
    });
    void ended.then(() => told.resolve());
    await told.promise;
    child.kill('SIGUSR1');
    await client.end();
    const { code, errors } = await ended;
    expect([code, errors]).toEqual([
      0,
      'latchkey: another process migrates the database; this command continues when it is done\n',
    ]);
    await dropScratchDatabase(databaseUrl);
  },
);

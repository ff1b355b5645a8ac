import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importVexa } from '../../src/domain/vexa-import/import.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { launchImport } from './command.ts';
import { fillSmall } from './fill.ts';
import { everythingHere } from './here.ts';
import { createVexaDatabase, type VexaDatabase } from './source.ts';
import { stopAfterOneBatch } from './stopped.ts';

// What comes by itself with an insert differs from run to run: numbers of rows that had none there,
// and the moment.
const OWN_NUMBERS = /^(meeting_transitions|transcript_segments) \(\d+,/;
const SHARDS = /^(row_counts|meeting_figures) /;
const TRAIL = /^audit_(events|heads) /;

async function comparable(server: TestServer): Promise<string[]> {
  const lines = await everythingHere(server);
  return lines
    .filter((line) => !SHARDS.test(line) && !TRAIL.test(line))
    .map((line) => line.replace(OWN_NUMBERS, '$1 ('))
    .toSorted();
}

describe('an import that ended early', () => {
  let source: VexaDatabase;
  let whole: TestServer;
  let expected: { readonly lines: string[]; readonly tally: unknown };

  beforeAll(async () => {
    source = await createVexaDatabase('0.12', { timezone: 'America/New_York' });
    await fillSmall(source, '0.12');
    whole = await startServer();
    const { tally } = await importVexa(whole.app, { from: source.url });
    expected = { lines: await comparable(whole), tally };
  });
  afterAll(async () => {
    await source.drop();
    await whole.stop();
  });

  it('because it was told to goes on where it stopped, and ends with the same counts', async () => {
    const server = await startServer();
    let runs = 0;
    let report = await stopAfterOneBatch(server, source);
    for (; report.interrupted; runs += 1) report = await stopAfterOneBatch(server, source);
    expect(runs).toBeGreaterThan(3);
    expect(report.resumed).toBe(true);
    expect(report.tally).toEqual(expected.tally);
    expect(await comparable(server)).toEqual(expected.lines);
    await server.stop();
  });

  it.each(['keys', 'meetings', 'segments'])(
    'because it was killed while it read %s goes on, and ends with the same counts',
    async (table) => {
      const server = await startServer();
      const killed = launchImport(server, ['--from', source.url]);
      await killed.heard(`${table}  0 of`);
      killed.child.kill('SIGKILL');
      await killed.ended;
      const report = await importVexa(server.app, { from: source.url });
      expect(report.resumed).toBe(true);
      expect(report.tally).toEqual(expected.tally);
      expect(await comparable(server)).toEqual(expected.lines);
      await server.stop();
    },
  );

  it('because its source went away says so in one line, goes on, and ends with the same counts', async () => {
    const server = await startServer();
    const begun = importVexa(server.app, {
      from: source.url,
      onProgress: ({ table, done }) => {
        if (table === 'sessions' && done === 0) void source.client.query(HANG_UP);
      },
    });
    await expect(begun).rejects.toThrow(
      /^The database server \S+ (closed the connection|cannot be)/,
    );
    const report = await importVexa(server.app, { from: source.url });
    expect(report.tally).toEqual(expected.tally);
    expect(await comparable(server)).toEqual(expected.lines);
    await server.stop();
  });

  it('because another took it up ends itself', async () => {
    const server = await startServer();
    const begun = importVexa(server.app, {
      from: source.url,
      onProgress: ({ table, done }) => {
        if (table === 'meetings' && done === 0) void takeUp(server);
      },
    });
    await expect(begun).rejects.toThrow('Another process continues this import');
    await server.stop();
  });
});

const HANG_UP = `
  select pg_terminate_backend(pid) from pg_stat_activity
  where application_name = 'latchkey-import' and datname = current_database()`;

/** As another process does at its start. */
async function takeUp({ db }: TestServer): Promise<void> {
  await db.prisma.$executeRawUnsafe(
    `update import_sources set progress = jsonb_set(progress, '{run}', '"another"')`,
  );
}

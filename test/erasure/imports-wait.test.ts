import sql from 'sql-template-tag';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { begin } from '../../src/domain/vexa-import/begin.ts';
import { takeDeletions } from '../../src/domain/vexa-import/deletions.ts';
import { importVexa, runAll } from '../../src/domain/vexa-import/import.ts';
import { openSource, type Source } from '../../src/domain/vexa-import/source/source.ts';
import { survey } from '../../src/domain/vexa-import/survey.ts';
import { until } from '../http/raw-connection.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { fillSmall } from '../vexa-import/fill.ts';
import { createVexaDatabase, type VexaDatabase } from '../vexa-import/source.ts';

// An import meets an erasure, which may take minutes.

/** That of `src/domain/users/erased.ts`. */
const IMPORTS = 7_270_736_915;

let server: TestServer;
let vexa: VexaDatabase;
let source: Source;
beforeEach(async () => {
  server = await startServer();
  vexa = await createVexaDatabase('0.12');
  await fillSmall(vexa, '0.12');
  source = await openSource(vexa.url);
});
afterEach(async () => {
  await source.close();
  await vexa.drop();
  await server.stop();
});

const segments = () => server.db.prisma.transcriptSegment.count();

async function beginRun(signal: AbortSignal) {
  const surveyed = { source, ...(await survey(source)) };
  return await begin(server.app, surveyed, { from: vexa.url, signal });
}

/** Does something that waits for an erasure, and tells it to stop. */
async function stopped<Result>(work: () => Promise<Result>, stop: AbortController) {
  return await server.db.transaction(async (rows) => {
    await rows(sql`select pg_advisory_xact_lock(${IMPORTS})`);
    server.statements.length = 0;
    const working = work();
    const tries = () =>
      server.statements.filter((text) => text.includes('pg_try_advisory_xact_lock_shared'));
    await until(() => tries().length > 1);
    stop.abort();
    return await working.catch((error: unknown) => error);
  });
}

it('an import that is told to stop meanwhile ends with what it had done before', async () => {
  const stop = new AbortController();
  const { run, progress } = await beginRun(stop.signal);
  const options = { from: vexa.url, signal: stop.signal };
  const ended = await stopped(() => runAll(run, progress, options), stop);
  expect(ended).toEqual({ progress, interrupted: true });
  const { resumed, interrupted } = await importVexa(server.app, { from: vexa.url });
  expect([resumed, interrupted]).toEqual([true, false]);
});

it('an import that is told to stop before it has begun says so', async () => {
  const stop = new AbortController();
  const options = { from: vexa.url, signal: stop.signal };
  const ended = await stopped(() => importVexa(server.app, options), stop);
  expect(ended).toMatchObject({ message: expect.stringContaining('was stopped while it waited') });
});

it('what was deleted there is not deleted here before the erasure is over', async () => {
  await importVexa(server.app, { from: vexa.url });
  await vexa.client.query('delete from transcriptions where meeting_id = 5');
  const before = await segments();
  const stop = new AbortController();
  const { run } = await beginRun(stop.signal);
  expect(await stopped(() => takeDeletions(run, { follow: true }), stop)).toBeNull();
  expect(await segments()).toBe(before);
  await importVexa(server.app, { from: vexa.url, followDeletions: true });
  expect(await segments()).toBeLessThan(before);
});

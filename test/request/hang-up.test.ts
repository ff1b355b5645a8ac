import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../http/raw-connection.ts';
import { lockTables, statementsUnderWay } from '../support/locks.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { countRows, type Kinds, kindsOf, type Subjects, seedSubjects, sendAll } from './kinds.ts';
import { sendRequest } from './stalled.ts';

// Statements may take a minute here: what ends sooner was ended because nobody waited for it.

const ANALYTICS = `{ analytics(range: {start: "2026-01-01T00:00:00Z", end: "2026-05-11T00:00:00Z"}) { concurrency { peak } } }`;

describe.each(['true', 'false'])('with SHORT_CUTS=%s, clients that hang up', (shortCuts) => {
  let server: TestServer;
  let subjects: Subjects;
  let kinds: { readonly reads: Kinds; readonly writes: Kinds };
  beforeAll(async () => {
    server = await startServer({
      env: { SHORT_CUTS: shortCuts, DATABASE_STATEMENT_TIMEOUT_MS: '60000' },
    });
    subjects = await seedSubjects(server);
    kinds = kindsOf(subjects);
  });
  afterAll(() => server.stop());

  const admin = () => ({ 'x-admin-api-key': server.adminKey });
  const areUnderWay = (least: number) => async () => (await statementsUnderWay(server)) >= least;
  // What is done in the background may wait for the lock, too: it has one connection.
  const areOver = async () => (await statementsUnderWay(server)) <= 1;

  it('leave no statement behind, whatever they read, and others are served', async () => {
    const lock = await lockTables(server, 'meetings');
    const leaving = new AbortController();
    const analytics = Array.from({ length: 12 }, () =>
      sendRequest(server, {
        path: '/graphql',
        body: { query: ANALYTICS },
        headers: { 'x-admin-api-key': server.analyticsKey },
        signal: leaving.signal,
      }),
    );
    const reads = sendAll(server, kinds.reads, { each: 6, signal: leaving.signal });
    await until(areUnderWay(3));
    leaving.abort();
    await Promise.all([...analytics, ...reads.map(({ answer }) => answer)]);
    await until(areOver);
    const key = subjects.keys[0]?.secret ?? '';
    const me = await server.fetch('/auth/me', { headers: { 'x-api-key': key } });
    expect(me.status).toBe(200);
    await lock.release();
    const after = await server.graphql(ANALYTICS, { admin: server.analyticsKey });
    expect(after.errors).toBeUndefined();
  });

  it('have written nothing', async () => {
    const before = await countRows(server);
    const lock = await lockTables(server, 'users, api_tokens, admin_keys');
    const leaving = new AbortController();
    const sent = sendAll(server, kinds.writes, { each: 4, signal: leaving.signal });
    await until(areUnderWay(3));
    leaving.abort();
    await Promise.all(sent.map(({ answer }) => answer));
    await until(areOver);
    await lock.release();
    await until(async () => (await statementsUnderWay(server)) === 0);
    expect(await countRows(server)).toEqual(before);
  });

  it('do not end what others wait for, too', async () => {
    const lock = await lockTables(server, 'meetings');
    const leaving = new AbortController();
    const read = { ...kinds.reads['meeting(by:)']?.(3), path: '/graphql', headers: admin() };
    const left = sendRequest(server, { ...read, signal: leaving.signal });
    const stays = sendRequest(server, read);
    await until(areUnderWay(1));
    leaving.abort();
    expect(await left).toBeNull();
    await pause(200);
    await lock.release();
    expect((await stays)?.text).toContain('COMPLETED');
  });

  it('never end a statement of somebody else on the same connection', async () => {
    const one = () => ({ ...kinds.reads['meeting(by:)']?.(5), path: '/graphql', headers: admin() });
    const statuses = new Set<string>();
    for (let round = 0; round < 60; round += 1) {
      const leaving = new AbortController();
      const left = Array.from({ length: 4 }, () =>
        sendRequest(server, { ...one(), signal: leaving.signal }),
      );
      await pause(round % 12);
      leaving.abort();
      const next = await sendRequest(server, one());
      statuses.add(next?.code ?? 'served');
      await Promise.all(left);
    }
    expect([...statuses]).toEqual(['served']);
  });
});

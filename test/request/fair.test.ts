import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../http/raw-connection.ts';
import { lockTables, statementsUnderWay } from '../support/locks.ts';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { type Answered, sendRequest } from './stalled.ts';

const ANALYTICS = `{ analytics(range: {start: "2026-01-01T00:00:00Z", end: "2026-05-11T00:00:00Z"}) {
  concurrency { peak } totals { meetings } platforms { platform } } }`;
const OWN =
  '{ viewer { user { meetings(first: 3) { edges { node { id } } } meetingStats { completedMeetings } } } }';

/** Notes each answer as it comes. */
function noting(answers: (Answered | null)[], asked: Promise<Answered | null>): Promise<void> {
  return asked.then((answer) => {
    answers.push(answer);
  });
}

describe.each(['true', 'false'])('with SHORT_CUTS=%s, one caller', (shortCuts) => {
  let server: TestServer;
  let greedy: string;
  let other: string;
  beforeAll(async () => {
    server = await startServer({
      env: { SHORT_CUTS: shortCuts, DATABASE_STATEMENT_TIMEOUT_MS: '60000' },
    });
    greedy = (await seedKey(server, await seedUser(server))).secret;
    other = (await seedKey(server, await seedUser(server))).secret;
  });
  afterAll(() => server.stop());

  const graphql = (query: string, headers: Record<string, string>, signal?: AbortSignal) =>
    sendRequest(server, { path: '/graphql', body: { query }, headers, signal });

  it('has one statement over the whole installation at once, and what does not fit is refused while it runs', async () => {
    const lock = await lockTables(server, 'meetings');
    const leaving = new AbortController();
    const answers: (Answered | null)[] = [];
    const clients = Array.from({ length: 40 }, () =>
      noting(
        answers,
        graphql(ANALYTICS, { 'x-admin-api-key': server.analyticsKey }, leaving.signal),
      ),
    );
    await until(async () => answers.length === 28);
    expect(new Set(answers.map((answer) => answer?.code))).toEqual(
      new Set(['SERVICE_UNAVAILABLE']),
    );
    expect(await statementsUnderWay(server)).toBe(1);

    // Everybody else goes on.
    const me = await server.fetch('/auth/me', { headers: { 'x-api-key': other } });
    expect(me.status).toBe(200);
    expect((await server.fetch('/health/ready')).status).toBe(200);
    const users = await graphql('{ users(first: 2) { totalCount } }', {
      'x-admin-api-key': server.adminKey,
    });
    expect(users?.code).toBeNull();
    expect(answers).toHaveLength(28);
    leaving.abort();
    await Promise.all(clients);
    await lock.release();
  });

  it('has a share of the connections, however much it asks for', async () => {
    const lock = await lockTables(server, 'meetings');
    const leaving = new AbortController();
    const flood = Array.from({ length: 60 }, (_, place) =>
      graphql(
        OWN.replace('first: 3', `first: ${place + 1}`),
        { 'x-api-key': greedy },
        leaving.signal,
      ),
    );
    await until(async () => (await statementsUnderWay(server)) >= 4);
    // Of ten connections four, and two for what sums up.
    for (let look = 0; look < 5; look += 1) {
      expect(await statementsUnderWay(server)).toBeLessThanOrEqual(6);
      const me = await graphql(
        '{ viewer { user { email apiTokens { edges { node { hint } } } } } }',
        { 'x-api-key': other },
      );
      expect(me?.code).toBeNull();
    }
    const waits = graphql(OWN, { 'x-api-key': other });
    await until(async () => (await statementsUnderWay(server)) >= 5);
    leaving.abort();
    await Promise.all(flood);
    await lock.release();
    expect((await waits)?.code).toBeNull();
  });
});

import sql from 'sql-template-tag';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ANONYMOUS } from '../../src/security/callers/viewer.ts';
import { openWire, type Wire } from '../gateway/wire.ts';
import { until } from '../http/raw-connection.ts';
import { type SeededKey, type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

// Databases are restarted together with what stands before them: what is still to be written then
// must not be lost for a moment in which nobody answers.

const REQUESTS = 5;
const REFUSED = 3;

describe('a stop while the database is away', () => {
  let home: TestServer;
  let wire: Wire;
  let node: TestServer;
  let user: SeededUser;
  let key: SeededKey;
  beforeAll(async () => {
    home = await startServer();
    wire = await openWire(home.databaseUrl);
  });
  afterAll(async () => {
    await wire.cut();
    await home.stop();
  });
  beforeEach(async () => {
    await wire.mend();
    const env = { DATABASE_STATEMENT_TIMEOUT_MS: '500' };
    node = await startServer({ beside: { databaseUrl: wire.url }, env });
    user = await seedUser(home);
    key = await seedKey(home, user);
    await home.db.rows(sql`delete from audit_events`);
  });

  /** Counts and notes what can no longer be written. */
  function leaveUnwritten({ app }: TestServer): void {
    const use = {
      tokenId: BigInt(key.databaseId),
      userId: BigInt(user.databaseId),
      at: new Date(),
      ip: null,
    };
    for (let turn = 0; turn < REQUESTS; turn += 1) app.usage.count(use);
    for (let turn = 0; turn < REFUSED; turn += 1)
      app.refusals.note({
        caller: { viewer: ANONYMOUS, ip: '192.0.2.1', requestId: `${turn}` },
        what: 'GET /users',
        why: 'No',
      });
  }

  async function written() {
    const [row] = await home.db.rows<{ requests: number; refused: number }>(sql`
      select (select coalesce(sum((after ->> 'times')::int), 0) from audit_events)::int as refused, (select coalesce(sum(requests), 0)
        from token_usage_days where token_id = ${key.databaseId})::int as requests`);
    return row;
  }

  const errorsOf = ({ logLines }: TestServer) =>
    logLines
      .map((line) => JSON.parse(line) as { level: number; msg: string; lost?: object })
      .filter(({ level }) => level >= 50);

  it('waits for it to come back, and loses nothing', async () => {
    await wire.cut();
    leaveUnwritten(node);
    const stopping = node.stop();
    await until(() => node.logLines.some((line) => line.includes('background work failed')));
    await wire.mend();
    await stopping;
    expect(await written()).toEqual({ requests: REQUESTS, refused: REFUSED });
    expect(errorsOf(node)).toEqual([]);
  });

  it.each([
    ['stays away', () => wire.cut()],
    ['has fallen silent', () => wire.silence()],
  ])('does not wait for ever when it %s, and tells how much was lost', async (_how, go) => {
    await go();
    leaveUnwritten(node);
    await node.stop();
    expect(await written()).toEqual({ requests: 0, refused: 0 });
    const errors = errorsOf(node);
    expect(errors).toMatchObject([{ lost: { usage: REQUESTS, refusals: REFUSED } }]);
    expect(errors[0]?.msg).toContain('could not be written');
  });
});

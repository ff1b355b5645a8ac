import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../http/raw-connection.ts';
import { lockTables, statementsUnderWay } from '../support/locks.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { countRows, type Kinds, kindsOf, seedSubjects, sendAll } from './kinds.ts';
import { isUnavailable } from './stalled.ts';

/** A statement may take one second, and a request two. The lock is held until all are answered. */
const STATEMENT_MS = '1000';

let patient: TestServer;
let kinds: { readonly reads: Kinds; readonly writes: Kinds };
beforeAll(async () => {
  patient = await startServer();
  kinds = kindsOf(await seedSubjects(patient));
});
afterAll(() => patient.stop());

describe.each(['true', 'false'])('with SHORT_CUTS=%s, while tables are locked', (shortCuts) => {
  let server: TestServer;
  beforeAll(async () => {
    const env = { SHORT_CUTS: shortCuts, DATABASE_STATEMENT_TIMEOUT_MS: STATEMENT_MS };
    server = await startServer({ env, beside: patient });
  });
  afterAll(() => server.stop());

  it.each([
    ['reads', 'meetings', 12],
    // More than fit into one statement that they share.
    ['writes', 'users, api_tokens, admin_keys', 24],
  ] as const)(
    '%s of every kind are refused by their deadline, and nothing comes of them',
    async (sort, tables, each) => {
      const before = await countRows(patient);
      const lock = await lockTables(server, tables);
      const sent = sendAll(server, kinds[sort], { each });
      const answers = await Promise.all(sent.map(({ answer }) => answer));
      await lock.release();
      const others = sent.filter(
        ({ request }, place) => !isUnavailable(request.path, answers[place] ?? null),
      );
      expect(others).toEqual([]);
      await until(async () => (await statementsUnderWay(server)) === 0);
      expect(await countRows(patient)).toEqual(before);
    },
  );
});

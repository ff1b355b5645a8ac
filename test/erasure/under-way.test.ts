import { randomUUID } from 'node:crypto';
import sql from 'sql-template-tag';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { inScope, requestScope } from '../../src/core/request/scope.ts';
import { eraseUser } from '../../src/domain/erasure/erase.ts';
import { onHost } from '../../src/security/callers/caller.ts';
import { until } from '../http/raw-connection.ts';
import { untilSomebodyWaits } from '../support/locks.ts';
import { type SeededUser, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { erase } from './erasing.ts';

// What becomes of an erasure whose request is over, and of a request for one that is under way.

/** That of `src/domain/users/erased.ts`. */
const IMPORTS = 7_270_736_915;
const ENDED = {
  done: 'a user was erased after the request had ended',
  failed: 'an erasure failed after its request had ended; repeat it',
};

let server: TestServer;
let person: SeededUser;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.stop());
beforeEach(async () => {
  person = await seedUser(server);
  server.logLines.length = 0;
  server.statements.length = 0;
});

/** Does something while an erasure waits for a batch of an import, its row not yet locked. */
async function whileImporting<Result>(work: () => Promise<Result>): Promise<Result> {
  return await server.db.transaction(async (rows) => {
    await rows(sql`select pg_advisory_xact_lock_shared(${IMPORTS})`);
    return await work();
  });
}

const erasePerson = (on = server) => erase(on, person, person.email);
const logged = (text: string, on = server) => on.logLines.filter((line) => line.includes(text));
const userInLog = () => ({ user: String(person.databaseId) });

/** Sends the request, leaves once the erasure is under way, and waits until the server knows. */
async function leave(on = server): Promise<void> {
  const leaving = new AbortController();
  const requestId = randomUUID();
  const query = `mutation { eraseUser(input: {user: {id: "${person.id}"}, confirmEmail: "${person.email}"}) { __typename } }`;
  const sent = on.fetch('/graphql', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-admin-api-key': on.adminKey,
      'x-request-id': requestId,
    },
    body: JSON.stringify({ query }),
    signal: leaving.signal,
  });
  await untilSomebodyWaits(server.db);
  leaving.abort();
  await expect(sent).rejects.toThrow();
  await until(() => logged(requestId, on).length > 0);
}

describe('an erasure whose request is over', () => {
  it('is done, and the log says so', async () => {
    await whileImporting(() => leave());
    await until(() => logged(ENDED.done).length > 0);
    expect(JSON.parse(logged(ENDED.done)[0] ?? '')).toMatchObject(userInLog());
    expect((await erasePerson()).__typename).toBe('EraseUserSuccess');
  });

  it('fails for a hold that was placed meanwhile, and the log says so', async () => {
    await whileImporting(async () => {
      await leave();
      await server.db.rows(
        sql`insert into legal_holds (user_id, reason) values (${person.databaseId}, 'case')`,
      );
    });
    await until(() => logged(ENDED.failed).length > 0);
    expect(JSON.parse(logged(ENDED.failed)[0] ?? '')).toMatchObject({
      ...userInLog(),
      err: { message: expect.stringContaining('legal hold') },
    });
    expect((await erasePerson()).__typename).toBe('ConflictError');
  });

  it('ends with its process, and the log says whose it was', async () => {
    const second = await startServer({ beside: server });
    await whileImporting(async () => {
      await leave(second);
      await second.stop();
    });
    const [stopped] = logged('the process stops while users are erased', second);
    expect(JSON.parse(stopped ?? '')).toMatchObject({ users: [String(person.databaseId)] });
    await until(() => logged(ENDED.failed, second).length > 0);
    // PostgreSQL may notice a moment later that nobody waits any more.
    await until(async () => (await erasePerson()).__typename === 'EraseUserSuccess');
  });

  it('is said to go on, and when to ask again', async () => {
    let listener = () => {};
    let isGone = false;
    const client = {
      isGone: () => isGone,
      onGone: (added: () => void) => {
        listener = added;
        return () => {};
      },
    };
    const scope = requestScope({ caller: '192.0.2.1', client, ms: 60_000 });
    const order = { userId: BigInt(person.databaseId), confirmation: null, remedy: 'Query it.' };
    await whileImporting(async () => {
      const answer = inScope(scope, () => eraseUser(server.app, onHost('test'), order));
      await untilSomebodyWaits(server.db);
      isGone = true;
      listener();
      await expect(answer).rejects.toMatchObject({
        message: 'The erasure takes longer than a request may, and continues. Query it.',
        code: 'SERVICE_UNAVAILABLE',
        retryAfterSeconds: 60,
      });
    });
    await until(() => logged(ENDED.done).length > 0);
  });
});

describe('a request for an erasure that is under way', () => {
  it('waits for the same one', async () => {
    const receipts = await whileImporting(async () => {
      const first = erasePerson();
      await untilSomebodyWaits(server.db);
      server.statements.length = 0;
      const second = erasePerson();
      await until(() => server.statements.some((text) => text.includes('select folded_address(')));
      return [first, second];
    });
    const [first, second] = await Promise.all(receipts);
    expect(first?.__typename).toBe('EraseUserSuccess');
    expect(second).toEqual(first);
    // Once by the second request, and once by the erasure when its wait is over: it began no other.
    const checks = server.statements.filter((text) => text.includes(') as folded'));
    expect(checks).toHaveLength(2);
  });

  it('is refused for another address', async () => {
    const erased = await whileImporting(async () => {
      const first = erasePerson();
      await untilSomebodyWaits(server.db);
      const wrong = await erase(server, person, 'somebody@example.com');
      expect(wrong.__typename).toBe('InvalidInputError');
      return [first];
    });
    await Promise.all(erased);
  });
});

it('an erasure waits for a batch of an import that takes longer than a statement', async () => {
  const impatient = await startServer({
    beside: server,
    env: { DATABASE_STATEMENT_TIMEOUT_MS: '1000' },
  });
  const erased = await whileImporting(async () => {
    const sent = erasePerson(impatient);
    await until(() => impatient.statements.includes('rollback to savepoint imports'));
    return [sent];
  });
  expect((await Promise.all(erased))[0]?.__typename).toBe('EraseUserSuccess');
});

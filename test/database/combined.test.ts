import { setTimeout as pause } from 'node:timers/promises';
import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { combinedQueries } from '../../src/data/coalescing/combined-query.ts';
import { eachRowBy, idRead } from '../../src/data/coalescing/shared-read.ts';
import { readUsers } from '../../src/domain/users/service.ts';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

describe('reads of many requests', () => {
  let server: TestServer;
  const users: SeededUser[] = [];
  beforeAll(async () => {
    server = await startServer({ env: { SHORT_CUTS: 'true' } });
    for (let count = 0; count < 20; count += 1) users.push(await seedUser(server));
  });
  afterAll(() => server.stop());

  const emailOf = async ({ id }: SeededUser) => {
    const { data } = await server.graphql<{ user: { email: string } | null }>(
      `{ user(by: {id: "${id}"}) { email } }`,
      { admin: server.adminKey },
    );
    return data.user?.email;
  };

  const rename = (user: SeededUser, name: string) =>
    server.graphql(
      `mutation { updateUser(input: {id: "${user.id}", name: "${name}"}) { __typename } }`,
      { admin: server.adminKey },
    );

  it('that come in one turn share a statement, and each gets its own answer', async () => {
    expect(await statementsOfMany(server)).toBe(1);
  });

  it('share none with the short cuts off', async () => {
    const alone = await startServer({ env: { SHORT_CUTS: 'false' }, beside: server });
    expect(await statementsOfMany(alone)).toBe(200);
    await alone.stop();
  });

  /** Of 200 reads of 20 users at once, which all find whom they look for. */
  async function statementsOfMany({ app, statements }: TestServer): Promise<number> {
    const ids = Array.from({ length: 200 }, (_, place) =>
      BigInt(users[place % 20]?.databaseId ?? 0),
    );
    statements.length = 0;
    const found = await Promise.all(ids.map((id) => readUsers(app, [id])));
    expect(found.map(([user]) => user?.id)).toEqual(ids);
    return statements.length;
  }

  it('that sum up much go out in parts: 8 in a statement, 4 statements at once', async () => {
    const sizes: number[] = [];
    let running = 0;
    let most = 0;
    const parts = idRead(async (_app, ids) => {
      sizes.push(ids.length);
      running += 1;
      most = Math.max(most, running);
      await pause(5);
      running -= 1;
      return ids.map((id) => id * 10n);
    });
    const ids = Array.from({ length: 100 }, (_, place) => BigInt(place));
    const found = await Promise.all(
      ids.map((id) => server.app.sharedReads.eachInParts(server.app, parts, [id])),
    );
    expect(found).toEqual(ids.map((id) => [id * 10n]));
    expect(Math.max(...sizes)).toBe(8);
    expect(sizes).toHaveLength(13);
    expect(most).toBe(4);
  });

  it('get their own answers over HTTP, too', async () => {
    // As many at once as a busy machine answers before it refuses some, ten times.
    for (let round = 0; round < 10; round += 1)
      expect(await Promise.all(users.map(emailOf))).toEqual(users.map(({ email }) => email));
  });

  it('remember nothing: whoever asks after a change sees it, 50 times of 50', async () => {
    const [user] = users as [SeededUser];
    const { secret } = await seedKey(server, user);
    const name = async () => {
      const { data } = await server.graphql<{ viewer: { user: { name: string } } }>(
        '{ viewer { user { name } } }',
        { key: secret },
      );
      return data.viewer.user.name;
    };
    const others = new AbortController();
    const noise = Promise.all(
      users.map(async (other) => {
        while (!others.signal.aborted) await emailOf(other);
      }),
    );
    for (let round = 0; round < 50; round += 1) {
      await rename(user, `round ${round}`);
      expect(await name()).toBe(`round ${round}`);
    }
    others.abort();
    await noise;
    // A hundred and fifty requests in turn, beside a noise that never stops.
  });

  it('do not fail because of data that one of them meets', async () => {
    const read = combinedQueries(server.app);
    const each = eachRowBy<null>({
      statement: (_app, ids) =>
        sql`select id from unnest(${ids}::bigint[]) id where 1 / (id - 13) is not null`,
    })(null);
    const answers = await Promise.allSettled(
      [11n, 12n, 13n, 14n].map((id) => read<object>([id], each)),
    );
    expect(answers.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    expect(answers[3]).toMatchObject({ value: [{ id: 14n }] });
  });

  it('are repeated a few at a time when their statements fail, and more wait until then', async () => {
    const ids = Array.from({ length: 100 }, (_, place) => BigInt(place));
    let running = 0;
    let spoiled = 0;
    const most = { running: 0, spoiled: 0 };
    const read = idRead(async (_app, some) => {
      running += 1;
      if (some.length > 1) spoiled += some.length;
      most.running = Math.max(most.running, running);
      most.spoiled = Math.max(most.spoiled, spoiled);
      await pause(5);
      running -= 1;
      if (some.length > 1) throw Object.assign(new Error('division by zero'), { code: '22012' });
      spoiled -= 1;
      return some;
    });
    const found = await Promise.all(
      ids.map((id) => server.app.sharedReads.eachInParts(server.app, read, [id])),
    );
    expect(found.flat()).toEqual(ids);
    // Three statements beside four repetitions at most, and never more than four of 8 undone.
    expect(most.running).toBeLessThanOrEqual(7);
    expect(most.spoiled).toBeLessThanOrEqual(32);
  });

  it('are answered one by one when they are repeated, whichever takes long', async () => {
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    const read = idRead(async (_app, ids) => {
      if (ids.length > 1) throw Object.assign(new Error('division by zero'), { code: '22012' });
      if (ids[0] === 0n) await held;
      return ids;
    });
    const [slow, ...others] = Array.from({ length: 50 }, (_, place) =>
      server.app.sharedReads.each(server.app, read, [BigInt(place)]),
    );
    expect(await Promise.all(others)).toHaveLength(49);
    release();
    expect(await slow).toEqual([0n]);
  });

  it.each(['57014', '55P03', '57P01', '53300', '42P01', 'ECONNRESET'])(
    'are not repeated one by one for what is no fault of the data: %s',
    async (code) => {
      let sent = 0;
      const read = idRead((): Promise<never> => {
        sent += 1;
        return Promise.reject(Object.assign(new Error('not their fault'), { code }));
      });
      const answers = await Promise.allSettled(
        [1n, 2n, 3n].map((id) => server.app.sharedReads.each(server.app, read, [id])),
      );
      expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
      expect(sent).toBe(1);
    },
  );

  it('of nothing leave nothing behind', async () => {
    const { app } = server;
    const read = idRead(async () => ['found']);
    expect(await app.sharedReads.each(app, read, [])).toEqual([]);
    expect(await app.sharedReads.each(app, read, [1n])).toEqual(['found']);
  });

  it('go on after the database has failed them', async () => {
    await server.db.prisma.$executeRawUnsafe('alter table users rename column name to label');
    const [broken] = await Promise.allSettled([emailOf(users[1] as SeededUser)]);
    expect(broken).toMatchObject({ value: undefined });
    await server.db.prisma.$executeRawUnsafe('alter table users rename column label to name');
    expect(await emailOf(users[1] as SeededUser)).toBe(users[1]?.email);
  });
});

import sql from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UnavailableError } from '../../src/core/errors.ts';
import { inScope, requestScope } from '../../src/core/request/scope.ts';
import type { Database } from '../../src/data/database.ts';
import { codeOf } from '../../src/data/errors.ts';
import { startServer, type TestServer } from '../support/server.ts';

// A transaction is one for Prisma and for SQL, and obeys the request that it is for.

let server: TestServer;
let db: Database;
beforeAll(async () => {
  server = await startServer();
  db = server.db;
});
afterAll(() => server.stop());

const sweep = (name: string) => ({ data: { name } });
const isThere = async (name: string) => (await db.prisma.sweep.count({ where: { name } })) === 1;
const failureOf = (work: Promise<unknown>) => work.then(String, (reason: unknown) => reason);

describe('a transaction', () => {
  it('holds what Prisma and SQL write, and each sees the other', async () => {
    await db.transaction(async (rows, prisma) => {
      await prisma.sweep.create(sweep('both'));
      const [found] = await rows<{ name: string }>(
        sql`update sweeps set changed = 7 where name = 'both' returning name`,
      );
      expect(found?.name).toBe('both');
      const where = { name: 'both' };
      expect(await prisma.sweep.findFirst({ where })).toMatchObject({ changed: 7n });
      expect(await isThere('both')).toBe(false);
    });
    expect(await isThere('both')).toBe(true);
  });

  it('leaves nothing when it fails', async () => {
    const work = db.transaction(async (_rows, prisma) => {
      await prisma.sweep.create(sweep('not this time'));
      throw new Error('changed its mind');
    });
    await expect(work).rejects.toThrow('changed its mind');
    expect(await isThere('not this time')).toBe(false);
  });

  it('keeps several at once apart', async () => {
    const names = [1, 2, 3, 4].map((number) => `apart ${number}`);
    await Promise.allSettled(
      names.map((name, place) =>
        db.transaction(async (_rows, prisma) => {
          await prisma.sweep.create(sweep(name));
          if (place % 2 === 1) throw new Error('changed its mind');
        }),
      ),
    );
    expect(await Promise.all(names.map(isThere))).toEqual([true, false, true, false]);
  });

  it('fails with the code of the database', async () => {
    await db.prisma.sweep.create(sweep('once'));
    const twice = db.transaction((_rows, prisma) => prisma.sweep.create(sweep('once')));
    expect(codeOf(await failureOf(twice))).toBe('23505');
  });

  it('is not said to be committed after a failure that was passed over', async () => {
    const work = db.transaction(async (_rows, prisma) => {
      await prisma.sweep.create(sweep('passed over'));
      await prisma.sweep.create(sweep('passed over')).catch(() => {});
    });
    await expect(work).rejects.toThrow('went on after a failure');
    expect(await isThere('passed over')).toBe(false);
  });

  it('is cancelled when the time of the request is over', async () => {
    const client = { isGone: () => false, onGone: () => () => {} };
    await db.transaction(async (rows) => {
      await rows(sql`lock table sweeps in access exclusive mode`);
      const scope = requestScope({ caller: 'a caller', client, ms: 300 });
      const work = () => db.transaction((_rows, prisma) => prisma.sweep.create(sweep('late')));
      const error = await failureOf(inScope(scope, work));
      expect(error instanceof UnavailableError || codeOf(error) === '57014').toBe(true);
    });
    expect(await isThere('late')).toBe(false);
  });

  it('takes no more statements of Prisma once it is over', async () => {
    const prisma = await db.transaction(async (_rows, bound) => bound);
    await expect(prisma.sweep.count()).rejects.toThrow('the transaction is over');
  });
});

describe('a transaction that has ended', () => {
  it('sends nothing more of what it began, in SQL or by Prisma', async () => {
    let inSql: Promise<unknown> | undefined;
    let byPrisma: Promise<unknown> | undefined;
    const work = db.transaction((rows, prisma) => {
      byPrisma = failureOf(
        prisma.importSource.create({
          data: {
            name: 'straggler',
            schemaForm: 'none',
            rows: {
              create: [{ kind: 'user', foreignId: 1n, localId: 1n, state: new Uint8Array(4) }],
            },
          },
        }),
      );
      inSql = failureOf(
        rows(sql`select 1`).then(() => rows(sql`insert into sweeps (name) values ('straggler')`)),
      );
      return Promise.reject(new Error('changed its mind'));
    });
    await expect(work).rejects.toThrow('changed its mind');
    const over = expect.objectContaining({ message: expect.stringContaining('is over') });
    expect(await inSql).toEqual(over);
    expect(await byPrisma).toEqual(over);
    expect(await isThere('straggler')).toBe(false);
    expect(await db.prisma.importSource.count({ where: { name: 'straggler' } })).toBe(0);
  });
});

describe('an operation of several statements', () => {
  const nested = (name: string, key: Uint8Array<ArrayBuffer>) => ({
    data: {
      name,
      schemaForm: 'none',
      rows: { create: [{ kind: 'user', foreignId: 1n, localId: 1n, state: key }] },
    },
  });
  const state = new Uint8Array(4);

  it('is refused outside a transaction, where it would take a connection out of turn', async () => {
    server.statements.length = 0;
    await expect(db.prisma.importSource.create(nested('alone', state))).rejects.toThrow(
      'needs a transaction',
    );
    expect(server.statements).toEqual([]);
    expect(await db.prisma.importSource.count({ where: { name: 'alone' } })).toBe(0);
  });

  it('is a part of the transaction that it is in', async () => {
    await db.transaction(async (_rows, prisma) => {
      await prisma.importSource.create(nested('within', state));
      await prisma.sweep.create(sweep('after it'));
    });
    expect(await db.prisma.importedRow.count()).toBe(1);
    expect(await isThere('after it')).toBe(true);
  });

  it('is undone alone when it fails', async () => {
    await db.transaction(async (_rows, prisma) => {
      await prisma.sweep.create(sweep('before it'));
      const again = prisma.importSource.create(nested('within', state));
      expect(codeOf(await failureOf(again))).toBe('23505');
      await prisma.sweep.create(sweep('still goes on'));
    });
    expect(await isThere('before it')).toBe(true);
    expect(await isThere('still goes on')).toBe(true);
    expect(await db.prisma.importSource.count()).toBe(1);
  });
});

import { afterEach, beforeEach, expect, it } from 'vitest';
import { Prisma } from '../../src/data/generated/prisma/client.ts';
import { followVexa } from '../../src/domain/vexa-import/follow.ts';
import { importVexa } from '../../src/domain/vexa-import/import.ts';
import { TABLES } from '../../src/domain/vexa-import/stage/tally.ts';
import { until } from '../http/raw-connection.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { fillSmall, SMALL } from './fill.ts';
import { createVexaDatabase, type VexaDatabase } from './source.ts';
import { stopAfterOneBatch } from './stopped.ts';

// What operators are shown of imports, over HTTP.

let server: TestServer;
let source: VexaDatabase;

beforeEach(async () => {
  server = await startServer();
  source = await createVexaDatabase('0.12');
  await fillSmall(source, '0.12');
  await source.client.query(`update meetings set status = 'error' where id in (3, 5)`);
});
afterEach(async () => {
  await source.drop();
  await server.stop();
});

type Shown = {
  readonly name: string;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly progressAt: string | null;
  readonly isFollowing: boolean;
  readonly progress: readonly {
    readonly table: string;
    readonly written: number;
    readonly unchanged: number;
    readonly skipped: number;
  }[];
  readonly notes: readonly object[];
};

const IMPORTS = `{ imports {
  name startedAt finishedAt progressAt isFollowing
  progress { table written unchanged skipped } notes { table text count examples }
} }`;

async function shown(): Promise<readonly Shown[]> {
  const { data, errors } = await server.graphql<{ imports: Shown[] }>(IMPORTS, {
    admin: server.adminKey,
  });
  expect(errors).toBeUndefined();
  // Neither the address of the database nor that of a person.
  expect(JSON.stringify(data)).not.toMatch(/postgres|@/);
  return data.imports;
}

const writtenOf = ({ progress }: Shown) =>
  Object.fromEntries(progress.map(({ table, written }) => [table, written]));

it('is nothing before the first import, nor after a dry run', async () => {
  await importVexa(server.app, { from: source.url, dryRun: true });
  expect(await shown()).toEqual([]);
});

it('is how far an import came that was stopped', async () => {
  await stopAfterOneBatch(server, source, 'meetings');
  const imports = await shown();
  expect(imports).toEqual([
    {
      name: 'vexa',
      startedAt: expect.any(String),
      finishedAt: null,
      progressAt: expect.any(String),
      isFollowing: false,
      progress: expect.any(Array),
      notes: expect.arrayContaining([
        {
          table: 'meetings',
          text: 'have the status "error" there: here it is "failed"',
          count: 2,
          examples: ['3', '5'],
        },
      ]),
    },
  ]);
  expect(imports[0]?.progress.map(({ table }) => table)).toEqual(TABLES);
  expect(imports.map(writtenOf)).toMatchObject([
    { users: SMALL.users, keys: SMALL.tokens, meetings: SMALL.meetings, sessions: 0, segments: 0 },
  ]);
});

it('is when an import ended and when it first began, with the counts and notes that its command printed', async () => {
  await stopAfterOneBatch(server, source);
  const [before] = await shown();
  const { tally } = await importVexa(server.app, { from: source.url });
  const [after] = await shown();
  expect(after).toEqual({
    name: 'vexa',
    startedAt: before?.startedAt,
    finishedAt: expect.any(String),
    progressAt: after?.finishedAt,
    isFollowing: false,
    progress: TABLES.map((table) => ({ table, ...tally.counts[table] })),
    notes: tally.notes,
  });
  expect(tally.notes).toContainEqual(expect.objectContaining({ table: 'meetings', count: 2 }));
  expect(await shown()).toEqual([after]);
});

it('is how far the next import came, once it has begun', async () => {
  await importVexa(server.app, { from: source.url });
  await stopAfterOneBatch(server, source, 'users');
  const [next] = await shown();
  expect(next).toMatchObject({ finishedAt: null });
  expect(next?.progress).toContainEqual({
    table: 'users',
    written: 0,
    unchanged: SMALL.users,
    skipped: 0,
  });
  expect(next?.progress).toContainEqual({
    table: 'segments',
    written: 0,
    unchanged: 0,
    skipped: 0,
  });
});

it('says nothing of rows for an import that an earlier version ended', async () => {
  await importVexa(server.app, { from: source.url });
  const earlier = { progress: Prisma.DbNull, result: Prisma.DbNull, progressAt: null };
  await server.db.prisma.importSource.updateMany({ data: earlier });
  expect(await shown()).toMatchObject([{ progressAt: null, progress: [], notes: [] }]);
});

it('says nothing of rows for one that an earlier version ended after an import by this one', async () => {
  await importVexa(server.app, { from: source.url });
  await server.db.prisma.$executeRawUnsafe(
    "update import_sources set started_at = started_at + interval '1 hour', finished_at = finished_at + interval '1 hour'",
  );
  expect(await shown()).toMatchObject([{ progressAt: null, progress: [], notes: [] }]);
});

it('is that an import follows, and what it has read, before others', async () => {
  await importVexa(server.app, { from: source.url });
  const stop = new AbortController();
  const following = followVexa(server.app, {
    from: source.url,
    name: 'second',
    renumber: true,
    signal: stop.signal,
  });
  await until(async () => (await shown())[0]?.isFollowing === true);
  const [second, first] = await shown();
  expect(second).toMatchObject({ name: 'second', finishedAt: null });
  expect(first).toMatchObject({ name: 'vexa', finishedAt: expect.any(String) });
  expect(second && writtenOf(second)).toMatchObject({ sessions: SMALL.sessions });
  stop.abort();
  await following;
});

import sql from 'sql-template-tag';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lockTables } from '../support/locks.ts';
import { startServer, type TestServer } from '../support/server.ts';
import {
  ADMIN_ENTRY_POINTS,
  type EntryPoint,
  INTERNAL_SECRET,
  malformed,
  plantKeys,
  sendMany,
  USER_ENTRY_POINTS,
} from './load.ts';

const KEYS = 20_000;
const REQUESTS = 1_000;
const env = { INTERNAL_API_SECRET: INTERNAL_SECRET };

const VERIFICATION = 't.digest = any((select';
const USAGE = 'insert into token_usage_days';
/** Whose a refused key is, for the audit log. */
const IDENTITY = `select t.id as "tokenId", t.user_id as "userId", t.name as "keyName"`;
/** `/auth/me` reads the user that it answers. */
const ANSWER = 'from users u\n    where u.id = any';

let server: TestServer;
let living: readonly string[];
let expired: readonly string[];

beforeAll(async () => {
  server = await startServer({ env });
  living = await plantKeys(server, KEYS / 2);
  expired = await plantKeys(server, KEYS / 2, new Date(0));
  await server.db.rows(sql`create extension pg_stat_statements`);
});
afterAll(() => server.stop());
beforeEach(async () => {
  await server.db.rows(sql`select pg_stat_statements_reset()`);
});

function sendTo(entryPoints: readonly EntryPoint[], node: TestServer, texts: readonly string[]) {
  return sendMany(REQUESTS, (turn) => {
    const entryPoint = entryPoints[turn % entryPoints.length] as EntryPoint;
    return entryPoint(node, texts[turn % texts.length] as string);
  });
}

function countedHere({ statements }: TestServer, part: string): number {
  return statements.filter((text) => text.includes(part)).length;
}

/** What requests caused beside verification and its refusals; what is done in the background is not among it. */
function othersOf({ statements }: TestServer): string[] {
  return statements.filter((text) => !text.includes(VERIFICATION) && !text.includes(IDENTITY));
}

/** What PostgreSQL itself counted of statements with this in their text. */
async function countedThere(part: string): Promise<number> {
  const [row] = await server.db.rows<{ calls: number }>(sql`
    select coalesce(sum(s.calls), 0)::int as calls
    from pg_stat_statements s join pg_database d on d.oid = s.dbid
    where d.datname = current_database() and position(${part} in s.query) > 0`);
  return row?.calls ?? 0;
}

type Scans = { readonly sequential: number; readonly byDigest: number };

async function scans(): Promise<Scans> {
  const [row] = await server.db.rows<Scans>(sql`
    select t.seq_scan::int as sequential, i.idx_scan::int as "byDigest"
    from pg_stat_user_tables t join pg_stat_user_indexes i using (relid)
    where t.relname = 'api_tokens' and i.indexrelname = 'api_tokens_digest_key'`);
  return row ?? { sequential: 0, byDigest: 0 };
}

async function connections(): Promise<number> {
  const [row] = await server.db.rows<{ count: number }>(sql`
    select count(*)::int as count from pg_stat_activity where datname = current_database()`);
  return row?.count ?? 0;
}

/** A process of its own, until its connections have ended and told what they did. */
async function withNode(work: (node: TestServer) => Promise<void>): Promise<void> {
  const open = await connections();
  const node = await startServer({ env, beside: server });
  node.statements.length = 0;
  await work(node);
  await node.stop();
  await expect.poll(connections).toBeLessThanOrEqual(open);
}

/** What it did to the table of keys. */
async function scansOf(work: (node: TestServer) => Promise<void>): Promise<Scans> {
  const before = await scans();
  await withNode(work);
  const after = await scans();
  return {
    sequential: after.sequential - before.sequential,
    byDigest: after.byDigest - before.byDigest,
  };
}

describe('1,000 verifications over three ways, among 20,000 keys', () => {
  it('are a share of one statement each, and one statement a second for usage', () =>
    withNode(async (node) => {
      const since = performance.now();
      expect(await sendTo(USER_ENTRY_POINTS, node, living)).toEqual({ 200: REQUESTS });
      const verifications = countedHere(node, VERIFICATION);
      expect(verifications).toBeLessThanOrEqual(REQUESTS);
      expect(await countedThere(VERIFICATION)).toBe(verifications);
      const flushes = await countedThere(USAGE);
      // How long it took decides how many there may be; it may take as long as it likes.
      const seconds = (performance.now() - since) / 1_000;
      expect(flushes).toBeLessThanOrEqual(seconds + 1);
      expect(othersOf(node).filter((text) => !text.includes(ANSWER))).toEqual([]);
    }));

  it('read the table of keys by the index alone', async () => {
    const idle = await scansOf(async () => {});
    // Those of expired keys are the same, and leave no usage to write.
    const busy = await scansOf(async (node) => {
      expect(await sendTo(USER_ENTRY_POINTS, node, expired)).toEqual({ 401: REQUESTS });
      expect(othersOf(node)).toEqual([]);
    });
    expect(busy.sequential).toBe(idle.sequential);
    expect(busy.byDigest).toBeGreaterThan(0);
    // Once to be refused, and once for whose it is in the audit log.
    expect(busy.byDigest).toBeLessThanOrEqual(2 * REQUESTS);
  });
});

it('keys that come while two statements are under way share the next one', async () => {
  const node = await startServer({ env: { ...env, SHORT_CUTS: 'true' }, beside: server });
  await node.app.verifyKey(living[0] as string);
  const lock = await lockTables(server, 'api_tokens');
  node.statements.length = 0;
  const found: Promise<unknown>[] = [];
  for (const text of living.slice(0, 40)) {
    found.push(node.app.verifyKey(text));
    // Each comes in a turn of its own.
    await new Promise((resolve) => setImmediate(resolve));
  }
  await lock.release();
  expect(await Promise.all(found)).not.toContain(null);
  expect(countedHere(node, VERIFICATION)).toBe(3);
});

describe('1,000 texts that cannot be keys', () => {
  const garbage = Array.from({ length: REQUESTS }, (_, turn) => malformed(turn));

  it('cost no statement as keys of users', () =>
    withNode(async (node) => {
      expect(await sendTo(USER_ENTRY_POINTS, node, garbage)).toEqual({ 401: REQUESTS });
      expect(node.statements).toEqual([]);
      expect(await countedThere(VERIFICATION)).toBe(0);
      expect(await countedThere(USAGE)).toBe(0);
    }));

  it('cost none as admin keys, and keys of users one look for the audit log', () =>
    withNode(async (node) => {
      const asAdmin = garbage.map((text) => text.replace('bot', 'admin'));
      const statuses = await sendTo(ADMIN_ENTRY_POINTS, node, [
        ...asAdmin.slice(REQUESTS / 2),
        ...living,
      ]);
      expect(statuses).toEqual({ 401: REQUESTS / 2, 403: REQUESTS / 2 });
      // Refused they are, but their name stands in the event. Guesses are slowed down long before.
      expect(node.statements.filter((text) => !text.includes(IDENTITY))).toEqual([]);
      expect(node.statements.length).toBeLessThanOrEqual(living.length);
      expect(await countedThere(VERIFICATION)).toBe(0);
    }));
});

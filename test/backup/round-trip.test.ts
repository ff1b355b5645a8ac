import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseClock } from '../../src/core/clock.ts';
import { checkSummaries } from '../../src/domain/analytics/summaries/check.ts';
import { rebuildSummaries } from '../../src/domain/analytics/summaries/rebuild.ts';
import { verifyAuditLog } from '../../src/domain/audit/verify.ts';
import { dropScratchDatabase, query } from '../database/scratch.ts';
import { answerTo, createHome, during, type Home, validate } from '../key/peppers.ts';
import { ANSWERS, answersTo, fillStates, SIGNING, type Texts } from '../key/states.ts';
import type { Ended } from '../start/process.ts';
import { seedMeetings, seedUser } from '../support/seed.ts';
import { backedUp, newFolder, PEPPER, removeFolder, restore, SAME } from './commands.ts';

const TABLES = `select relname::text as name from pg_class where relnamespace = 'public'::regnamespace
  and relkind = 'r' and relpersistence = 'p' and relname <> '_prisma_migrations' order by 1`;
const RULES = `select conrelid::regclass::text as of, conname::text as name, pg_get_constraintdef(oid) as rule, convalidated
    from pg_constraint where connamespace = 'public'::regnamespace and contype <> 'n'
  union all select tgrelid::regclass::text, tgname::text, pg_get_triggerdef(oid), tgenabled = 'O'
    from pg_trigger where not tgisinternal
  union all select indrelid::regclass::text, indexrelid::regclass::text, pg_get_indexdef(indexrelid), indisvalid
    from pg_index where indrelid::regclass::text !~ '^pg_' order by 1, 2, 3`;

/** Sessions of browsers: nobody is to be signed in by a backup. Runs of retention: what they deleted is back. */
const ENDING: ReadonlySet<string> = new Set([
  'sign_in_sessions',
  'sign_in_used',
  'sign_in_links',
  'retention_runs',
]);

describe('a backup', () => {
  const folder = newFolder();
  let home: Home;
  let texts: Texts;
  let path: string;
  let restored: Home & Ended;

  beforeAll(async () => {
    home = await createHome();
    texts = await during(home, SAME, async (server) => {
      const user = await seedUser(server);
      await seedMeetings(server, user.databaseId, 40);
      const filled = await fillStates(server);
      await rebuildSummaries({ db: server.db, clock: databaseClock });
      return filled;
    });
    path = await backedUp(home, folder);
    restored = await restore(path);
  });
  afterAll(async () => {
    for (const { databaseUrl } of [home, restored]) await dropScratchDatabase(databaseUrl);
    removeFolder(folder);
  });

  it('holds each table of the database, and so each of the data model', async () => {
    const tables = (await query(home.databaseUrl, TABLES)).map(({ name }) => String(name));
    const names = tables.filter((name) => !ENDING.has(name)).map((name) => `${name}.copy.gz`);
    expect(readdirSync(path).toSorted()).toEqual([...names, 'manifest.json'].toSorted());
    const model = readFileSync('prisma/schema.prisma', 'utf8');
    const mapped = [...model.matchAll(/@@map\("(\w+)"\)/g)].map(([, name]) => `${name}.copy.gz`);
    expect(mapped.filter((name) => !names.includes(name))).toEqual(
      ['retention_runs', 'rate_limits', 'sign_in_sessions', 'sign_in_links', 'sign_in_used'].map(
        (name) => `${name}.copy.gz`,
      ),
    );
  });

  it('can be read by nobody else, and holds no text of a key and no secret', () => {
    expect(statSync(path).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(path)) {
      expect([name, statSync(join(path, name)).mode & 0o777]).toEqual([name, 0o600]);
      const bytes = readFileSync(join(path, name));
      const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1');
      for (const secret of [...Object.values(texts), SIGNING, PEPPER])
        for (const form of ['utf8', 'hex', 'base64'] as const)
          expect(text).not.toContain(Buffer.from(secret).toString(form));
    }
  });

  it('gives back every row, rule, trigger and index', async () => {
    expect([restored.errors, restored.code]).toEqual(['', 0]);
    expect(await query(restored.databaseUrl, RULES)).toEqual(await query(home.databaseUrl, RULES));
    // The restore itself leaves an event, and a process that wrote it.
    const own = ['audit_events', 'audit_heads', 'audit_writers', 'summary_days'];
    for (const { name } of await query(home.databaseUrl, TABLES)) {
      if (own.includes(String(name))) continue;
      const rows = `select t::text as row from ${name} t order by 1`;
      expect([name, await query(restored.databaseUrl, rows)]).toEqual([
        name,
        await query(home.databaseUrl, rows),
      ]);
    }
  });

  it('gives back keys that work, and none that had ended', async () => {
    await during(restored, SAME, async (server) => {
      expect(await answersTo(server, texts)).toEqual(ANSWERS);
      expect(await validate(server, texts.works)).toMatchObject({ webhook_secret: SIGNING });
    });
  });

  it('is continued: summaries are right, the audit log is intact and records the restore', async () => {
    await during(restored, SAME, async (server) => {
      const { days, differences } = await checkSummaries(server.db.rows);
      expect([days > 0, differences]).toEqual([true, []]);
      const { data } = await server.graphql<{ auditEvents: { nodes: object[] } }>(
        '{ auditEvents(first: 1, filter: {action: {eq: RESTORED}}) { nodes { actor { kind name } } } }',
        { admin: server.adminKey },
      );
      expect(data.auditEvents.nodes).toEqual([
        { actor: { kind: 'HOST', name: 'latchkey restore' } },
      ]);
      await answerTo(server, texts.works);
      expect((await verifyAuditLog(server.app)).findings).toEqual([]);
    });
  });

  it('gives no number twice that may have been given out since', async () => {
    const [last] = await query(
      home.databaseUrl,
      'select last_value::int as last from users_id_seq',
    );
    const user = await during(restored, SAME, (server) => seedUser(server));
    expect(user.databaseId).toBeGreaterThan(1_000_000 + Number(last?.['last']) - 1);
  });

  it('says what cannot be known of keys that were revoked since', () => {
    expect(restored.output).toContain('NOT KNOWN: which keys were revoked');
    expect(restored.output).toContain('The audit log is intact');
  });
});

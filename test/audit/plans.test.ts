import sql, { type Sql } from 'sql-template-tag';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countAll, readPage } from '../../src/data/paging/list.ts';
import { AUDIT_EVENTS, AUDIT_ORDER, type AuditFilter } from '../../src/domain/audit/list.ts';
import { startServer, type TestServer } from '../support/server.ts';

// However long the audit log has become, what is asked of it is found by an index.

const FILTERS: Readonly<Record<string, AuditFilter>> = {
  'what was done': { action: { eq: 'USER_DELETED' } },
  'one of several things done': { action: { in: ['USER_DELETED', 'TOKEN_REVOKED'] } },
  'the address': { ip: { eq: '192.0.2.77' } },
  'the request': { requestId: { eq: 'request-77' } },
  'what it was done to': { target: { type: 'User', id: 77n } },
  'the user and its keys': { user: { id: 77n } },
  'the user by address': { user: { email: 'user77@example.com' } },
  'the time': { at: { gte: new Date('2026-11-19T00:00:00Z') } },
  'the key': { actorName: { eq: 'Key of 77' } },
  'the beginning of the key': { actorName: { startsWith: 'key of 77' } },
};

describe('the audit log, by', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ env: { DATABASE_STATEMENT_TIMEOUT_MS: '60000' } });
    await server.db.prisma.$executeRawUnsafe(`
      insert into audit_events (at, actor_kind, actor_name, action, target_type, target_id, ip, request_id, position)
      select timestamptz '2026-11-20' - n * interval '1 minute', 'ADMIN_KEY', 'key of ' || n % 1000,
        case when n % 500 = 0 then 'USER_DELETED' when n % 500 = 1 then 'TOKEN_REVOKED' else 'TOKEN_MINTED' end,
        'User', n % 1000, '192.0.2.' || n % 250, 'request-' || n, n
      from generate_series(1, 50000) n`);
    await server.db.prisma.$executeRawUnsafe('analyze audit_events');
  });
  afterAll(() => server.stop());

  async function planOf(read: (app: TestServer['app']) => Promise<unknown>): Promise<string> {
    const lines: string[] = [];
    const rows = async <Row>(statement: Sql): Promise<Row[]> => {
      const plan = await server.db.rows<{ 'QUERY PLAN': string }>(sql`explain ${statement}`);
      lines.push(...plan.map((line) => line['QUERY PLAN']));
      return [];
    };
    const together = { ...server.app.sharedReads, same: rows, sameOnReplica: rows };
    // What is made of no rows does not matter here.
    await read({ ...server.app, db: { ...server.db, rows }, sharedReads: together }).catch(
      () => {},
    );
    return lines.join('\n');
  }

  const order = { column: AUDIT_ORDER, direction: 'DESC' } as const;
  const slice = { limit: 50, backwards: false, after: null, before: null };

  it.each(Object.keys(FILTERS))(
    '%s, is never read whole, neither a page nor the count',
    async (name) => {
      const filter = FILTERS[name] ?? {};
      const page = await planOf((app) => readPage(app, AUDIT_EVENTS, { filter, order, slice }));
      const count = await planOf((app) => countAll(app, AUDIT_EVENTS, filter));
      for (const plan of [page, count]) {
        expect(plan).toMatch(/Scan/);
        expect(plan).not.toMatch(/Seq Scan/);
      }
    },
  );
});

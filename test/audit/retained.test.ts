import { randomBytes } from 'node:crypto';
import sql from 'sql-template-tag';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dropRefusals } from '../../src/domain/audit/drop-refusals.ts';
import { isInAuditLog, verifyAuditLog } from '../../src/domain/audit/verify.ts';
import { ANONYMOUS } from '../../src/security/callers/viewer.ts';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { untilSealed } from '../support/unsealed.ts';

const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 4, 1);
/** 4,000 characters that the database cannot compress: no index takes as many. */
const RANDOM = randomBytes(3_000).toString('base64url');

type From = { readonly ip: string; readonly requestId: string };

/** A request whose headers prove nobody. */
function noteStranger({ app }: TestServer, from: From, ...[what, why]: [string, string]): void {
  app.refusals.note({ caller: { viewer: ANONYMOUS, ...from }, what, why });
}

describe('refused requests that are old', () => {
  let server: TestServer;
  let now: Date;
  beforeEach(async () => {
    now = new Date(START);
    server = await startServer({ clock: () => now, env: { AUDIT_REFUSALS_DAYS: '0' } });
    await live(0, 1, 2, 60, 100);
  });
  afterEach(() => server.stop());

  /** One refusal of a stranger and one change, on each of these days. */
  async function live(...days: readonly number[]): Promise<void> {
    for (const day of days) {
      now = new Date(START + day * DAY_MS);
      noteStranger(server, { ip: '192.0.2.1', requestId: `day-${day}` }, 'GET /users', 'No');
      await server.app.refusals.flush();
      await seedUser(server);
      await server.app.sealer.sealAll();
      await untilSealed(server);
    }
  }
  const drop = (days: number) => {
    const { db, vault, clock } = server.app;
    return dropRefusals({ db, vault, clock, days });
  };
  const refusedDays = async () => {
    const rows = await server.db.rows<{ id: string }>(
      sql`select request_id as id from audit_events where action = 'REQUEST_REFUSED' order by at`,
    );
    return rows.map(({ id }) => id);
  };
  const tamper = (statement: string) => server.db.prisma.$executeRawUnsafe(statement);

  it('are kept for ever with 0', async () => {
    await drop(0);
    expect(await refusedDays()).toHaveLength(5);
  });

  it('are dropped, and nothing else is, and the log says how many and where', async () => {
    const before = await verifyAuditLog(server.app);
    const [noted] = await server.db.rows<{ position: bigint; hash: string }>(sql`
      select position, encode(hash, 'hex') as hash from audit_events where request_id = 'day-1'`);
    await drop(90);
    expect(await refusedDays()).toEqual(['day-60', 'day-100']);
    const after = await verifyAuditLog(server.app);
    expect(after).toMatchObject({ findings: [], events: before.events - 2, dropped: 3 });
    const { data } = await server.graphql<{ auditEvents: unknown }>(
      '{ auditEvents(first: 1, filter: {action: {eq: REFUSALS_DROPPED}}) { edges { node { after position } } } }',
      { admin: server.adminKey },
    );
    expect(data.auditEvents).toMatchObject({
      edges: [{ node: { after: { events: 3, requests: 3, firstPosition: 1, lastPosition: 5 } } }],
    });
    // An end that was noted elsewhere is known even if its event is gone.
    if (noted === undefined) throw new Error('there was none');
    expect(await isInAuditLog(server.app, noted)).toBe(true);
    expect(await isInAuditLog(server.app, { ...noted, hash: 'f'.repeat(64) })).toBe(false);
  });

  it('are not dropped when they were altered: they stay to be named', async () => {
    await tamper(`update audit_events set ip = '192.0.2.66' where request_id = 'day-60'`);
    now = new Date(START + 300 * DAY_MS);
    await drop(90);
    expect(await refusedDays()).toEqual(['day-60']);
    const { findings } = await verifyAuditLog(server.app);
    expect(findings.map(({ kind }) => kind)).toEqual(['CHANGED']);
    await tamper(`update audit_events set ip = '192.0.2.1' where request_id = 'day-60'`);
    await drop(90);
    expect((await verifyAuditLog(server.app)).findings).toEqual([]);
  });

  it('are missed when somebody else removed them, and so is any other event', async () => {
    await tamper(`delete from audit_events where request_id = 'day-60'`);
    const [event] = await server.db.rows<{ position: bigint }>(sql`
      delete from audit_events where action = 'USER_CREATED' and position = (
        select max(position) from audit_events where action = 'USER_CREATED') returning position`);
    const { findings } = await verifyAuditLog(server.app);
    expect(findings.map(({ kind }) => kind)).toEqual(['MISSING', 'MISSING']);
    expect(findings.map(({ position }) => position)).toContain(event?.position);
  });

  it('are missed when what says that they were dropped is removed or altered', async () => {
    await drop(90);
    await server.app.sealer.sealAll();
    await untilSealed(server);
    await tamper(`update audit_events set before = jsonb_build_object('places', (before ->> 'places') || ' 99:00000000')
      where action = 'REFUSALS_DROPPED'`);
    const kinds = (await verifyAuditLog(server.app)).findings.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'CHANGED').length).toBeGreaterThan(0);
    expect(kinds.filter((kind) => kind === 'MISSING').length).toBeGreaterThan(2);
  });
});

describe('a refused request that cannot be written', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ env: { TRUST_PROXY: 'true' } });
  });
  afterAll(() => server.stop());

  const events = async ({ graphql, adminKey }: TestServer) => {
    const { data, errors } = await graphql<{
      auditEvents: { edges: { node: { requestId: string; after: { times: number } } }[] };
    }>(
      '{ auditEvents(first: 100, filter: {action: {eq: REQUEST_REFUSED}}) { edges { node { requestId ip after actor { name kind } } } } }',
      { admin: adminKey },
    );
    expect(errors).toBeUndefined();
    return data.auditEvents.edges.map(({ node }) => node);
  };

  it('is set aside, counted and logged, and the others are written', async () => {
    const server = await startServer();
    await server.db.prisma.$executeRawUnsafe(`
      create function refuse_poison() returns trigger language plpgsql as
        $$ begin if new.after ->> 'what' = 'poison' then perform repeat('x', 10)::int; end if; return new; end $$`);
    await server.db.prisma.$executeRawUnsafe(
      'create trigger refuse_poison before insert on audit_events for each row execute function refuse_poison()',
    );
    for (const what of ['before', 'poison', 'after'])
      noteStranger(server, { ip: '192.0.2.1', requestId: what }, what, 'No');
    const written = (await events(server)).map(({ requestId }) => requestId);
    expect(written.sort()).toEqual(['after', 'before']);
    expect(server.app.refusals.problem()).toMatch(/^1 refused/);
    expect(server.app.refusals.unwritten()).toBe(0);
    const ready = (await (await server.fetch('/health/ready')).json()) as object;
    expect(JSON.stringify(ready)).toContain('1 refused requests could not be written');
    expect(server.logLines.join('')).toContain('could not be written to the audit log');
    expect((await verifyAuditLog(server.app)).findings).toEqual([]);
  });

  it('is none for its texts, whatever they are', async () => {
    const texts = [
      RANDOM,
      '\0',
      'a\0b',
      '\ud800',
      '\udc00x',
      '"\\',
      '\u2028',
      "'; drop table users; --",
      '𝒳'.repeat(3_000),
      '',
    ];
    const seen = new Set((await events(server)).map(({ requestId }) => requestId));
    for (const [place, text] of texts.entries()) {
      const noted = { ip: text, requestId: `${place}${text}` };
      noteStranger(server, noted, `${place} ${text}`, text);
      const holder = { tokenId: 1n, userId: 1n, keyName: text } as never;
      const viewer = { operator: null, holder } as never;
      server.app.refusals.note({ caller: { viewer, ...noted }, what: text, why: text });
    }
    expect(
      (await events(server)).filter(({ requestId }) => !seen.has(requestId)).length,
    ).toBeGreaterThan(texts.length);
    expect(server.app.refusals.unwritten()).toBe(0);
    expect(server.app.refusals.problem()).toBeNull();
    expect((await verifyAuditLog(server.app)).findings).toEqual([]);
  });

  it('is none over HTTP: long addresses, paths, ids and names of fields', async () => {
    const user = await seedUser(server, {
      name: '𝒳'.repeat(100),
      data: { [RANDOM.slice(0, 200)]: RANDOM },
    });
    const key = await seedKey(server, user, { name: '𝒳'.repeat(120) });
    for (const headers of [
      { 'x-forwarded-for': RANDOM },
      { 'x-request-id': RANDOM },
      { 'x-api-key': key.secret },
      { 'x-api-key': RANDOM },
    ]) {
      await server.fetch('/admin/users', { headers });
      await server.fetch(`/admin/${RANDOM}`, { headers });
      await server.fetch('/users/1', { headers });
    }
    await server.graphql(`{ ${'a'.repeat(4_000)}: users(first: 1) { totalCount } }`, {
      key: key.secret,
    });
    await server.app.refusals.flush();
    expect(server.app.refusals.unwritten()).toBe(0);
    expect((await events(server)).length).toBeGreaterThan(0);
    const { findings } = await verifyAuditLog(server.app);
    expect(findings).toEqual([]);
    const rows = await server.db.rows<{ ip: string | null }>(
      sql`select ip from audit_events where ip is not null and length(ip) > 45`,
    );
    expect(rows).toEqual([]);
  });
});

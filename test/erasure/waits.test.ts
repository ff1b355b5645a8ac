import sql from 'sql-template-tag';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dropRefusals } from '../../src/domain/audit/drop-refusals.ts';
import { lockSealedSoon } from '../../src/domain/audit/sealed-lock.ts';
import { verifyAuditLog } from '../../src/domain/audit/verify.ts';
import { eraseLeftovers } from '../../src/domain/erasure/leftovers.ts';
import { runSome } from '../../src/domain/retention/run.ts';
import { outsideErasures } from '../../src/domain/users/erased.ts';
import { type AuditEntry, auditEventSql } from '../../src/security/audit/log.ts';
import { onHost } from '../../src/security/callers/caller.ts';
import { retentionOf } from '../retention/running.ts';
import { dumpOf, findIn } from '../support/canaries.ts';
import { untilSomebodyWaits } from '../support/locks.ts';
import { type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { untilSealed } from '../support/unsealed.ts';
import { erase } from './erasing.ts';
import {
  AT_THE_END,
  addPauses,
  FORMER,
  IN_A_HOLD,
  IN_THE_LOG,
  IN_THE_LOG_AGAIN,
  whileHeld,
} from './pauses.ts';

// An erasure may take minutes. Each test holds one somewhere, and looks who has to wait for it.

/** That of `src/domain/legal-holds/held.ts`. */
const HOLDS = 7_270_736_914;

let server: TestServer;
let person: SeededUser;
let other: SeededUser;
beforeAll(async () => {
  server = await startServer();
  await addPauses(server);
});
afterAll(() => server.stop());
beforeEach(async () => {
  person = await seedUser(server);
  other = await seedUser(server);
  await server.app.sealer.sealAll();
  await untilSealed(server);
});

async function mutate(mutation: string): Promise<string> {
  const { data, errors } = await server.graphql<Record<string, { __typename: string }>>(
    `mutation { ${mutation} { __typename } }`,
    { admin: server.adminKey },
  );
  return errors?.[0]?.message ?? Object.values(data)[0]?.__typename ?? '';
}

const hold = ({ id }: SeededUser) =>
  mutate(`placeLegalHold(input: {user: {id: "${id}"}, reason: "case"})`);
const erasePerson = async () => (await erase(server, person, person.email)).__typename;

describe.each([
  ['in the audit log', IN_THE_LOG],
  ['at its end', AT_THE_END],
])('while an erasure is %s', (_, place) => {
  it('users are deleted, and others put on hold', async () => {
    const erased = await whileHeld(server, place, erasePerson, async () => {
      const third = await seedUser(server);
      expect(await hold(third)).toBe('LegalHoldSuccess');
      expect(await mutate(`deleteUser(input: {id: "${other.id}"})`)).toBe('DeleteUserSuccess');
    });
    expect(erased).toBe('EraseUserSuccess');
  });

  it('work in the background leaves old events for the next time', async () => {
    const { vault, clock, sealer, db } = server.app;
    await whileHeld(server, place, erasePerson, async () => {
      expect(await runSome(retentionOf(server, { auditEvents: 1 }))).toBe(false);
      await dropRefusals({ db, vault, clock, days: 1 });
      await eraseLeftovers({ db, vault, clock, sealer });
    });
  });
});

it('an erasure is refused while another one or retention changes the audit log', async () => {
  expect(await erasePerson()).toBe('EraseUserSuccess');
  await server.db.transaction(async (rows) => {
    expect(await lockSealedSoon(rows)).toBe(true);
    expect(await erase(server, other, other.email)).toMatchObject({
      __typename: 'ConflictError',
      message:
        'Another erasure or retention run changes the audit log. Try again in a few minutes.',
    });
    const wrong = await erase(server, other, person.email);
    expect(wrong.__typename).toBe('InvalidInputError');
    // One that is over has its receipt.
    expect(await erasePerson()).toBe('EraseUserSuccess');
  });
  expect((await erase(server, other, other.email)).__typename).toBe('EraseUserSuccess');
});

it('while an erasure changes the audit log, events are sealed and imports go on', async () => {
  await whileHeld(server, IN_THE_LOG, erasePerson, async () => {
    expect(await mutate(`updateUser(input: {id: "${other.id}", name: "Now"})`)).toBe(
      'UpdateUserSuccess',
    );
    await server.app.sealer.sealAll();
    await untilSealed(server);
    await outsideErasures(server.db.transaction, () => Promise.resolve());
  });
  expect((await verifyAuditLog(server.app)).findings).toEqual([]);
});

it('while the audit log is searched again for another name, events are sealed', async () => {
  const write = (event: Pick<AuditEntry, 'action' | 'target' | 'id' | 'after'>) =>
    server.db.rows(
      auditEventSql(server.app, onHost('test'), { ...event, rows: sql`(select) one`, isOne: true }),
    );
  const seal = async () => {
    await server.app.sealer.sealAll();
    await untilSealed(server);
  };
  const id = sql`null::bigint`;
  const reason = JSON.stringify({ reason: FORMER });
  await write({ action: 'PLATFORM_SETTING_SET', target: null, id, after: sql`${reason}::jsonb` });
  await seal();
  const erased = await server.db.transaction(async (held) => {
    await held(sql`select pg_advisory_xact_lock(${IN_THE_LOG_AGAIN})`);
    const sent: Promise<string>[] = [];
    await server.db.transaction(async (rows) => {
      // The erasure has searched the log by the time that it waits for this.
      await rows(sql`select from users where id = ${person.databaseId} for no key update`);
      sent.push(erasePerson());
      await untilSomebodyWaits(server.db);
      const name = JSON.stringify({ name: FORMER });
      await write({
        ...{ action: 'USER_UPDATED', target: 'User', after: sql`${name}::jsonb` },
        id: sql`${person.databaseId}::bigint`,
      });
      await seal();
    });
    await untilWaiting(1, 'advisory');
    await mutate(`updateUser(input: {id: "${other.id}", name: "Now"})`);
    await seal();
    return sent;
  });
  expect(await Promise.all(erased)).toEqual(['EraseUserSuccess']);
});

it('a hold that comes too late finds nobody to protect', async () => {
  const sent: Promise<string>[] = [];
  const erased = await whileHeld(server, AT_THE_END, erasePerson, async () => {
    sent.push(hold(person));
    await untilWaiting(2);
  });
  expect([erased, ...(await Promise.all(sent))]).toEqual(['EraseUserSuccess', 'NotFoundError']);
});

it('a hold that comes first refuses the erasure that waits for it', async () => {
  const sent: Promise<string>[] = [];
  const held = await whileHeld(
    server,
    IN_A_HOLD,
    () => hold(person),
    async () => {
      sent.push(erasePerson());
      await untilWaiting(2);
    },
  );
  expect([held, ...(await Promise.all(sent))]).toEqual(['LegalHoldSuccess', 'ConflictError']);
});

it('an event with an earlier number that is committed after the search is found', async () => {
  const after = JSON.stringify({ note: `asked by ${person.email}` });
  const sent: Promise<string>[] = [];
  await server.db.transaction(async (first) => {
    // The erasure has searched the log by the time that it waits for this.
    await first(sql`select from users where id = ${person.databaseId} for no key update`);
    await server.db.transaction(async (rows) => {
      await rows(
        auditEventSql(server.app, onHost('test'), {
          action: 'PLATFORM_SETTING_SET',
          target: null,
          rows: sql`(select) one`,
          isOne: true,
          id: sql`null::bigint`,
          after: sql`${after}::jsonb`,
        }),
      );
      await mutate(`updateUser(input: {id: "${other.id}", name: "Later"})`);
      sent.push(erasePerson());
      await untilSomebodyWaits(server.db);
    });
  });
  expect(await Promise.all(sent)).toEqual(['EraseUserSuccess']);
  const dump = await dumpOf(server);
  expect(findIn(dump.get('audit_events') ?? '', { address: person.email })).toEqual([]);
  expect((await verifyAuditLog(server.app)).findings).toEqual([]);
});

it('a hold that is placed just before refused requests are dropped keeps them', async () => {
  const { secret, databaseId } = await seedKey(server, person);
  const headers = { 'x-api-key': secret };
  expect((await server.fetch('/admin/users', { headers })).status).toBe(403);
  await server.app.refusals.flush();
  await server.app.sealer.sealAll();
  await untilSealed(server);
  const { db, vault } = server.app;
  const clock = () => new Date(Date.now() + 3 * 86_400_000);
  const sent: Promise<void>[] = [];
  await db.transaction(async (rows) => {
    await rows(sql`select pg_advisory_xact_lock(${HOLDS})`);
    sent.push(dropRefusals({ db, vault, clock, days: 1 }));
    await untilSomebodyWaits(db);
    await rows(
      sql`insert into legal_holds (user_id, reason) values (${person.databaseId}, 'case')`,
    );
  });
  await Promise.all(sent);
  const kept = await db.rows(sql`
    select true as "isThere" from audit_events where action = 'REQUEST_REFUSED' and actor_id = ${databaseId}`);
  expect(kept).toHaveLength(1);
});

async function untilWaiting(count: number, event = '%'): Promise<void> {
  for (;;) {
    const waiting = await server.db.rows(sql`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
        and wait_event like ${event}`);
    if (waiting.length >= count) return;
  }
}

import sql from 'sql-template-tag';
import { expect, it } from 'vitest';
import { verifyAuditLog } from '../../src/domain/audit/verify.ts';
import { auditEventSql } from '../../src/security/audit/log.ts';
import { onHost } from '../../src/security/callers/caller.ts';
import { findIn } from '../support/canaries.ts';
import { seedUser } from '../support/seed.ts';
import { startServer } from '../support/server.ts';
import { untilSealed } from '../support/unsealed.ts';
import { erase } from './erasing.ts';

const EVENTS = 1_200;
/** So many events are in memory at once. */
const READ_AT_ONCE = 500;

it('a person with many events is erased a few at a time, and each event is written once', async () => {
  const server = await startServer();
  const { rows } = server.db;
  const person = await seedUser(server, { name: 'Manifold Canary' });
  const after = JSON.stringify({ name: 'Manifold Canary' });
  await rows(
    auditEventSql(server.app, onHost('test'), {
      action: 'USER_UPDATED',
      target: 'User',
      rows: sql`generate_series(1, ${EVENTS}::int) n`,
      id: sql`${person.databaseId}::bigint`,
      after: sql`${after}::jsonb`,
    }),
  );
  await server.app.sealer.sealAll();
  await untilSealed(server);
  await rows(sql`create table written (event_id bigint)`);
  await server.db.prisma.$executeRawUnsafe(`
    create function note() returns trigger language plpgsql as
      $$ begin insert into written values (new.id); return null; end $$`);
  await server.db.prisma.$executeRawUnsafe(
    'create trigger note after update on audit_events for each row execute function note()',
  );
  server.statements.length = 0;
  const { erasure } = await erase(server, person, person.email);
  expect(erasure.events).toBeGreaterThan(EVENTS);

  const reads = server.statements.filter((text) => text.includes('e.erased_mac as'));
  expect(reads.filter((text) => !text.includes('e.id = any('))).toEqual([]);
  // Read for what the person is called, and again to be changed.
  expect(reads.length).toBeGreaterThanOrEqual((2 * EVENTS) / READ_AT_ONCE);
  const twice = await rows(sql`
    select from written w join audit_events e on e.id = w.event_id
    where e.erased_mac is not null and e.action <> 'USER_DELETED' group by w.event_id having count(*) > 1`);
  expect(twice).toEqual([]);
  expect((await verifyAuditLog(server.app)).findings).toEqual([]);
  const events = await rows<{ text: string }>(sql`select e::text as text from audit_events e`);
  const text = events.map((event) => event.text).join();
  expect(findIn(text, { name: 'Manifold Canary', address: person.email })).toEqual([]);
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { untilSealed, whileUnsealed } from '../support/unsealed.ts';
import { runScript } from './script.ts';

// Each starts several processes, one after the other.
vi.setConfig({ testTimeout: 120_000 });

describe('latchkey audit', () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await startServer();
    const user = await seedUser(server);
    for (let turn = 0; turn < 4; turn += 1) await seedKey(server, user);
  });
  afterEach(() => server.stop());

  const run = (...order: string[]) =>
    runScript('audit', order, {
      DATABASE_URL: server.databaseUrl,
      TOKEN_PEPPER: server.app.peppers.current.text,
    });
  async function verify(...given: string[]) {
    const { code, output, errors } = await run('verify', ...given);
    expect(errors).toBe('');
    return { code, output, head: /Its head is (\d+:[0-9a-f]{64})\./.exec(output)?.[1] ?? '' };
  }
  /** All events are sealed: what is done to them from now on is found. */
  async function seal(): Promise<void> {
    await server.app.sealer.sealAll();
    await untilSealed(server);
  }
  const tamper = (statement: string) => server.db.prisma.$executeRawUnsafe(statement);

  it('finds an audit log that nobody touched whole, counts it and names its end', async () => {
    const { code, output, head } = await verify();
    expect(code).toBe(0);
    expect(output).toMatch(/^The audit log is intact\n5 events\. Its head is 5:/);
    expect((await verify('--head', head)).code).toBe(0);
    await seedUser(server);
    expect(await verify('--head', head)).toMatchObject({
      code: 0,
      output: expect.stringMatching(/^The audit log is intact\n6 events/),
    });
  });

  it.each([
    [`update audit_events set actor_name = 'x' where position = 3`, 'event 3 was altered (row 3)'],
    ['delete from audit_events where position = 3', 'event 3 was removed'],
    ['delete from audit_events where position in (2, 3)', 'events 2 to 3 were removed'],
    ['delete from audit_events where position = 5', 'event 5 was removed'],
  ])('fails and names the row: %s', async (statement, line) => {
    await seal();
    await tamper(statement);
    const { code, output } = await verify();
    expect(code).toBe(1);
    expect(output).toMatch(/^The audit log is NOT intact:\n {2}event/);
    expect(output).toContain(`  ${line}\n`);
  });

  it('names what was put in, and what was removed, before it was sealed', async () => {
    await whileUnsealed(server, async () => {
      await seedUser(server);
      await tamper('delete from audit_events where id = (select max(id) from audit_events)');
      await tamper(`insert into audit_events (actor_kind, action) values ('HOST', 'USER_DELETED')`);
    });
    const { code, output } = await verify();
    expect(code).toBe(1);
    expect(output).toMatch(
      / {2}1 rows were FORGED or INSERTED, or altered before they were sealed/,
    );
    expect(output).toMatch(/ {2}the events of 1 statements were REMOVED, or altered, before/);
  });

  it('fails for two rows that changed places, and says where each came from', async () => {
    await seal();
    for (const [to, from] of [
      [-2, 2],
      [2, 4],
      [4, -2],
    ])
      await tamper(`update audit_events set position = ${to} where position = ${from}`);
    const { code, output } = await verify();
    expect(code).toBe(1);
    expect(output).toContain('  event 2 was moved here from position 4 (row 4)\n');
    expect(output).toContain('  event 4 was moved here from position 2 (row 2)\n');
  });

  it('finds by the noted end alone that the audit log was cut off and goes on from an end that it once had', async () => {
    await seal();
    await tamper('create table kept as select * from audit_heads');
    for (const name of ['Ada', 'Grace']) await seedUser(server, { name });
    const { head } = await verify();
    await tamper('delete from audit_events where position > 5');
    await tamper(
      `update audit_heads h set position = k.position, hash = k.hash, mac = k.mac from kept k`,
    );
    await seedUser(server, { name: 'Mary' });
    expect(await verify()).toMatchObject({ code: 0 });
    const { code, output } = await verify('--head', head);
    expect(code).toBe(1);
    expect(output).toContain('the recorded head is not in this audit log');
  });

  it('fails for an end that the service did not write, until the host accepts it', async () => {
    await seal();
    await tamper('update audit_heads set mac = null');
    await seedUser(server);
    const { code, output } = await verify();
    expect(code).toBe(1);
    expect(output).toContain('  the head recorded in the database, position 5, was not written by');
    const accept = () => run('accept');
    expect((await accept()).output).toContain(
      'The audit log continues from event 5, and an event records this.',
    );
    expect(await verify()).toMatchObject({
      code: 0,
      output: expect.stringMatching(/^The audit log is intact\n7 events/),
    });
    expect((await accept()).output).toMatch(/^Nothing to accept/);
  });
});

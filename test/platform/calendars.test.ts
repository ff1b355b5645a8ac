import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sealConfig } from '../../src/domain/platform/sealed-config.ts';
import { configPlace } from '../../src/domain/platform/user-configs.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { configsOf, connect, FEED, REFUSED, type Shown } from './calendar.ts';
import { allRows, as, asService, INTERNAL_SECRET, someone } from './request.ts';

// What the platform's terminal sends and its calendar sweep reads.

let server: TestServer;
beforeAll(async () => {
  // One answer has 24 MB: on a busy machine that takes longer than a request usually may.
  const env = { INTERNAL_API_SECRET: INTERNAL_SECRET, DATABASE_STATEMENT_TIMEOUT_MS: '60000' };
  server = await startServer({ env });
});
afterAll(() => server.stop());

describe('calendars of a user', () => {
  it('are connected, listed masked, and read by the sweep with their address', async () => {
    const of = await someone(server);
    const calendar = await connect(server, of);
    const shown = {
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      name: 'Work',
      ics_url_set: true,
      ics_url_masked: 'calendar.example.com/….ics',
      auto_join: true,
      bot_name: 'Vexa',
      enabled: true,
    };
    expect(calendar).toEqual(shown);
    expect(await as(server, of, 'GET', '/user/calendars')).toEqual({
      status: 200,
      body: { calendars: [calendar] },
    });
    await connect(server, of, { name: 'Other', auto_join: false, bot_name: 'Scribe' });
    expect(await configsOf(server, of)).toEqual([
      {
        user_id: of.id,
        calendar_id: calendar.id,
        calendar_name: 'Work',
        bot_name: 'Vexa',
        legacy: true,
        ics_url: FEED,
        auto_join: true,
      },
      {
        user_id: of.id,
        calendar_id: expect.any(String),
        calendar_name: 'Other',
        bot_name: 'Scribe',
        ics_url: FEED,
        auto_join: false,
      },
    ]);
  });

  it('are changed field by field; a paused one is read as such', async () => {
    const of = await someone(server);
    const { id } = await connect(server, of);
    const path = `/user/calendars/${id}`;
    const changed = await as(server, of, 'PATCH', path, { name: 'New', auto_join: false });
    expect(changed).toMatchObject({ status: 200, body: { id, name: 'New', auto_join: false } });
    await as(server, of, 'PATCH', path, { enabled: false });
    expect(await configsOf(server, of)).toMatchObject([
      { deleted: false, paused: true, legacy: true },
    ]);
    expect(await configsOf(server, of)).not.toMatchObject([{ ics_url: FEED }]);
    await as(server, of, 'PATCH', path, { enabled: true, name: null });
    expect(await configsOf(server, of)).toMatchObject([{ calendar_name: 'New', ics_url: FEED }]);
  });

  it('leave a mark without an address when they are removed, once', async () => {
    const of = await someone(server);
    const { id } = await connect(server, of);
    const remove = () => as(server, of, 'DELETE', `/user/calendars/${id}`);
    expect(await remove()).toEqual({ status: 204, body: null });
    expect(await remove()).toEqual({ status: 404, body: { detail: 'calendar not found' } });
    expect(await configsOf(server, of)).toEqual([
      {
        user_id: of.id,
        calendar_id: id,
        calendar_name: 'Work',
        bot_name: 'Vexa',
        legacy: true,
        deleted: true,
      },
    ]);
    expect((await as(server, of, 'GET', '/user/calendars')).body).toEqual({ calendars: [] });
  });

  it('are at most ten, and marks of removed ones do not grow without bound', async () => {
    const of = await someone(server);
    for (let count = 0; count < 10; count += 1) await connect(server, of);
    expect(await as(server, of, 'POST', '/user/calendars', { name: 'x', ics_url: FEED })).toEqual({
      status: 409,
      body: { detail: 'at most 10 calendars can be connected' },
    });
    for (let count = 0; count < 25; count += 1) {
      const { body } = await as(server, of, 'GET', '/user/calendars');
      const [first] = (body as { calendars: Shown[] }).calendars;
      await as(server, of, 'DELETE', `/user/calendars/${first?.id}`);
      await connect(server, of);
    }
    expect(await configsOf(server, of)).toHaveLength(30);
  });

  it('that several requests connect at once are all there', async () => {
    const of = await someone(server);
    await Promise.all(
      Array.from({ length: 8 }, (_, place) => connect(server, of, { name: `c${place}` })),
    );
    expect(await configsOf(server, of)).toHaveLength(8);
  });

  it.each(REFUSED)('%o is refused in the words of the platform', async (body, detail) => {
    const of = await someone(server);
    expect(await as(server, of, 'POST', '/user/calendars', body)).toEqual({
      status: 422,
      body: { detail },
    });
    expect(await configsOf(server, of)).toEqual([]);
  });

  it('cannot be named with fields that there are not', async () => {
    const of = await someone(server);
    const body = { name: 'x', ics_url: FEED, url: FEED };
    expect(await as(server, of, 'POST', '/user/calendars', body)).toMatchObject({
      status: 422,
      body: { detail: [{ type: 'extra_forbidden', loc: ['body', 'url'] }] },
    });
  });

  it("are nobody else's", async () => {
    const [of, other] = [await someone(server), await someone(server)];
    const { id } = await connect(server, of);
    for (const [method, body] of [['PATCH', {}], ['DELETE']] as const)
      expect(await as(server, other, method, `/user/calendars/${id}`, body)).toEqual({
        status: 404,
        body: { detail: 'calendar not found' },
      });
  });
});

describe('the one calendar that older clients know', () => {
  const NONE = { ics_url_set: false, ics_url_masked: null, auto_join: true, bot_name: 'Vexa' };

  it('is the first one: set, read, changed and removed', async () => {
    const of = await someone(server);
    const put = (body: object) => as(server, of, 'PUT', '/user/calendar', body);
    expect(await as(server, of, 'GET', '/user/calendar')).toEqual({ status: 200, body: NONE });
    const masked = 'calendar.example.com/….ics';
    expect(await put({ ics_url: FEED, auto_join: false })).toEqual({
      status: 200,
      body: { ics_url_set: true, ics_url_masked: masked, auto_join: false, bot_name: 'Vexa' },
    });
    expect((await put({ bot_name: 'Scribe' })).body).toMatchObject({
      ics_url_set: true,
      bot_name: 'Scribe',
    });
    expect(await configsOf(server, of)).toMatchObject([{ bot_name: 'Scribe', auto_join: false }]);
    expect((await put({ ics_url: null })).body).toMatchObject({
      ics_url_set: false,
      ics_url_masked: null,
    });
    expect(await configsOf(server, of)).toMatchObject([{ deleted: true }]);
    expect(await put({ ics_url: 'nope' })).toMatchObject({ status: 422 });
    expect(await put({ bot_name: '' })).toEqual({
      status: 422,
      body: { detail: 'bot_name is required' },
    });
  });
});

describe('the sweep', () => {
  it('finds the calendars of a suspended user paused, and none of a deleted one', async () => {
    const of = await someone(server);
    await connect(server, of);
    const path = `/users/${of.id}`;
    const admin = { 'x-admin-api-key': server.adminKey, 'content-type': 'application/json' };
    await server.fetch(path, { method: 'PATCH', headers: admin, body: '{"is_active": false}' });
    expect(await configsOf(server, of)).toMatchObject([{ paused: true, deleted: false }]);
    await server.fetch(path, { method: 'DELETE', headers: admin });
    expect(await configsOf(server, of)).toEqual([]);
    expect(await server.db.prisma.userConfig.count({ where: { userId: BigInt(of.id) } })).toBe(0);
  });
});

it('the address of a feed stands in no row, no log line and no answer to a person', async () => {
  const of = await someone(server);
  await connect(server, of);
  await server.app.sealer.sealAll();
  expect(await allRows(server)).not.toContain('private-4711');
  expect(server.logLines.join('')).not.toContain('private-4711');
  const { body } = await as(server, of, 'GET', '/user/calendars');
  expect(JSON.stringify(body)).not.toContain('private-4711');
  const [event] = await server.db.prisma.auditEvent.findMany({
    where: { action: 'USER_CONFIG_SET', targetId: BigInt(of.id) },
  });
  expect(event).toMatchObject({
    actorKind: 'USER_KEY',
    targetType: 'User',
    before: { config: 'calendars', fields: {} },
    after: { config: 'calendars', fields: { connections: 1 } },
  });
});

it('calendars of others keep none from the sweep, however much they hold', async () => {
  const [first, last] = [await someone(server), await someone(server)];
  await connect(server, first);
  const many = await server.db.prisma.$queryRaw<{ id: bigint }[]>`
    insert into users (email, updated_at) select 'many' || n || '@example.com', now()
    from generate_series(1, 40) n returning id`;
  const long = `${FEED}?${'x'.repeat(1_900)}`;
  const connections = Array.from({ length: 300 }, (_, place) => ({
    id: `c${place}`,
    ics_url: long,
  }));
  for (const { id } of many) {
    const sealed = sealConfig(server.app, { connections }, configPlace('calendars', id));
    await server.db.prisma.userConfig.create({ data: { userId: id, name: 'calendars', sealed } });
  }
  await connect(server, last);
  const read = async () => {
    const { status, body } = await asService(server, 'GET', '/internal/calendar-configs');
    expect(status).toBe(200);
    return (body as { configs: { user_id: number }[] }).configs.map(({ user_id }) => user_id);
  };
  const ids = await read();
  expect(ids).toEqual(ids.toSorted((one, other) => one - other));
  const counts = Map.groupBy(ids, (id) => id);
  for (const { id } of many) expect(counts.get(Number(id))).toHaveLength(300);
  expect(counts.get(first.id)).toHaveLength(1);

  // Their key is lost: said once of each.
  await server.db.prisma.$executeRaw`
    update user_configs set sealed = '\\x020001aabbcc' where user_id = any (${many.map(({ id }) => id)})`;
  const warnings = () =>
    server.logLines.filter((line) => line.includes('cannot be decrypted')).length;
  await read();
  const after = warnings();
  expect(after).toBeGreaterThanOrEqual(many.length);
  expect(await read()).not.toContain(Number(many[0]?.id));
  expect(warnings()).toBe(after);
});

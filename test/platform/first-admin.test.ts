import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { untilSomebodyWaits } from '../support/locks.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { asService, INTERNAL_SECRET, someone } from './request.ts';

const claim = (server: TestServer, user_id: unknown) =>
  asService(server, 'POST', '/internal/bootstrap-admin', { user_id });
const instance = (server: TestServer) => asService(server, 'GET', '/internal/instance');

describe('the first administrator, where it may be claimed', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({
      env: { INTERNAL_API_SECRET: INTERNAL_SECRET, FIRST_ADMIN_CLAIM: 'true' },
    });
  });
  beforeEach(() => server.db.prisma.user.updateMany({ data: { role: 'user' } }));
  afterAll(() => server.stop());

  it('is the first of those who claim it at once, and nobody after that', async () => {
    expect(await instance(server)).toEqual({ status: 200, body: { admin_exists: false } });
    for (const id of [999_999, 'me', '', '9223372036854775808'])
      expect(await claim(server, id)).toEqual({ status: 404, body: { detail: 'Unknown user' } });
    expect((await claim(server, null)).status).toBe(422);

    const many = await Promise.all(Array.from({ length: 5 }, () => someone(server)));
    const claims = await Promise.all(many.map(({ id }) => claim(server, String(id))));
    const won = claims.filter(({ body }) => (body as { claimed: boolean }).claimed);
    expect(won).toEqual([{ status: 200, body: { claimed: true, admin_exists: true } }]);
    const admins = await server.db.prisma.user.findMany({ where: { role: 'admin' } });
    expect(admins).toHaveLength(1);
    expect(await claim(server, many[0]?.id)).toEqual({
      status: 200,
      body: { claimed: false, admin_exists: true },
    });
    expect(await instance(server)).toEqual({ status: 200, body: { admin_exists: true } });
    const events = await server.db.prisma.auditEvent.findMany({
      where: { action: 'ADMIN_CLAIMED', targetId: { in: many.map(({ id }) => BigInt(id)) } },
    });
    expect(events).toMatchObject([
      {
        actorKind: 'INTERNAL_SECRET',
        targetId: admins[0]?.id,
        before: { role: 'user' },
        after: { role: 'admin' },
      },
    ]);
  });

  it('is nobody who is suspended, or deleted meanwhile', async () => {
    const admins = () => server.db.prisma.user.count({ where: { role: 'admin', deletedAt: null } });
    const suspended = await someone(server);
    const where = { id: BigInt(suspended.id) };
    await server.db.prisma.user.update({ where, data: { isActive: false } });
    expect(await claim(server, suspended.id)).toEqual({
      status: 403,
      body: { detail: 'The user is suspended' },
    });
    const deleted = await someone(server);
    const { claimed } = await server.db.transaction(async (_rows, prisma) => {
      await prisma.user.updateMany({
        where: { id: BigInt(deleted.id) },
        data: { deletedAt: new Date() },
      });
      const answer = claim(server, deleted.id);
      await untilSomebodyWaits(server.db);
      return { claimed: answer };
    });
    expect(await claimed).toEqual({
      status: 404,
      body: { detail: 'Unknown user' },
    });
    expect(await admins()).toBe(0);
  });

  it('is then told by the gateway, too', async () => {
    const admin = await someone(server);
    await claim(server, admin.id);
    const { body } = await asService(server, 'POST', '/internal/validate', {
      token: admin.key.secret,
    });
    expect(body).toMatchObject({ is_admin: true });
  });
});

describe('without that setting', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ env: { INTERNAL_API_SECRET: INTERNAL_SECRET } });
  });
  afterAll(() => server.stop());

  it('the internal secret makes no administrator, and no login page offers it', async () => {
    const { id } = await someone(server);
    expect(await instance(server)).toEqual({ status: 200, body: { admin_exists: true } });
    expect(await claim(server, id)).toEqual({
      status: 200,
      body: { claimed: false, admin_exists: true },
    });
    expect(await server.db.prisma.user.count({ where: { role: 'admin' } })).toBe(0);
  });
});

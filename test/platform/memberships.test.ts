import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';
import { asService, INTERNAL_SECRET, send, someone } from './request.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ env: { INTERNAL_API_SECRET: INTERNAL_SECRET } });
});
afterAll(() => server.stop());

const pathOf = ({ id }: { readonly id: number }) => `/internal/users/${id}/memberships`;

describe('the memberships of a user', () => {
  it('are set once for each workspace, listed, removed, and told by the gateway', async () => {
    const of = await someone(server);
    const path = pathOf(of);
    const set = (body: object) => asService(server, 'POST', path, body);
    const first = { workspace_id: 'w-1', role: 'viewer', added_at: null };
    const second = { workspace_id: 'w-2', role: 'editor', added_at: '2026-11-01T00:00:00Z' };
    expect(await asService(server, 'GET', path)).toEqual({
      status: 200,
      body: { memberships: [] },
    });
    expect(await set({ workspace_id: 'w-1' })).toEqual({
      status: 200,
      body: { memberships: [first] },
    });
    await set(second);
    const changed = { ...first, role: 'owner' };
    expect((await set({ workspace_id: 'w-1', role: 'owner' })).body).toEqual({
      memberships: [second, changed],
    });
    const { body } = await asService(server, 'POST', '/internal/validate', {
      token: of.key.secret,
    });
    expect(body).toMatchObject({ workspaces: ['w-2', 'w-1'] });
    const remove = () => asService(server, 'DELETE', `${path}/w-2`);
    const left = { status: 200, body: { memberships: [changed] } };
    expect(await remove()).toEqual(left);
    expect(await remove()).toEqual(left);
  });

  it('of many requests at once are all there, and other data stays', async () => {
    const of = await someone(server, { data: { note: 'kept' } });
    await Promise.all(
      Array.from({ length: 12 }, (_, place) =>
        asService(server, 'POST', pathOf(of), { workspace_id: `w-${place}` }),
      ),
    );
    const { data } = await server.db.prisma.user.findUniqueOrThrow({
      where: { id: BigInt(of.id) },
    });
    expect(data).toMatchObject({ note: 'kept' });
    expect((data as { memberships: unknown[] }).memberships).toHaveLength(12);
  });

  it('need a workspace, and a user', async () => {
    const of = await someone(server);
    expect(await asService(server, 'POST', pathOf(of), { role: 'viewer' })).toEqual({
      status: 400,
      body: { detail: 'workspace_id required' },
    });
    const nobody = { status: 404, body: { detail: 'Unknown user' } };
    for (const [method, path, body] of [
      ['POST', pathOf({ id: 999_999 }), { workspace_id: 'w' }],
      ['DELETE', `${pathOf({ id: 999_999 })}/w`],
    ] as const)
      expect(await asService(server, method, path, body)).toEqual(nobody);
  });

  it('hold no secret, as they stay readable in the data of the user', async () => {
    const { id } = await someone(server);
    const path = `/internal/users/${id}/memberships`;
    for (const fields of [
      { workspace_id: 'webhook_secret=a-secret-0815' },
      { role: `vxa_bot_${'k'.repeat(32)}` },
    ])
      expect(
        await asService(server, 'POST', path, { workspace_id: 'ws', ...fields }),
      ).toMatchObject({
        status: 422,
      });
    expect((await asService(server, 'GET', path)).body).toEqual({ memberships: [] });
    expect((await asService(server, 'POST', path, { workspace_id: ' ' })).status).toBe(400);
  });

  it('do not grow beyond what the data of a user may hold', async () => {
    const of = await someone(server, { data: { big: 'x'.repeat(65_300) } });
    const { status, body } = await asService(server, 'POST', pathOf(of), {
      workspace_id: 'w'.repeat(255),
      role: 'r'.repeat(100),
      added_at: 'a'.repeat(100),
    });
    expect(status).toBe(422);
    expect(JSON.stringify(body)).toContain('set unneeded keys to null');
  });

  it('leave an event for each change', async () => {
    const of = await someone(server);
    await asService(server, 'POST', pathOf(of), { workspace_id: 'w' });
    const events = await server.db.prisma.auditEvent.findMany({
      where: { action: 'USER_UPDATED', targetId: BigInt(of.id) },
    });
    expect(events).toMatchObject([
      { actorKind: 'INTERNAL_SECRET', after: { touchedData: ['memberships'] } },
    ]);
  });
});

it('none of the internal routes takes another key, or none, or works without a secret', async () => {
  const of = await someone(server);
  const closed = await startServer();
  for (const path of [pathOf(of), '/internal/calendar-configs', '/internal/instance']) {
    for (const headers of [
      {},
      { 'x-internal-secret': 'wrong' },
      { 'x-api-key': of.key.secret },
      { 'x-admin-api-key': server.adminKey },
    ])
      expect(await send(server, ['GET', path], { headers })).toEqual({
        status: 403,
        body: { detail: 'Invalid internal secret' },
      });
    expect(await asService(closed, 'GET', path)).toEqual({
      status: 503,
      body: { detail: 'INTERNAL_API_SECRET not configured' },
    });
  }
  await closed.stop();
});

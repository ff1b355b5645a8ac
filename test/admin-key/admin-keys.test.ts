import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

const START = new Date('2026-05-01T08:00:00.000Z');

type Answer = {
  __typename: string;
  secret?: string;
  adminKey?: { id: string; name: string; status: string; generation: number; hint: string };
};

describe('named admin keys', () => {
  let server: TestServer;
  let now = START;
  beforeAll(async () => {
    server = await startServer({ clock: () => now });
  });
  afterAll(() => server.stop());
  beforeEach(() => {
    now = START;
  });
  const later = (seconds: number) => {
    now = new Date(now.getTime() + seconds * 1_000);
  };

  async function mutate(field: string, input: string, admin = server.adminKey): Promise<Answer> {
    const name = `${field[0]?.toUpperCase()}${field.slice(1)}`;
    const isNew = field === 'createAdminKey' || field === 'rotateAdminKey';
    const { data, errors } = await server.graphql<Record<string, Answer>>(
      `mutation { answer: ${field}(input: {${input}}) { __typename
        ... on ${name}Success { ${isNew ? 'secret' : ''} adminKey { id name status generation hint } } } }`,
      { admin },
    );
    expect(errors).toBeUndefined();
    return data['answer'] as Answer;
  }

  async function opens(secret: string | undefined): Promise<string> {
    const read = await server.fetch('/admin/users', {
      headers: { 'x-admin-api-key': secret ?? '' },
    });
    if (read.status !== 200) return 'nothing';
    const write = await server.fetch('/admin/users', {
      method: 'POST',
      headers: { 'x-admin-api-key': secret ?? '', 'content-type': 'application/json' },
      body: '{"email": "opened@example.com"}',
    });
    return write.status === 403 ? 'figures' : 'everything';
  }

  it('open everything, or figures only', async () => {
    const full = await mutate('createAdminKey', 'name: "Ada"');
    expect(full.secret).toMatch(/^vxa_admin_/);
    expect(full.adminKey).toMatchObject({ name: 'Ada', status: 'ACTIVE', generation: 1 });
    expect(await opens(full.secret)).toBe('everything');
    const reader = await mutate('createAdminKey', 'name: "Grafana", access: READ_ONLY');
    expect(reader.secret).toMatch(/^vxa_analytics_/);
    expect(await opens(reader.secret)).toBe('figures');
    const { errors } = await server.graphql('{ adminKeys { totalCount } }', {
      admin: reader.secret ?? '',
    });
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('say their name in the viewer and in the audit log', async () => {
    const { secret = '', adminKey } = await mutate('createAdminKey', 'name: "Grace"');
    const { data } = await server.graphql<{ viewer: { adminKeyName: string } }>(
      '{ viewer { adminKeyName } }',
      { admin: secret },
    );
    expect(data.viewer.adminKeyName).toBe('Grace');
    await mutate('createAdminKey', 'name: "made by Grace"', secret);
    const trail = await server.graphql<{
      auditEvents: { edges: { node: { actor: object } }[] };
    }>(
      '{ auditEvents(first: 1, filter: {action: {eq: ADMIN_KEY_CREATED}}) { edges { node { actor { name kind adminKey { id } } } } } }',
      { admin: secret },
    );
    expect(trail.data.auditEvents.edges[0]?.node.actor).toEqual({
      name: 'Grace',
      kind: 'ADMIN_KEY',
      adminKey: { id: adminKey?.id },
    });
  });

  it('expire, and end at once when they are revoked', async () => {
    const brief = await mutate('createAdminKey', 'name: "brief", expiresIn: 60');
    later(59);
    expect(await opens(brief.secret)).toBe('everything');
    later(1);
    expect(await opens(brief.secret)).toBe('nothing');
    const lasting = await mutate('createAdminKey', 'name: "lasting"');
    const id = `id: "${lasting.adminKey?.id}"`;
    expect(await mutate('revokeAdminKey', id)).toMatchObject({ adminKey: { status: 'REVOKED' } });
    expect(await opens(lasting.secret)).toBe('nothing');
    expect((await mutate('revokeAdminKey', id)).__typename).toBe('NotFoundError');
  });

  it('rotate with an overlap, which can be finished or cancelled', async () => {
    const old = await mutate('createAdminKey', 'name: "rotating"');
    const id = `id: "${old.adminKey?.id}"`;
    const next = await mutate('rotateAdminKey', `${id}, overlap: 3600`);
    expect(next.adminKey).toMatchObject({ name: 'rotating', generation: 2 });
    expect([await opens(old.secret), await opens(next.secret)]).toEqual([
      'everything',
      'everything',
    ]);
    expect((await mutate('rotateAdminKey', id)).__typename).toBe('ConflictError');
    await mutate('cancelAdminKeyRotation', id);
    expect([await opens(old.secret), await opens(next.secret)]).toEqual(['everything', 'nothing']);
    const third = await mutate('rotateAdminKey', `${id}, overlap: 3600`);
    await mutate('finishAdminKeyRotation', id);
    expect([await opens(old.secret), await opens(third.secret)]).toEqual(['nothing', 'everything']);
    expect(third.adminKey?.generation).toBe(3);
  });

  it('retire one at a time: a chain of overlaps multiplies nothing', async () => {
    const old = await mutate('createAdminKey', 'name: "chain"');
    const next = await mutate('rotateAdminKey', `id: "${old.adminKey?.id}", overlap: 3600`);
    const id = `id: "${next.adminKey?.id}"`;
    expect((await mutate('rotateAdminKey', `${id}, overlap: 60`)).__typename).toBe('ConflictError');
    const third = await mutate('rotateAdminKey', id);
    const secrets = [old, next, third].map(({ secret }) => secret);
    expect(await Promise.all(secrets.map(opens))).toEqual(['everything', 'nothing', 'everything']);
  });

  it('are no user keys, and user keys are none of them', async () => {
    const { secret = '' } = await mutate('createAdminKey', 'name: "header"');
    const asUser = await server.fetch('/auth/me', { headers: { 'x-api-key': secret } });
    expect(asUser.status).toBe(401);
    const { errors } = await server.graphql('{ viewer { access } }', { key: secret });
    expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  });

  it('cost no statement when a text has not their form', async () => {
    server.statements.length = 0;
    for (const text of ['wrong', 'vxa_admin_short', `vxa_admin_${'a'.repeat(38)}`])
      expect(await opens(text)).toBe('nothing');
    expect(server.statements).toEqual([]);
  });

  it.each([' ', 'ADMIN_API_TOKEN', 'analytics_api_token', 'ADMIN_API_TOKEN 2'])(
    'must have a name, and none of the environment: "%s"',
    async (name) => {
      expect((await mutate('createAdminKey', `name: "${name}"`)).__typename).toBe(
        'InvalidInputError',
      );
    },
  );

  it('are listed and found by id, for admins, without their text', async () => {
    const { secret = '', adminKey } = await mutate('createAdminKey', 'name: "listed"');
    const { data } = await server.graphql<{
      adminKeys: { edges: { node: { id: string } }[] };
      node: { name: string };
    }>(
      `{ adminKeys(first: 100) { edges { node { id hint status access replacedBy { id } replaces { id } } } }
         node(id: "${adminKey?.id}") { ... on AdminKey { name } } }`,
      { admin: server.adminKey },
    );
    expect(data.adminKeys.edges.map(({ node }) => node.id)).toContain(adminKey?.id);
    expect(data.node.name).toBe('listed');
    expect(JSON.stringify(data)).not.toContain(secret);
    const hidden = await server.graphql<{ node: null }>(`{ node(id: "${adminKey?.id}") { id } }`, {
      admin: server.analyticsKey,
    });
    expect(hidden.data.node).toBeNull();
    expect(await seedUser(server)).toBeDefined();
  });
});

describe('two keys of the environment', () => {
  it('both open, so that one can take the place of the other, and are told apart', async () => {
    const server = await startServer({
      env: {
        ADMIN_API_TOKEN: 'the-old-admin-key-of-this-test,the-new-admin-key-of-this-test',
        ANALYTICS_API_TOKEN: 'one-figures-key-of-this-test, two-figures-key-of-this-test',
      },
    });
    const status = async (key: string) =>
      (await server.fetch('/admin/users', { headers: { 'x-admin-api-key': key } })).status;
    expect(await status('the-old-admin-key-of-this-test')).toBe(200);
    expect(await status('the-new-admin-key-of-this-test')).toBe(200);
    expect(await status('two-figures-key-of-this-test')).toBe(200);
    const nameOf = async (admin: string) =>
      (await server.graphql<{ viewer: object }>('{ viewer { adminKeyName } }', { admin })).data
        .viewer;
    expect(await nameOf('the-old-admin-key-of-this-test')).toEqual({
      adminKeyName: 'ADMIN_API_TOKEN',
    });
    expect(await nameOf('the-new-admin-key-of-this-test')).toEqual({
      adminKeyName: 'ADMIN_API_TOKEN 2',
    });
    expect(await nameOf('two-figures-key-of-this-test')).toEqual({
      adminKeyName: 'ANALYTICS_API_TOKEN 2',
    });
    expect(await status('the-old-admin-key-of-this-test,the-new-admin-key-of-this-test')).toBe(403);
    await server.stop();
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startServer, type TestServer } from '../support/server.ts';
import { allRows, as, asService, INTERNAL_SECRET, send, someone } from './request.ts';

// Models and transcription services: the user's own, the platform's, and which of them hold.

let server: TestServer;
beforeAll(async () => {
  server = await startServer({
    env: { INTERNAL_API_SECRET: INTERNAL_SECRET, DEFAULT_MAX_CONCURRENT_BOTS: '3' },
  });
});
beforeEach(() => server.db.prisma.platformSetting.deleteMany());
afterAll(() => server.stop());

const KEY = 'sk-of-the-user-4712';
const PLATFORM_KEY = 'sk-of-the-platform-4713';

const setting = (method: string, key: string, body?: unknown) =>
  asService(server, method, `/internal/settings/${key}`, body);

describe('a setting of the platform', () => {
  it('is empty, then changed field by field; an empty or null field is removed', async () => {
    expect(await setting('GET', 'setup')).toEqual({
      status: 200,
      body: { key: 'setup', value: {} },
    });
    const put = async (body: object) => (await setting('PUT', 'setup', body)).body;
    expect(await put({ models: ' done ', completed: 'true', other: 'ignored' })).toEqual({
      key: 'setup',
      value: { models: 'done', completed: 'true' },
    });
    expect(await put({ models: '', transcription: 'skipped' })).toEqual({
      key: 'setup',
      value: { completed: 'true', transcription: 'skipped' },
    });
    expect(await put({ completed: null, transcription: null })).toEqual({
      key: 'setup',
      value: {},
    });
  });

  it('that there is not is refused, with those that there are', async () => {
    const detail =
      "Unknown setting key. Known: ['diagnostics', 'models', 'setup', 'transcription']";
    for (const [method, body] of [['GET'], ['PUT', {}]] as const)
      expect(await setting(method, 'constructor', body)).toEqual({ status: 404, body: { detail } });
  });

  it.each([
    ['models', { mode: 'free' }, "mode must be one of ['custom', 'subscription']"],
    ['models', { base_url: 'ftp://x' }, 'base_url must be an http(s) URL'],
    ['models', { model: 7 }, 'model must be a string under 2048 chars'],
    ['models', { model: 'x'.repeat(2_049) }, 'model must be a string under 2048 chars'],
    ['transcription', { url: 'nope' }, 'url must be an http(s) URL'],
  ])('%s refuses %o in the words of the platform', async (key, body, detail) => {
    expect(await setting('PUT', key, body)).toEqual({ status: 422, body: { detail } });
  });

  it('that many change at once loses no change', async () => {
    const fields = ['models', 'transcription', 'completed'];
    await Promise.all(fields.map((name) => setting('PUT', 'setup', { [name]: 'done' })));
    expect((await setting('GET', 'setup')).body).toEqual({
      key: 'setup',
      value: Object.fromEntries(fields.map((name) => [name, 'done'])),
    });
  });
});

describe('the models of a user', () => {
  it("are set field by field, shown with a masked key, and go before the platform's", async () => {
    const of = await someone(server);
    const modelsOf = async () =>
      (await asService(server, 'GET', `/internal/users/${of.id}/model-config`)).body;
    await setting('PUT', 'models', { model: 'common', meeting_model: 'm', api_key: PLATFORM_KEY });
    expect(await modelsOf()).toEqual({
      models: { model: 'common', meeting_model: 'm', api_key: PLATFORM_KEY },
    });
    const own = { mode: 'custom', model: 'mine', base_url: 'https://m.example.com', api_key: KEY };
    expect(await as(server, of, 'PUT', '/user/models', own)).toEqual({
      status: 200,
      body: { ...own, meeting_model: null, api_key_set: true, api_key: '********4712' },
    });
    expect(await modelsOf()).toEqual({ models: { ...own, meeting_model: 'm' } });
    const cleared = await as(server, of, 'PUT', '/user/models', { api_key: '', model: null });
    expect(cleared.body).toMatchObject({ model: null, api_key_set: false, api_key: null });
    expect(await as(server, of, 'GET', '/user/models')).toEqual(cleared);
  });
});

describe('the transcription service of a user', () => {
  it("gets no token of the platform's", async () => {
    const of = await someone(server);
    const context = async () =>
      (await asService(server, 'GET', `/internal/users/${of.id}/bot-context`)).body;
    expect(await context()).toEqual({ max_concurrent: 3, bot_name: 'Vexa', capture_signal: true });
    const platform = { url: 'https://speech.example.com', token: PLATFORM_KEY };
    await setting('PUT', 'transcription', platform);
    expect(await context()).toMatchObject({ transcription: { ...platform, provider: 'vexa' } });
    const body = { url: 'https://own.example.com' };
    expect(await as(server, of, 'PUT', '/user/transcription', body)).toEqual({
      status: 200,
      body: { ...body, token_set: false, token: null },
    });
    expect(await context()).toMatchObject({ transcription: { ...body, provider: 'customer' } });
    expect(JSON.stringify(await context())).not.toContain(PLATFORM_KEY);
    await as(server, of, 'PUT', '/user/transcription', { token: KEY });
    expect(await context()).toMatchObject({ transcription: { ...body, token: KEY } });
    expect((await as(server, of, 'GET', '/user/transcription')).body).toEqual({
      ...body,
      token_set: true,
      token: '********4712',
    });
  });
});

describe('what a bot needs', () => {
  it("has the user's limit, webhook and bot name, as the gateway has them", async () => {
    const of = await someone(server, { maxConcurrentBots: 7 });
    const webhook = {
      webhook_url: 'https://hooks.example.com/in',
      webhook_secret: 'a-secret-to-sign-with',
      webhook_events: { 'meeting.completed': true },
    };
    await as(server, of, 'PUT', '/user/webhook', webhook);
    await as(server, of, 'PUT', '/user/calendar', { bot_name: 'Scribe' });
    const context = () => asService(server, 'GET', `/internal/users/${of.id}/bot-context`);
    expect((await context()).body).toMatchObject({
      max_concurrent: 7,
      bot_name: 'Scribe',
      capture_signal: true,
      ...webhook,
    });
    await setting('PUT', 'diagnostics', { capture_signal: 'false' });
    expect((await context()).body).toMatchObject({ capture_signal: false });
    const admin = { 'x-admin-api-key': server.adminKey };
    await send(server, ['PATCH', `/admin/users/${of.id}`], {
      headers: admin,
      body: { data: { diagnostics: { capture_signal: 'on' } } },
    });
    expect((await context()).body).toMatchObject({ capture_signal: true });
    await setting('PUT', 'diagnostics', { capture_signal: '' });
    await send(server, ['PATCH', `/users/${of.id}`], {
      headers: admin,
      body: { is_active: false },
    });
    expect((await context()).body).toMatchObject({ max_concurrent: 0 });
  });

  it.each(['bot-context', 'model-config', 'memberships'])('%s of nobody is a 404', async (what) => {
    for (const id of ['999999', 'me', '9223372036854775808'])
      expect(await asService(server, 'GET', `/internal/users/${id}/${what}`)).toEqual({
        status: 404,
        body: { detail: 'Unknown user' },
      });
  });
});

describe('the git workspace of a user', () => {
  it('is set and removed; its token is never shown', async () => {
    const of = await someone(server);
    const workspace = { repo: 'https://git.example.com/me/w.git', token: KEY };
    const set = await as(server, of, 'PUT', '/user/workspace-git', workspace);
    expect(set).toMatchObject({
      status: 200,
      body: {
        id: of.id,
        email: of.user.email,
        data: { workspace_git: { repo: workspace.repo, branch: 'main', token: '********4712' } },
      },
    });
    for (const remove of [
      () => as(server, of, 'PUT', '/user/workspace-git', {}),
      () => as(server, of, 'PUT', '/user/workspace-git', { repo: ' ', token: KEY }),
      () => as(server, of, 'DELETE', '/user/workspace-git'),
    ]) {
      await as(server, of, 'PUT', '/user/workspace-git', workspace);
      expect(await remove()).toMatchObject({ status: 200, body: { data: {} } });
      expect(await server.db.prisma.userConfig.count({ where: { userId: BigInt(of.id) } })).toBe(0);
    }
  });
});

it('no delivery is listed, as none is made here', async () => {
  const of = await someone(server);
  expect(await as(server, of, 'GET', '/user/webhook/deliveries?limit=5')).toEqual({
    status: 200,
    body: { deliveries: [] },
  });
});

it('no key of a service stands in a row, a log line or an answer of GraphQL', async () => {
  const of = await someone(server);
  await as(server, of, 'PUT', '/user/models', { api_key: KEY });
  await as(server, of, 'PUT', '/user/transcription', { token: KEY });
  await as(server, of, 'PUT', '/user/workspace-git', {
    repo: 'git@git.example.com:me/r.git',
    token: KEY,
  });
  await setting('PUT', 'models', { api_key: PLATFORM_KEY });
  await server.app.sealer.sealAll();
  const rows = await allRows(server);
  const { data } = await server.graphql(
    `{ user(by: {databaseId: ${of.id}}) { data } auditEvents(first: 50) { nodes { after before } } }`,
    { admin: server.adminKey },
  );
  for (const secret of [KEY, PLATFORM_KEY])
    for (const text of [rows, server.logLines.join(''), JSON.stringify(data)])
      expect(text).not.toContain(secret);
  expect(
    await server.db.prisma.auditEvent.findFirst({
      where: { action: 'PLATFORM_SETTING_SET' },
      orderBy: { id: 'desc' },
    }),
  ).toMatchObject({
    actorKind: 'INTERNAL_SECRET',
    targetId: null,
    after: { config: 'models', fields: { api_key: true } },
  });
});

it('what was sealed for one user opens for no other', async () => {
  const [of, other] = [await someone(server), await someone(server)];
  await as(server, of, 'PUT', '/user/models', { model: 'of one' });
  await as(server, other, 'PUT', '/user/models', { model: 'of the other' });
  await server.db.prisma.$executeRaw`
    update user_configs c set sealed = o.sealed from user_configs o
    where c.user_id = ${of.id} and o.user_id = ${other.id} and c.name = o.name`;
  expect((await as(server, of, 'GET', '/user/models')).body).toMatchObject({ model: null });
});

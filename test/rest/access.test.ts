import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROUTES } from '../../src/api/rest/routes.ts';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

/** Who may call each route, written down a second time on purpose: the routes are checked against it. */
const EXPECTED: Readonly<Record<string, string>> = {
  'POST /admin/users': 'OPERATOR',
  'GET /admin/users': 'OPERATOR analytics',
  'GET /admin/users/email/{email}': 'OPERATOR',
  'GET /admin/users/{user_id}': 'OPERATOR',
  'PATCH /admin/users/{user_id}': 'OPERATOR',
  'POST /admin/users/{user_id}/tokens': 'OPERATOR',
  'GET /admin/users/{user_id}/tokens': 'OPERATOR',
  'DELETE /admin/tokens/{token_id}': 'OPERATOR',
  'POST /admin/tokens/{token_id}/revoke-lineage': 'OPERATOR',
  'DELETE /admin/users/{user_id}/tokens': 'OPERATOR',
  'GET /users': 'ADMIN',
  'POST /users': 'ADMIN',
  'GET /users/{user_id}': 'ADMIN',
  'PATCH /users/{user_id}': 'ADMIN',
  'DELETE /users/{user_id}': 'ADMIN',
  'POST /users/{user_id}/rotate-key': 'ADMIN',
  'GET /meetings': 'USER bot,tx',
  'GET /meetings/{meeting_id}': 'USER bot,tx',
  'GET /meetings/{meeting_id}/segments': 'USER tx',
  'GET /admin/stats/meetings-users': 'OPERATOR analytics',
  'GET /admin/analytics/users': 'OPERATOR analytics',
  'GET /admin/analytics/meetings': 'OPERATOR analytics',
  'GET /admin/analytics/meetings/{meeting_id}/telematics': 'OPERATOR',
  'GET /admin/analytics/users/{user_id}/details': 'OPERATOR',
  'GET /auth/me': 'USER',
  'PUT /user/webhook': 'USER bot,tx',
  'GET /user/webhook': 'USER bot,tx',
  'DELETE /user/webhook': 'USER bot,tx',
  'GET /user/webhook/deliveries': 'USER bot,tx',
  'GET /user/calendars': 'USER bot',
  'POST /user/calendars': 'USER bot',
  'PATCH /user/calendars/{calendar_id}': 'USER bot',
  'DELETE /user/calendars/{calendar_id}': 'USER bot',
  'GET /user/calendar': 'USER bot',
  'PUT /user/calendar': 'USER bot',
  'GET /user/models': 'USER bot,tx',
  'PUT /user/models': 'USER bot,tx',
  'GET /user/transcription': 'USER bot,tx',
  'PUT /user/transcription': 'USER bot,tx',
  'PUT /user/workspace-git': 'USER bot',
  'DELETE /user/workspace-git': 'USER bot',
  'GET /scim/v2/Users': 'PROVISIONING',
  'POST /scim/v2/Users': 'PROVISIONING',
  'GET /scim/v2/Users/{id}': 'PROVISIONING',
  'PUT /scim/v2/Users/{id}': 'PROVISIONING',
  'PATCH /scim/v2/Users/{id}': 'PROVISIONING',
  'DELETE /scim/v2/Users/{id}': 'PROVISIONING',
  'GET /scim/v2/Groups': 'PROVISIONING',
  'POST /scim/v2/Groups': 'PROVISIONING',
  'GET /scim/v2/Groups/{id}': 'PROVISIONING',
  'PUT /scim/v2/Groups/{id}': 'PROVISIONING',
  'PATCH /scim/v2/Groups/{id}': 'PROVISIONING',
  'DELETE /scim/v2/Groups/{id}': 'PROVISIONING',
  'GET /scim/v2/ServiceProviderConfig': 'PROVISIONING',
  'GET /scim/v2/ResourceTypes': 'PROVISIONING',
  'GET /scim/v2/ResourceTypes/{id}': 'PROVISIONING',
  'GET /scim/v2/Schemas': 'PROVISIONING',
  'GET /scim/v2/Schemas/{id}': 'PROVISIONING',
  'POST /internal/vexa/events': 'SIGNATURE',
  'POST /internal/validate': 'INTERNAL',
  'GET /internal/users/{user_id}/bot-context': 'INTERNAL',
  'GET /internal/users/{user_id}/model-config': 'INTERNAL',
  'GET /internal/users/{user_id}/memberships': 'INTERNAL',
  'POST /internal/users/{user_id}/memberships': 'INTERNAL',
  'DELETE /internal/users/{user_id}/memberships/{workspace_id}': 'INTERNAL',
  'GET /internal/calendar-configs': 'INTERNAL',
  'GET /internal/settings/{key}': 'INTERNAL',
  'PUT /internal/settings/{key}': 'INTERNAL',
  'GET /internal/instance': 'INTERNAL',
  'POST /internal/bootstrap-admin': 'INTERNAL',
  'GET /': 'ANYONE',
  'GET /health': 'ANYONE',
  'GET /health/live': 'ANYONE',
  'GET /health/ready': 'ANYONE',
  'GET /metrics': 'OPERATOR analytics',
};

const SECRET = 'an-internal-secret-of-30-chars';

const CALLERS = [
  'nobody',
  'admin',
  'analytics',
  'namedAdmin',
  'namedAnalytics',
  'provisioning',
  'botKey',
  'txKey',
  'browserKey',
  'adminRoleKey',
  'revokedKey',
  'service',
] as const;
type Caller = (typeof CALLERS)[number];

/** Whom a rule lets in. */
function mayCall(rule: string, caller: Caller): boolean {
  const [requires, detail = ''] = rule.split(' ');
  if (requires === 'ANYONE') return true;
  if (requires === 'INTERNAL') return caller === 'service';
  // None of them signs.
  if (requires === 'SIGNATURE') return false;
  if (caller === 'provisioning') return requires === 'PROVISIONING';
  if (['admin', 'namedAdmin'].includes(caller)) return requires !== 'USER';
  if (['analytics', 'namedAnalytics'].includes(caller)) return detail === 'analytics';
  if (requires === 'ADMIN') return caller === 'adminRoleKey';
  const scopes = { botKey: 'bot', txKey: 'tx', browserKey: 'browser', adminRoleKey: 'browser' };
  const scope = scopes[caller as keyof typeof scopes];
  return requires === 'USER' && scope !== undefined && (detail === '' || detail.includes(scope));
}

describe('the REST routes', () => {
  let server: TestServer;
  let headers: Readonly<Record<Caller, Record<string, string>>>;

  beforeAll(async () => {
    server = await startServer({
      env: { INTERNAL_API_SECRET: SECRET, VEXA_SYSTEM_WEBHOOK_SECRET: `${SECRET}-2` },
    });
    const user = await seedUser(server);
    const key = async (scope: string, owner = user) => ({
      'x-api-key': (await seedKey(server, owner, { scopes: [scope] })).secret,
    });
    const revoked = await seedKey(server, user);
    await server.graphql(`mutation { revokeToken(input: {id: "${revoked.id}"}) { __typename } }`, {
      admin: server.adminKey,
    });
    headers = {
      nobody: {},
      admin: { 'x-admin-api-key': server.adminKey },
      analytics: { 'x-admin-api-key': server.analyticsKey },
      namedAdmin: await named('FULL'),
      namedAnalytics: await named('READ_ONLY'),
      provisioning: await named('PROVISIONING'),
      botKey: await key('BOT'),
      txKey: await key('TX'),
      browserKey: await key('BROWSER'),
      adminRoleKey: await key('BROWSER', await seedUser(server, { role: 'ADMIN' })),
      revokedKey: { 'x-api-key': revoked.secret },
      service: { 'x-internal-secret': SECRET },
    };
  });
  afterAll(() => server.stop());

  async function named(access: string): Promise<Record<string, string>> {
    const { data } = await server.graphql<{ createAdminKey: { secret: string } }>(
      `mutation { createAdminKey(input: {name: "${access}", access: ${access}, expiresIn: 600}) {
        ... on CreateAdminKeySuccess { secret } } }`,
      { admin: server.adminKey },
    );
    return { 'x-admin-api-key': data.createAdminKey.secret };
  }

  it('are all in the table, and nothing else is', () => {
    const names = ROUTES.map(({ method, path }) => `${method} ${path}`);
    expect(names.toSorted()).toEqual(Object.keys(EXPECTED).toSorted());
  });

  describe.each(Object.entries(EXPECTED))('%s', (route, rule) => {
    it.each(CALLERS)('by %s', async (caller) => {
      const [method = '', path = ''] = route.split(' ');
      const response = await server.fetch(path.replace(/\{\w+\}/g, '999999'), {
        method,
        headers: { ...headers[caller], 'content-type': 'application/json' },
        ...(['POST', 'PUT', 'PATCH'].includes(method) && { body: '{}' }),
      });
      const text = await response.text();
      const isJson = response.headers.get('content-type')?.includes('json') === true;
      const { detail } = JSON.parse(isJson ? text : '{}') as { detail?: unknown };
      const isTurnedAway =
        response.status === 403 || (response.status === 401 && detail !== 'Missing token');
      expect([response.status, isTurnedAway]).toEqual([response.status, !mayCall(rule, caller)]);
    });
  });
});

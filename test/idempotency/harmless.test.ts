import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROUTES } from '../../src/api/rest/routes.ts';
import { seedKey, seedUser } from '../support/seed.ts';
import { startServer, type TestServer } from '../support/server.ts';

// Routes that ignore the header `Idempotency-Key`, because a repetition changes nothing more.

const SECRET = 'an-internal-secret-of-40-characters-here';
const EVENTS_PATH = '/internal/vexa/events';

let server: TestServer;
let userId: number;
let key: string;
beforeAll(async () => {
  server = await startServer({ env: { INTERNAL_API_SECRET: SECRET, FIRST_ADMIN_CLAIM: 'true' } });
  const user = await seedUser(server);
  userId = user.databaseId;
  key = (await seedKey(server, user)).secret;
});
afterAll(() => server.stop());

/** What each is sent; signed events have an id that counts once, and a test of their own. */
const BODIES: Readonly<Record<string, () => object | null>> = {
  'POST /internal/validate': () => ({ token: key }),
  'POST /internal/bootstrap-admin': () => ({ user_id: userId }),
  'PUT /internal/settings/{key}': () => ({ model: 'a-model' }),
  'POST /internal/users/{user_id}/memberships': () => ({ workspace_id: 'team', role: 'owner' }),
  'DELETE /internal/users/{user_id}/memberships/{workspace_id}': () => null,
};
const HARMLESS = ROUTES.filter(({ idempotencyKey }) => idempotencyKey === 'HARMLESS');

const TABLES = ['users', 'api_tokens', 'admin_keys'];

async function stored(): Promise<string> {
  const rows = await Promise.all(
    TABLES.map((table) =>
      server.db.prisma.$queryRawUnsafe<{ row: string }[]>(
        `select (to_jsonb(t) - 'updated_at' - 'last_used_at')::text as row from ${table} t order by 1`,
      ),
    ),
  );
  // It is encrypted anew each time.
  const setting = await server.fetch('/internal/settings/models', {
    headers: { 'x-internal-secret': SECRET },
  });
  return JSON.stringify([rows, await setting.json()]);
}

it.each(
  HARMLESS.filter(({ path }) => path !== EVENTS_PATH).map((route) => ({
    ...route,
    name: `${route.method} ${route.path}`,
  })),
)('$name changes nothing more when it is repeated', async ({ name, method, path }) => {
  const body = BODIES[name]?.();
  expect(body, `${name} has no request here`).toBeDefined();
  const send = () =>
    server.fetch(
      path
        .replace('{user_id}', `${userId}`)
        .replace('{key}', 'models')
        .replace('{workspace_id}', 'team'),
      {
        method,
        headers: {
          'content-type': 'application/json',
          'x-internal-secret': SECRET,
          'idempotency-key': 'again',
        },
        ...(body && { body: JSON.stringify(body) }),
      },
    );
  const before = await stored();
  expect((await send()).status).toBe(200);
  const after = await stored();
  expect((await send()).status).toBe(200);
  expect(await stored()).toBe(after);
  expect(after !== before).toBe(name !== 'POST /internal/validate');
});

it('the description says so', async () => {
  const { paths } = (await (await server.fetch('/openapi.json')).json()) as {
    paths: Record<string, Record<string, { description: string }>>;
  };
  const described = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { description }]) => description.includes('Sent twice in a row'))
      .map(([method]) => `${method.toUpperCase()} ${path}`),
  );
  expect(described.sort()).toEqual(HARMLESS.map(({ method, path }) => `${method} ${path}`).sort());
});

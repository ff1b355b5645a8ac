import { type SeededKey, type SeededUser, seedKey, seedUser } from '../support/seed.ts';
import type { TestServer } from '../support/server.ts';

export const INTERNAL_SECRET = 'an-internal-secret-of-30-chars';

export type Reply = { readonly status: number; readonly body: unknown };

export async function send(
  server: TestServer,
  [method, path]: readonly [method: string, path: string],
  { headers, body }: { readonly headers: Record<string, string>; readonly body?: unknown },
): Promise<Reply> {
  const response = await server.fetch(path, {
    method,
    headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text) };
}

/** As one of the platform's services. */
export function asService(server: TestServer, method: string, path: string, body?: unknown) {
  const headers = { 'x-internal-secret': INTERNAL_SECRET };
  return send(server, [method, path], { headers, body });
}

export type Someone = { readonly user: SeededUser; readonly key: SeededKey; readonly id: number };

export async function someone(server: TestServer, fields: object = {}): Promise<Someone> {
  const user = await seedUser(server, { ...fields });
  return { user, key: await seedKey(server, user, { scopes: ['BOT'] }), id: user.databaseId };
}

/** As a user. */
export function as(
  server: TestServer,
  { key }: Someone,
  ...[method, path, body]: [method: string, path: string, body?: unknown]
) {
  return send(server, [method, path], { headers: { 'x-api-key': key.secret }, body });
}

/** Every row of every table, as text. */
export async function allRows(server: TestServer): Promise<string> {
  const tables = await server.db.prisma.$queryRawUnsafe<{ name: string }[]>(
    `select table_name as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  const texts = await Promise.all(
    tables.map(({ name }) =>
      server.db.prisma.$queryRawUnsafe<{ line: string }[]>(
        `select t::text as line from "${name}" t`,
      ),
    ),
  );
  return texts
    .flat()
    .map(({ line }) => line)
    .join('\n');
}

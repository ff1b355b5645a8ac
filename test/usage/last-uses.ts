import type { SeededUser } from '../support/seed.ts';
import type { TestServer } from '../support/server.ts';
import { KEYS } from './usage-model.ts';

/** When each key was last used, as three lists of keys say it. */
export async function readLists(
  server: TestServer,
  user: SeededUser,
): Promise<(string | null)[][]> {
  const { data } = await server.graphql<{
    user: { apiTokens: { nodes: { lastUsedAt: string | null }[] } };
    apiTokens: { nodes: { lastUsedAt: string | null }[] };
  }>(
    `{ user(by: {id: "${user.id}"}) { apiTokens { nodes { lastUsedAt } } }
      apiTokens(first: ${KEYS}, filter: {userId: {eq: "${user.id}"}}) { nodes { lastUsedAt } } }`,
    { admin: server.adminKey },
  );
  const headers = { 'x-admin-api-key': server.adminKey };
  const listed = await server.fetch(`/admin/users/${user.databaseId}/tokens`, { headers });
  const onRest = (await listed.json()) as { last_used_at: string | null }[];
  return [
    data.user.apiTokens.nodes.map(({ lastUsedAt }) => lastUsedAt).reverse(),
    data.apiTokens.nodes.map(({ lastUsedAt }) => lastUsedAt).reverse(),
    onRest.map((token) => token.last_used_at),
  ];
}

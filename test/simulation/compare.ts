import { expect } from 'vitest';
import type { TestServer } from '../support/server.ts';
import { KEYS, USERS } from './documents.ts';
import type { Model, ModelKey } from './model.ts';

type Page<Node> = {
  readonly page: {
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
    readonly nodes: readonly Node[];
  };
};
type ListedKey = {
  readonly id: string;
  readonly status: string;
  readonly user: { readonly id: string } | null;
};

/** All that was acknowledged is there, as it was acknowledged, and nothing else. */
export async function compare(server: TestServer, model: Model): Promise<void> {
  const byId = (one: { readonly id: string }, other: { readonly id: string }) =>
    one.id < other.id ? -1 : 1;
  const users = await all<object & { id: string }>(server, USERS);
  expect(users.toSorted(byId)).toEqual(model.users.map((user) => ({ ...user })).toSorted(byId));

  const there = new Set(model.users.map(({ id }) => id));
  const keys = (await all<ListedKey>(server, KEYS)).filter(
    ({ user }) => user && there.has(user.id),
  );
  const expected = model.keys.filter(({ user }) => model.users.includes(user));
  expect(keys.map(({ id, status }) => ({ id, status })).toSorted(byId)).toEqual(
    expected.map((key) => ({ id: key.id, status: statusOf(model, key) })).toSorted(byId),
  );
}

function statusOf(model: Model, key: ModelKey): string {
  if (key.isRevoked) return 'REVOKED';
  if (!model.lasts(key)) return 'EXPIRED';
  return key.retiresAt === null ? 'ACTIVE' : 'RETIRING';
}

async function all<Node>(server: TestServer, document: string): Promise<readonly Node[]> {
  const nodes: Node[] = [];
  let after: string | null = null;
  do {
    const reply: { readonly data: Page<Node> } = await server.graphql<Page<Node>>(document, {
      admin: server.adminKey,
      variables: { after },
    });
    const { page } = reply.data;
    nodes.push(...page.nodes);
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return nodes;
}

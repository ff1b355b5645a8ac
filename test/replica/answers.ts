import { expect } from 'vitest';
import type { TestServer } from '../support/server.ts';

const USERS = '{ users(first: 100) { nodes { email isActive } totalCount } }';
const ANALYTICS =
  '{ analytics(range: { start: "2026-01-01T00:00:00Z", end: "2026-02-01T00:00:00Z" }) { totals { meetings } } }';

export async function emailsOn(server: TestServer): Promise<readonly string[]> {
  const { data, errors } = await server.graphql<{ users: { nodes: { email: string }[] } }>(USERS, {
    admin: server.adminKey,
  });
  expect(errors).toBeUndefined();
  return data.users.nodes.map(({ email }) => email);
}

export async function meetingsOn(server: TestServer): Promise<number> {
  const { data } = await server.graphql<{
    analytics: { totals: { meetings: number } };
  }>(ANALYTICS, { admin: server.adminKey });
  return data.analytics.totals.meetings;
}

export const statusOf = async (server: TestServer, secret: string) =>
  (await server.fetch('/auth/me', { headers: { 'x-api-key': secret } })).status;

/** One of the figures of the replica in `/metrics`. */
export async function figure(server: TestServer, name: string): Promise<number> {
  const response = await server.fetch('/metrics', {
    headers: { 'x-admin-api-key': server.adminKey },
  });
  const line = new RegExp(`^latchkey_replica_${name} (.*)$`, 'm').exec(await response.text());
  return Number(line?.[1]);
}

/** How many reads the replica answered meanwhile, and how many the primary in its place. */
export async function during(server: TestServer, work: () => Promise<unknown>) {
  const look = async () => [
    await figure(server, 'reads_total'),
    await figure(server, 'fallbacks_total'),
  ];
  const [reads = 0, fallbacks = 0] = await look();
  await work();
  const [readsAfter = 0, fallbacksAfter = 0] = await look();
  return { reads: readsAfter - reads, fallbacks: fallbacksAfter - fallbacks };
}

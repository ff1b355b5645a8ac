import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { build, type Running, start } from './process.ts';

const ADMIN = { 'x-admin-api-key': 'two-processes-admin-key' };

// Two real processes on one empty database, started at once: nothing but PostgreSQL between them.
describe('two processes on one database', () => {
  const name = `two_${process.pid}_${Date.now()}`;
  let nodes: Running[] = [];

  beforeAll(async () => {
    build();
    await onServer(`create database ${name}`);
    const address = new URL(inject('postgres').url);
    address.pathname = `/${name}`;
    const env = {
      DATABASE_URL: address.href,
      ADMIN_API_TOKEN: ADMIN['x-admin-api-key'],
      TOKEN_PEPPER: 'a pepper that both of the processes share',
    };
    nodes = await Promise.all([start({ env }), start({ env })]);
  }, 90_000);
  afterAll(async () => {
    await Promise.all(nodes.map(({ end }) => end('SIGTERM')));
    await onServer(`drop database ${name} with (force)`);
  });

  function send(node: number, method: string, path: string, body?: object): Promise<Response> {
    return fetch(`${nodes[node]?.url}${path}`, {
      method,
      headers: { ...ADMIN, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
  }

  async function use(node: number, key: string): Promise<number> {
    const response = await fetch(`${nodes[node]?.url}/auth/me`, { headers: { 'x-api-key': key } });
    return response.status;
  }

  it('both refuse a revoked key from the next request on, 200 times of 200', async () => {
    const created = await send(0, 'POST', '/admin/users', { email: 'two@example.com' });
    const { id: userId } = (await created.json()) as { id: number };
    const answers: number[] = [];
    for (let round = 0; round < 200; round += 1) {
      const minted = await send(0, 'POST', `/admin/users/${userId}/tokens`);
      const { id, token } = (await minted.json()) as { id: number; token: string };
      expect(await use(1, token)).toBe(200);
      await send(round % 2, 'DELETE', `/admin/tokens/${id}`);
      answers.push(...(await Promise.all([use(0, token), use(1, token)])));
    }
    expect(answers.filter((status) => status !== 401)).toEqual([]);
  });
});

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('postgres').url });
  await client.connect();
  await client.query(statement);
  await client.end();
}

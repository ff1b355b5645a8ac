import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import type { Running } from './process.ts';

// What the tests of starts do with an installation and its data folder.

export function adminKeyIn(dataDir: string): string {
  return readFileSync(join(dataDir, 'admin-key'), 'utf8').trim();
}

/** Tried as that user, because every folder on the way has a say in it. */
export function canRead(uid: number): boolean {
  const program = "require('node:fs').readFileSync('package.json')";
  const { status } = spawnSync(process.execPath, ['-e', program], { uid, gid: uid });
  return status === 0;
}

export async function create({ url }: Running, key: string, email: string): Promise<number> {
  const response = await fetch(`${url}/admin/users`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-admin-api-key': key },
    body: JSON.stringify({ email }),
  });
  if (!response.ok) throw new Error(`not acknowledged: ${response.status}`);
  return ((await response.json()) as { id: number }).id;
}

export async function emails(service: Running, key: string): Promise<string[]> {
  const all: string[] = [];
  for (;;) {
    const response = await fetch(`${service.url}/admin/users?limit=1000&skip=${all.length}`, {
      headers: { 'x-admin-api-key': key },
    });
    const page = (await response.json()) as { email: string }[];
    if (page.length === 0) return all;
    all.push(...page.map(({ email }) => email));
  }
}

/** Where root's database stands, when it could not stand inside the data folder. */
export function elsewhere(dir: string): string | null {
  const pointer = join(dir, 'postgres-location');
  return existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : null;
}

export function removeDatabase(dir: string): void {
  const folder = elsewhere(dir);
  if (folder !== null) rmSync(dirname(folder), { recursive: true, force: true });
}

export async function request(
  { url }: Running,
  query: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ readonly data?: unknown }> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  });
  return (await response.json()) as { data?: unknown };
}

export async function createByGraphQL(service: Running, key: string, email: string): Promise<void> {
  const { data } = await request(
    service,
    `mutation { createUser(input: {email: "${email}"}) { __typename } }`,
    { 'x-admin-api-key': key },
  );
  expect(data).toEqual({ createUser: { __typename: 'CreateUserSuccess' } });
}

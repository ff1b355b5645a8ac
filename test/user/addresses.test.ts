import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEmailAddress } from '../../src/core/input/email-address.ts';
import { startServer, type TestServer } from '../support/server.ts';

type Case = readonly [given: string, stored: string | null];

// What Pydantic 2.13 with email-validator 2.3 and idna 3.20 makes of each address, null where it refuses.
const CASES: readonly Case[] = JSON.parse(
  readFileSync(new URL('../fixtures/email-addresses.json', import.meta.url), 'utf8'),
) as Case[];

let server: TestServer;

beforeAll(async () => {
  server = await startServer();
});

afterAll(async () => {
  await server.stop();
});

async function admin(path: string, init: { method?: string; body?: unknown } = {}) {
  const response = await server.fetch(path, {
    method: init.method ?? 'GET',
    headers: { 'x-admin-api-key': server.adminKey, 'content-type': 'application/json' },
    ...(init.body !== undefined && { body: JSON.stringify(init.body) }),
  });
  const body = (await response.json()) as { id: number; email: string };
  return { status: response.status, body };
}

const create = (email: string) => admin('/admin/users', { method: 'POST', body: { email } });
const byAddress = (email: string) => admin(`/admin/users/email/${encodeURIComponent(email)}`);

describe('addresses', () => {
  it('are accepted, normalised and refused as Vexa does', () => {
    const stored = CASES.map(([given]) => {
      const read = readEmailAddress(given);
      return [given, 'address' in read ? read.address : null];
    });
    expect(stored).toEqual(CASES);
    expect(CASES.filter(([, normal]) => normal === null).length).toBeGreaterThan(100);
    expect(CASES.filter(([, normal]) => normal !== null).length).toBeGreaterThan(100);
  });

  it.each([
    ['अजय@डाटा.भारत', 'अजय@डाटा.भारत'],
    ['u\u0308@example.com', '\u00fc@example.com'],
    ['a@xn--bcher-kva.example', 'a@bücher.example'],
    ['b@ＥＸＡＭＰＬＥ。com', 'b@example.com'],
    ['Postmaster@Example.com', 'postmaster@example.com'],
  ])('are stored in one form, and found by each: %s', async (given, stored) => {
    const created = await create(given);
    expect([created.status, created.body.email]).toEqual([201, stored]);
    expect((await create(stored)).body.id).toBe(created.body.id);
    for (const form of [given, stored, given.toUpperCase(), stored.normalize('NFD')]) {
      expect([form, (await byAddress(form)).body.id]).toEqual([form, created.body.id]);
      expect(await graphqlIds(form)).toEqual({ one: created.body.id, some: [created.body.id] });
      const change = { email: form, name: form };
      const patched = await admin(`/admin/users/${created.body.id}`, {
        method: 'PATCH',
        body: change,
      });
      expect([form, patched.status]).toEqual([form, 200]);
    }
  });

  it('that differ by more than case or form belong to different users', async () => {
    const addresses = ['x@straße.de', 'x@strasse.de', 'ı@example.com', 'i@example.com'];
    const ids = await Promise.all(addresses.map(async (email) => (await create(email)).body.id));
    expect(new Set(ids).size).toBe(addresses.length);
  });

  it('that are the same by full case folding belong to one user, on every road', async () => {
    const { body: mike } = await create('mike@corp.example.com');
    expect((await create('mi\u212ae@corp.example.com')).body.id).toBe(mike.id);
    const { body: other } = await create('other@corp.example.com');
    const { data } = await server.graphql<{ updateUser: { message?: string } }>(
      `mutation ($id: ID!, $email: EmailAddress!) { updateUser(input: {id: $id, email: $email}) {
         ... on ConflictError { message } } }`,
      {
        admin: server.adminKey,
        variables: { id: await nodeId(other.id), email: 'MI\u212aE@corp.example.com' },
      },
    );
    expect(data.updateUser.message).toContain('already used');
  });
});

async function nodeId(databaseId: number): Promise<string> {
  const { data } = await server.graphql<{ user: { id: string } }>(
    `{ user(by: {databaseId: ${databaseId}}) { id } }`,
    { admin: server.adminKey },
  );
  return data.user.id;
}

type Found = {
  readonly one: { readonly databaseId: number } | null;
  readonly some: { readonly edges: readonly { readonly node: { readonly databaseId: number } }[] };
};

async function graphqlIds(email: string) {
  const { data } = await server.graphql<Found>(
    `query ($email: EmailAddress!, $text: String!) {
       one: user(by: {email: $email}) { databaseId }
       some: users(first: 5, filter: {email: {eq: $text}}) { edges { node { databaseId } } } }`,
    { admin: server.adminKey, variables: { email, text: email } },
  );
  return {
    one: Number(data.one?.databaseId),
    some: data.some.edges.map(({ node }) => Number(node.databaseId)),
  };
}

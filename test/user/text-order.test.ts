import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { migrate } from '../../src/data/migrations/migrate.ts';
import { availableLocales } from '../database/locales.ts';
import { createScratchDatabase, dropScratchDatabase, query } from '../database/scratch.ts';
import { byBytes, folded, randomFrom, randomPeople } from '../support/folded.ts';
import { startServer, type TestServer } from '../support/server.ts';

// One order and one equality of text, whatever the locale of the database.

const PEOPLE = 200;
const locales = await availableLocales();
/** Of an address: straße.de is not strasse.de. */
const foldedAddress = (email: string) => {
  const [local = '', domain = ''] = email.split('@');
  return `${folded(local)}@${domain.toLowerCase()}`;
};

type Databases = { readonly name: string; readonly url: string; readonly server: TestServer };
const databases: Databases[] = [];

type Created = { readonly id: number; readonly email: string; readonly name: string | null };

async function create(server: TestServer, body: { email: string; name: string | null }) {
  const response = await server.fetch('/admin/users', {
    method: 'POST',
    headers: { 'x-admin-api-key': server.adminKey, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, user: (await response.json()) as Created };
}

/** Each address is new, or belongs to the one user who has it in another form. */
async function populate(server: TestServer): Promise<Created[]> {
  const created: Created[] = [];
  const random = randomFrom(7);
  while (created.length < PEOPLE) {
    for (const person of randomPeople(random, 50)) {
      const { status, user } = await create(server, person);
      const known = created.find(
        ({ email }) => foldedAddress(email) === foldedAddress(person.email),
      );
      expect([person.email, status, user.id]).toEqual([
        person.email,
        known === undefined ? 201 : 200,
        known?.id ?? user.id,
      ]);
      if (status === 201) created.push(user);
    }
  }
  return created;
}

let people: Created[] | undefined;

beforeAll(async () => {
  for (const { name, options } of locales) {
    const url = await createScratchDatabase(options);
    await migrate({ connectionString: url });
    const server = await startServer({ beside: { databaseUrl: url } });
    databases.push({ name, url, server });
    if (people === undefined) people = await populate(server);
    else await copyUsers(people, url);
  }
}, 180_000);

afterAll(async () => {
  for (const { server, url } of databases) {
    await server.stop();
    await dropScratchDatabase(url);
  }
});

/** Those of the first database. */
function everybody(): readonly Created[] {
  if (people === undefined) throw new Error('nobody was created');
  return people;
}

async function copyUsers(users: readonly Created[], to: string): Promise<void> {
  const json = JSON.stringify(users.map(({ id, email, name }) => ({ id, email, name })));
  await query(
    to,
    `insert into users (id, email, name) select id, email, name
     from json_to_recordset($json$${json}$json$) as u(id bigint, email text, name text)`,
  );
}

const WALKS = {
  a: 'first: 1, after: $a, orderBy: {field: EMAIL, direction: ASC}',
  b: 'last: 1, before: $b, orderBy: {field: EMAIL, direction: DESC}',
  c: 'first: 1, after: $c, orderBy: {field: NAME, direction: DESC}',
  d: 'last: 1, before: $d, orderBy: {field: NAME, direction: ASC}',
} as const;
type WalkName = keyof typeof WALKS;

type Page = {
  readonly edges: readonly {
    readonly cursor: string;
    readonly node: { readonly email: string };
  }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean };
};
type Pages = Record<WalkName, Page>;

const NAMES = ['a', 'b', 'c', 'd'] as const;
const QUERY = `query (${NAMES.map((name) => `$${name}: String`).join(', ')}) {
  ${NAMES.map((name) => `${name}: users(${WALKS[name]}) { edges { cursor node { email } } pageInfo { hasNextPage hasPreviousPage } }`).join('\n')}
}`;

/** All addresses, one a page, four ways side by side. Ends when one of them does, or never would. */
async function walk(server: TestServer): Promise<Record<WalkName, string[]>> {
  const seen: Record<WalkName, string[]> = { a: [], b: [], c: [], d: [] };
  let cursors: Partial<Record<WalkName, string | undefined>> = {};
  while (seen.a.length < 2 * PEOPLE) {
    const { data }: { readonly data: Pages } = await server.graphql<Pages>(QUERY, {
      admin: server.adminKey,
      variables: cursors,
    });
    for (const name of NAMES) seen[name].push(...data[name].edges.map(({ node }) => node.email));
    cursors = Object.fromEntries(NAMES.map((name) => [name, data[name].edges[0]?.cursor]));
    const hasMore = NAMES.every((name) =>
      WALKS[name].startsWith('first')
        ? data[name].pageInfo.hasNextPage
        : data[name].pageInfo.hasPreviousPage,
    );
    if (!hasMore) break;
  }
  return seen;
}

describe('users in pages of one', () => {
  it.each(locales.map(({ name }) => name))(
    'are each there once, in one order: %s',
    async (name) => {
      const server = databases.find((one) => one.name === name)?.server;
      if (server === undefined) throw new Error('no server');
      const sorted = (key: (person: Created) => string) =>
        everybody()
          .toSorted((one, other) => byBytes(key(one), key(other)) || one.id - other.id)
          .map(({ email }) => email);
      const byEmail = sorted(({ email }) => foldedAddress(email));
      const byName = sorted(({ name: given }) => folded(given ?? ''));
      const seen = await walk(server);
      expect(seen.a).toEqual(byEmail);
      expect(seen.b).toEqual(byEmail);
      expect(seen.c).toEqual(byName.toReversed());
      expect(seen.d).toEqual(byName.toReversed());
    },
  );

  it('find exactly those whose folded name or address is the same', async () => {
    const random = randomFrom(11);
    for (const { server } of databases) {
      for (const { name, email } of everybody().filter(() => random(10) === 0)) {
        const upper = (name ?? '').toUpperCase();
        const { data } = await server.graphql<Record<'one' | 'some' | 'address', Found>>(
          `query ($name: String!, $email: String!) {
             one: users(first: 100, filter: {name: {eq: $name}}) { nodes { email } }
             some: users(first: 100, filter: {name: {in: [$name]}}) { nodes { email } }
             address: users(first: 100, filter: {email: {in: [$email]}}) { nodes { email } } }`.replaceAll(
            'nodes { email }',
            'edges { node { email } }',
          ),
          {
            admin: server.adminKey,
            variables: { name: upper, email: email.normalize('NFD') },
          },
        );
        const same = everybody()
          .filter((other) => other.name !== null && folded(other.name) === folded(upper))
          .map((other) => other.email);
        expect(emailsOf(data.one)).toEqual(same.toSorted());
        expect(emailsOf(data.some)).toEqual(same.toSorted());
        expect(emailsOf(data.address)).toEqual([email]);
      }
    }
  });

  it('can be dumped from each locale and restored into each other', async () => {
    for (const from of databases) {
      for (const to of locales.filter(({ name }) => name !== from.name)) {
        const url = await createScratchDatabase(to.options);
        await copyDatabase(from.url, url);
        const [kept] = await query(
          url,
          `select count(*)::int as users, count(distinct email_folded)::int as addresses,
             array_agg(email order by email_folded, id) as emails from users`,
        );
        expect(kept).toMatchObject({ users: everybody().length, addresses: everybody().length });
        await expect(
          query(
            url,
            `insert into users (id, email) values (1000000, '${everybody()[0]?.email.toUpperCase()}')`,
          ),
        ).rejects.toMatchObject({ constraint: 'users_email_folded_key' });
        await dropScratchDatabase(url);
      }
    }
  });
});

type Found = { readonly edges: readonly { readonly node: { readonly email: string } }[] };

function emailsOf({ edges }: Found): string[] {
  return edges.map(({ node }) => node.email).toSorted();
}

/** With the server's own programs; a server that comes without them gets the rows one by one. */
async function copyDatabase(from: string, to: string): Promise<void> {
  const { programs } = inject('postgres');
  const dump = join(programs, 'pg_dump');
  if (existsSync(dump)) {
    const run = promisify(execFile);
    const { stdout } = await run(dump, ['--no-owner', from], { maxBuffer: 2 ** 26 });
    const restored = run(join(programs, 'psql'), ['-q', '-v', 'ON_ERROR_STOP=1', to], {
      maxBuffer: 2 ** 26,
    });
    restored.child.stdin?.end(stdout);
    await restored;
    return;
  }
  await migrate({ connectionString: to });
  await copyUsers(everybody(), to);
}

import { expect } from 'vitest';
import { KEYS, USERS } from './documents.ts';
import { readLogs } from './logs.ts';
import { eventually } from './patience.ts';
import { ADMIN_KEY, type Process } from './processes.ts';
import { KEY_TEXT, read } from './send.ts';
import { everyUseIsCounted } from './usage.ts';
import type { World } from './world.ts';

// What takes too long to be looked at after each step.

/** All that was acknowledged is there, as it was acknowledged, and nothing else. */
export async function compareAll(world: World): Promise<void> {
  for (const process of world.processes) {
    await compareLists(world, process);
    await noMetricHasSecrets(process);
  }
  await everyUseIsCounted(world);
  await everyChangeIsLogged(world);
  await noSecretIsStored(world);
  await everyRefusalIsLogged(world);
}

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

async function compareLists(world: World, process: Process): Promise<void> {
  const { model } = world;
  const byId = (one: { readonly id: string }, other: { readonly id: string }) =>
    one.id < other.id ? -1 : 1;
  const users = await all<object & { id: string }>(world, process, USERS);
  expect(users.toSorted(byId)).toEqual(model.users.map((user) => ({ ...user })).toSorted(byId));

  const there = new Set(model.users.map(({ id }) => id));
  const keys = (await all<ListedKey>(world, process, KEYS)).filter(
    ({ user }) => user && there.has(user.id),
  );
  const expected = model.keys.filter((key) => model.hasOwner(key));
  expect(keys.map(({ id, status }) => ({ id, status })).toSorted(byId)).toEqual(
    expected.map((key) => ({ id: key.id, status: model.statusOf(key) })).toSorted(byId),
  );
}

async function all<Node>(
  world: World,
  process: Process,
  document: string,
): Promise<readonly Node[]> {
  const nodes: Node[] = [];
  let after: string | null = null;
  do {
    const { page }: Page<Node> = await read<Page<Node>>(world, process, document, { after });
    nodes.push(...page.nodes);
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  return nodes;
}

async function everyChangeIsLogged({ db, model: { made } }: World): Promise<void> {
  const { rows } = await db.query<{ action: string; count: number }>(
    'select action, count(*)::int as count from audit_events where action = any($1) group by action',
    [Object.keys(made)],
  );
  const none = Object.fromEntries(Object.keys(made).map((action) => [action, 0]));
  expect({ ...none, ...Object.fromEntries(rows.map((row) => [row.action, row.count])) }).toEqual(
    made,
  );
}

async function noMetricHasSecrets({ url }: Process): Promise<void> {
  const response = await fetch(`${url}/metrics`, { headers: { 'x-admin-api-key': ADMIN_KEY } });
  expect(response.status).toBe(200);
  expect(KEY_TEXT.exec(await response.text())?.[0]).toBeUndefined();
}

async function noSecretIsStored({ db }: World): Promise<void> {
  const tables = await db.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  for (const { name } of tables.rows) {
    const found = await db.query(
      `select t::text as row from ${name} t where t::text ~ $1 limit 1`,
      [KEY_TEXT.source],
    );
    expect(found.rows, name).toEqual([]);
  }
}

/** Whoever looks for the id of a refused request finds it in the log. */
async function everyRefusalIsLogged(world: World): Promise<void> {
  const { processes, unlogged } = world;
  await eventually(() => {
    readLogs(world);
    const missing = [...unlogged].filter(([, process]) => processes.includes(process));
    expect(missing.map(([id]) => id)).toEqual([]);
  });
}

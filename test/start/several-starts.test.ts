import { readdirSync } from 'node:fs';
import pg from 'pg';
import { expect, it, onTestFinished } from 'vitest';
import { until } from '../http/raw-connection.ts';
import { createNodes, mintKeys, type Nodes, nodeEnv } from './nodes.ts';
import { run } from './process.ts';

const MIGRATIONS = readdirSync('prisma/migrations', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

async function newNodes(): Promise<Nodes> {
  const nodes = await createNodes();
  onTestFinished(() => nodes.drop());
  return nodes;
}

async function appliedTo({ query }: Nodes): Promise<readonly string[]> {
  const rows = await query<{ name: string }>(
    'select migration_name as name from _prisma_migrations where finished_at is not null order by 1',
  );
  return rows.map(({ name }) => name);
}

it('three processes that start at once on an empty database all serve, and migrate it once', async () => {
  const nodes = await newNodes();
  const running = await Promise.all([nodes.start(), nodes.start(), nodes.start()]);
  expect(await appliedTo(nodes)).toEqual(MIGRATIONS);
  for (const node of running) expect(await mintKeys(node, 1)).toHaveLength(1);
  expect(await Promise.all(running.map(({ end }) => end('SIGTERM')))).toEqual([0, 0, 0]);
});

/** Makes whatever creates or changes a table wait in the middle of the migrations. */
const HOLD = `
create function hold() returns event_trigger language plpgsql as $$ begin
  if to_regclass('_prisma_migrations') is null then return; end if;
  if (select count(*) from _prisma_migrations) >= 5 then perform pg_advisory_xact_lock(4711); end if;
end $$;
create event trigger hold on ddl_command_start execute function hold();
select pg_advisory_lock(4711)`;
const RELEASE = 'drop event trigger hold; drop function hold(); select pg_advisory_unlock(4711)';

it('a start finishes the migration in which another process was killed', async () => {
  const nodes = await newNodes();
  const client = new pg.Client({ connectionString: nodes.databaseUrl });
  await client.connect();
  onTestFinished(() => client.end());
  await client.query(HOLD);

  const killed = new AbortController();
  const first = run({ env: nodeEnv(nodes.databaseUrl), killed: killed.signal });
  const isHeld = async () =>
    (
      await nodes.query(
        "select from pg_stat_activity where datname = current_database() and application_name = 'latchkey-migrate' and wait_event = 'advisory'",
      )
    ).length > 0;
  const endedEarly = first.then(({ output, errors }) => {
    if (!killed.signal.aborted) throw new Error(`not held: ${output}${errors}`);
  });
  await Promise.race([until(isHeld), endedEarly]);
  killed.abort();
  expect((await first).code).toBeNull();
  const before = await appliedTo(nodes);
  expect(before).toEqual(MIGRATIONS.slice(0, before.length));
  expect(before).toHaveLength(5);

  await client.query(RELEASE);
  const node = await nodes.start();
  expect(await appliedTo(nodes)).toEqual(MIGRATIONS);
  expect(await mintKeys(node, 1)).toHaveLength(1);
  expect(await node.end('SIGTERM')).toBe(0);
});

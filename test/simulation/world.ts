import pg from 'pg';
import { expect } from 'vitest';
import { dropScratchDatabase } from '../database/scratch.ts';
import type { Talk } from '../http/raw-connection.ts';
import { createHome } from '../key/peppers.ts';
import { Model } from './model.ts';
import { eventually } from './patience.ts';
import { type Process, type Starting, startProcess } from './processes.ts';

/** Two processes of the service on one database, a third that starts, and what clients know. */
export type World = {
  model: Model;
  readonly databaseUrl: string;
  /** The database by a way that no fault hits. */
  readonly db: pg.Client;
  readonly processes: [Process, Process];
  /** The one that ended last. */
  gone: Process | null;
  /** It has the place of the next process that ends: nobody waits for a start then. */
  spare: Starting;
  /** The ids of refused requests that no log has named yet. */
  readonly unlogged: Map<string, Process>;
  readonly slowClients: Talk[];
};

export async function createWorld(): Promise<World> {
  const { databaseUrl } = await createHome();
  const model = new Model();
  const db = new pg.Client({ connectionString: databaseUrl, application_name: 'simulation' });
  await db.connect();
  const [first, second, spare] = await Promise.all([
    startProcess(databaseUrl, model.now),
    startProcess(databaseUrl, model.now),
    startProcess(databaseUrl, model.now),
  ]);
  const processes: [Process, Process] = [await first.ready, await second.ready];
  return {
    model,
    databaseUrl,
    db,
    processes,
    gone: null,
    spare,
    unlogged: new Map(),
    slowClients: [],
  };
}

export async function closeWorld({ processes, spare, db, databaseUrl }: World): Promise<void> {
  await Promise.all([...processes, spare].map(({ kill }) => kill()));
  await db.end();
  await dropScratchDatabase(databaseUrl);
}

/** Puts another process in the place of one that has ended. */
export async function replaceProcess(world: World, place: 0 | 1): Promise<void> {
  const { spare, model, databaseUrl } = world;
  world.gone = world.processes[place];
  world.processes[place] = await spare.ready;
  await spare.setClock(model.now);
  world.spare = await startProcess(databaseUrl, model.now);
}

export async function setClocks({ model, processes, spare }: World): Promise<void> {
  await Promise.all([...processes, spare].map(({ setClock }) => setClock(model.now)));
}

/**
 * Breaks all connections of the service to its database. When it returns, nothing that was sent on them can
 * have an effect any more.
 */
export async function cutConnections({ db, processes, gone }: World): Promise<void> {
  const ports = [...processes, ...(gone === null ? [] : [gone])].flatMap(({ wire }) => wire.ports);
  const { rows } = await db.query<{ pid: number }>(
    `select pid, pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and client_port = any($1)`,
    [ports],
  );
  const pids = rows.map(({ pid }) => pid);
  await eventually(async () => {
    const left = await db.query('select from pg_stat_activity where pid = any($1)', [pids]);
    expect(left.rowCount).toBe(0);
  });
}

export async function untilReady({ processes }: World): Promise<void> {
  for (const { url } of processes)
    await eventually(async () => expect((await fetch(`${url}/health/ready`)).status).toBe(200));
}
